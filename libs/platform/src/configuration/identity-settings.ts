import {
  defineSettings,
  onOrOff,
  secureUrl,
  someOf,
  someText,
  wholeNumber,
  type Complaint,
  type SettingsOf,
} from '#use-cases';
import type { SelfServiceLimits } from '../identity/self-service-issuer.ts';
import type { TokenLifetimes } from '../identity/token-lifetimes.ts';
import type { ExternalIssuer } from '../identity/trusted-issuer.ts';

/** In seconds. */
const HOUR = 3_600;

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
    oidcTokenHours: wholeNumber('RETE_PUNTI_OIDC_TOKEN_HOURS', {
      description: 'How long its tokens may be valid at most; longer ones are refused.',
      unit: 'hours',
      fallback: 24,
      min: 1,
      max: 24 * 366,
    }),
    oidcMayOmitType: onOrOff('RETE_PUNTI_OIDC_MAY_OMIT_TYP', {
      description:
        'Whether its tokens are taken without the header typ; only of an issuer that signs nothing else for this audience.',
      fallback: false,
    }),
    tokenHours: wholeNumber('RETE_PUNTI_TOKEN_HOURS', {
      description: 'How long a token that the installation signs may be valid at most; longer ones are refused.',
      unit: 'hours',
      fallback: 12,
      min: 1,
      max: 24 * 7,
    }),
    integrationTokenDays: wholeNumber('RETE_PUNTI_INTEGRATION_TOKEN_DAYS', {
      description: 'The same of the tokens of backend integrations, which have nobody to log in again.',
      unit: 'days',
      fallback: 30,
      min: 1,
      max: 366,
    }),
    selfServiceAttempts: wholeNumber('RETE_PUNTI_SELF_SERVICE_ATTEMPTS', {
      description:
        'How often a booking code may be tried with a wrong codice fiscale within a quarter of an hour, in each process.',
      fallback: 5,
      min: 1,
      max: 1_000,
    }),
    selfServiceAttemptsOfClient: wholeNumber('RETE_PUNTI_SELF_SERVICE_CLIENT_ATTEMPTS', {
      description: 'How often one address may try booking codes in vain within a quarter of an hour, in each process.',
      fallback: 20,
      min: 1,
      max: 100_000,
    }),
  },
  ({ issuer, audience, jwksUrl, oidcMayOmitType }) => {
    const parts = Object.entries({
      RETE_PUNTI_OIDC_ISSUER: issuer,
      RETE_PUNTI_OIDC_AUDIENCE: audience,
      RETE_PUNTI_OIDC_JWKS_URL: jwksUrl,
    });
    const set = parts.filter(([, value]) => value !== undefined).map(([variable]) => variable);
    if (set.length === 0) {
      const alone = {
        variable: 'RETE_PUNTI_OIDC_MAY_OMIT_TYP',
        is: '"on"',
        must: 'set together with RETE_PUNTI_OIDC_ISSUER',
      };
      return oidcMayOmitType ? [alone] : [];
    }
    const missing = parts.filter(([, value]) => value === undefined);
    return missing.map(([variable]): Complaint => {
      return { variable, is: 'not set or wrong', must: `set together with ${set.join(' and ')}` };
    });
  },
);

/** The external issuer, where one is set. */
export function issuerOf(values: SettingsOf<typeof identitySettings>): ExternalIssuer | undefined {
  const { issuer, audience, jwksUrl, algorithms, oidcTokenHours, oidcMayOmitType: mayOmitType } = values;
  if (issuer === undefined || audience === undefined || jwksUrl === undefined) return undefined;
  return { issuer, audience, jwksUrl, algorithms, longestLifetime: oidcTokenHours * HOUR, mayOmitType };
}

/** How long the tokens may be valid that the installation signs itself. */
export function lifetimesOf({ tokenHours, integrationTokenDays }: SettingsOf<typeof identitySettings>): TokenLifetimes {
  return { usual: tokenHours * HOUR, integration: integrationTokenDays * 24 * HOUR };
}

/** How often looking after an appointment may be tried in vain. */
export function selfServiceLimitsOf({
  selfServiceAttempts: attempts,
  selfServiceAttemptsOfClient: attemptsOfClient,
}: SettingsOf<typeof identitySettings>): SelfServiceLimits {
  return { attempts, attemptsOfClient };
}
