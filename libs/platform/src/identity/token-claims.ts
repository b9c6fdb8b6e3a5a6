import { parseFiscalCode, provinceByCode, regionByCode } from '#italy';
import { faultOfText, isPersonId, ROLES, SELF_SERVICE, type IssuedRole, type Principal } from '#use-cases';

/** Claim with a citizen's codice fiscale, as the Italian eID schemes (SPID, CIE) name it. */
export const FISCAL_NUMBER_CLAIM = 'https://attributes.eid.gov.it/fiscal_number';

type Bound = 'region' | 'province' | 'unit' | 'host' | 'integration';

/** Which bounds a role must have and may have; a claim that is neither plays no part. */
const BOUNDS: Readonly<Record<IssuedRole, { readonly needs?: Bound; readonly may?: readonly Bound[] }>> = {
  central: {},
  regional: { needs: 'region' },
  provincial: { needs: 'province', may: ['region', 'unit'] },
  'desk-operator': { needs: 'province', may: ['region', 'unit'] },
  'host-operator': { needs: 'host' },
  integration: { needs: 'integration' },
  analyst: {},
  citizen: {},
};

const UNIT = /^[A-Z0-9-]{2,20}$/;
/** Ids have no capitals: one that has names nothing, wherever it is compared. */
const ID = /^[\x21-\x40\x5b-\x7e]{1,100}$/;

const FORMS: Readonly<Record<Bound, { readonly fits: (value: string) => boolean; readonly says: string }>> = {
  region: { fits: (code) => regionByCode(code) !== undefined, says: 'the ISTAT code of a region, two digits' },
  // Also of one that is no more: what was established in it stands there still.
  province: { fits: (code) => provinceByCode(code) !== undefined, says: 'the ISTAT code of a province, three digits' },
  unit: { fits: (code) => UNIT.test(code), says: 'the code of a territorial unit' },
  host: { fits: (id) => ID.test(id), says: 'the id of a hosting body, in small letters' },
  integration: { fits: (id) => ID.test(id), says: 'the id of a registered integration, in small letters' },
};

const TOKEN_ID = /^[\x21-\x7e]{1,255}$/;

/** The claims of a token contradict each other or lack something; the reason holds no personal data. */
export class TokenClaimsError extends Error {
  override readonly name = 'TokenClaimsError';
}

/** What the claims say: a principal, or a citizen of whom only the codice fiscale is known. */
export type Claimant = { readonly principal: Principal } | { readonly citizen: string };

/**
 * Reads role and bounds from the claims of a verified token. A token without a role is a citizen's if it has a fiscal
 * number: public identity providers know no roles.
 * @throws TokenClaimsError with the reason
 */
export function claimantOf(claims: Readonly<Record<string, unknown>>): Claimant {
  const fiscalNumber = claims[FISCAL_NUMBER_CLAIM];
  const role = roleOf(claims.role ?? (fiscalNumber === undefined ? undefined : 'citizen'));
  if (role === 'citizen') {
    if (typeof fiscalNumber !== 'string') {
      throw new TokenClaimsError(`role citizen needs the claim ${FISCAL_NUMBER_CLAIM}`);
    }
    // The schemes of the eIDAS network put the country before it.
    const fiscalCode = parseFiscalCode(fiscalNumber.replace(/^TINIT-/i, ''));
    if (fiscalCode === undefined) throw new TokenClaimsError('the fiscal number is not a codice fiscale');
    return { citizen: fiscalCode };
  }
  return { principal: { id: opaqueId(claims.sub), role, ...boundsOf(role, claims) } };
}

/**
 * Reads whom and which appointment a token is for that this installation itself has signed for self-service.
 * @throws TokenClaimsError with the reason
 */
export function selfServiceOf({ sub, role, appointment }: Readonly<Record<string, unknown>>): Principal {
  if (role !== SELF_SERVICE || typeof sub !== 'string' || typeof appointment !== 'string') {
    throw new TokenClaimsError('it is for no appointment');
  }
  return { id: sub, role, subject: sub, appointment };
}

function roleOf(claim: unknown): IssuedRole {
  const role = ROLES.find((known) => known === claim);
  if (!role) throw new TokenClaimsError(`the claim role must be one of ${ROLES.join(', ')}`);
  return role;
}

/** Whether a text can be the `sub` of a token, or the id of a principal. */
export function isTokenSubject(text: string): boolean {
  return isPersonId(text) && !faultOfText(text);
}

/** Whether a text can be the `jti` of a token. */
export function isTokenId(text: string): boolean {
  return TOKEN_ID.test(text) && !faultOfText(text);
}

function opaqueId(sub: unknown): string {
  if (typeof sub !== 'string' || !isPersonId(sub)) {
    throw new TokenClaimsError('the claim sub must be 1 to 255 printable ASCII characters, and no address of mail');
  }
  return namingNobody('sub', sub);
}

function boundsOf(role: IssuedRole, claims: Readonly<Record<string, unknown>>): Partial<Record<Bound, string>> {
  const { needs, may = [] } = BOUNDS[role];
  if (needs && claims[needs] === undefined) throw new TokenClaimsError(`role ${role} needs the claim ${needs}`);
  const bounds: Partial<Record<Bound, string>> = {};
  for (const name of needs ? [needs, ...may] : may) {
    const value = claims[name];
    if (value === undefined) continue;
    const { fits, says } = FORMS[name];
    if (typeof value !== 'string' || !fits(value)) throw new TokenClaimsError(`the claim ${name} must be ${says}`);
    bounds[name] = namingNobody(name, value);
  }
  refuseElsewhere(bounds);
  return bounds;
}

function refuseElsewhere({ region, province }: Partial<Record<Bound, string>>): void {
  if (region === undefined || province === undefined || provinceByCode(province)?.region === region) return;
  throw new TokenClaimsError('the claim province must be of a province in the region of the claim region');
}

/** Id and office become the actor of events, which are kept for ever and which personal data never enters. */
function namingNobody(name: string, claim: string): string {
  if (faultOfText(claim)) throw new TokenClaimsError(`the claim ${name} must not be a codice fiscale, or an IBAN`);
  return claim;
}
