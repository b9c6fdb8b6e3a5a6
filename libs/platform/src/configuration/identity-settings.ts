import { defineSettings, secureUrl, someOf, someText, type Complaint, type SettingsOf } from '#use-cases';
import type { ExternalIssuer } from '../identity/trusted-issuer.ts';

/** Who signs the tokens: an external issuer as a whole, or the installation itself. */
export const identitySettings = defineSettings(
  'identity',
  {
    issuer: secureUrl('RETE_PUNTI_OIDC_ISSUER', {
      description: 'The issuer of the tokens (OpenID Connect). Set together with the audience and the keys.',
      fallback: undefined,
      usual: 'the installation signs its own tokens',
    }),
    audience: someText('RETE_PUNTI_OIDC_AUDIENCE', {
      description: 'Whom its tokens are for.',
      fallback: undefined,
    }),
    jwksUrl: secureUrl('RETE_PUNTI_OIDC_JWKS_URL', {
      description: 'Where its public keys are.',
      fallback: undefined,
    }),
    algorithms: someOf('RETE_PUNTI_OIDC_ALGORITHMS', ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'], {
      description: 'The signatures that are taken; never symmetric ones.',
      fallback: ['ES256', 'EdDSA'],
    }),
  },
  ({ issuer, audience, jwksUrl }) => {
    const parts = Object.entries({
      RETE_PUNTI_OIDC_ISSUER: issuer,
      RETE_PUNTI_OIDC_AUDIENCE: audience,
      RETE_PUNTI_OIDC_JWKS_URL: jwksUrl,
    });
    const set = parts.filter(([, value]) => value !== undefined).map(([variable]) => variable);
    if (set.length === 0) return [];
    const missing = parts.filter(([, value]) => value === undefined);
    return missing.map(([variable]): Complaint => {
      return { variable, is: 'not set or wrong', must: `set together with ${set.join(' and ')}` };
    });
  },
);

/** The external issuer, where one is set. */
export function issuerOf(values: SettingsOf<typeof identitySettings>): ExternalIssuer | undefined {
  const { issuer, audience, jwksUrl, algorithms } = values;
  if (issuer === undefined || audience === undefined || jwksUrl === undefined) return undefined;
  return { issuer, audience, jwksUrl, algorithms };
}
