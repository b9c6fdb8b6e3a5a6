import { fictitiousBodyCode, fictitiousPerson, namedPerson } from '../../e2e/support/people.ts';
import { checksOf, inputIn, type Check, type Input } from './inputs.ts';
import { HERE } from './standing-things.ts';

type Fields = Readonly<Record<string, unknown>>;

const SOME_ID = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';

/** Fields whose checks do not tell what fits, by name. */
const BY_NAME: Fields = {
  ...HERE,
  provinces: [HERE.province],
  fiscalCode: fictitiousBodyCode(7),
  ipaCode: 'c_campione',
  pec: 'campione@pec.example.org',
  mailbox: 'campione@example.org',
  aooCode: 'AOO-CAMPIONE',
  code: 'CAMPIONE',
  pointCodes: ['CAMPIONE'],
  protocolCode: 'CAMPIONE',
  parent: 'CAMPIONE',
  municipality: 'H501',
  postalCode: '00100',
  operatorId: 'clerk-7',
  personInCharge: 'dcorg-7',
  proposingUnit: 'CAMPIONE',
  documentSha256: 'ab'.repeat(32),
  signedFileSha256: 'cd'.repeat(32),
  sha256: 'ab'.repeat(32),
  hash: 'ab'.repeat(32),
  book: `${SOME_ID}.0a1b2c3d`,
  textSha256: 'ab'.repeat(32),
  version: 'CAMPIONE',
  letterSha256: 'ef'.repeat(32),
  start: '09:00',
  from: '09:00',
  to: '10:00',
  serviceLine: 'PENSIONI',
  serviceId: 'cedolino-pensione',
  servicesDelivered: ['estratto-conto-contributivo'],
  citizen: fictitiousPerson(1),
  person: namedPerson(3),
  signatory: namedPerson(3),
};

/** What makes sense of a check, by its name. */
const BY_CHECK: Readonly<Record<string, (constraint: unknown) => unknown>> = {
  isUuid: () => SOME_ID,
  isIn: (words) => (words as readonly unknown[])[0],
  min: (least) => least,
  isInt: () => 1,
  isRealDate: () => '2026-03-02',
  isDayOrInstant: () => '2026-03-02',
  isInstant: () => '2026-03-02T09:00:00+01:00',
  isPosition: () => '1',
  isBoolean: () => true,
  isString: () => 'campione',
};

/**
 * An input that its class lets through, made from the checks of its fields; fields that may be absent are. What a rule
 * would say of it plays no part: whoever may not give the command is refused before.
 */
export function sampleInput(input: Input): Record<string, unknown> {
  const sample: Record<string, unknown> = {};
  for (const [property, checks] of checksOf(input)) {
    if (checks.some(({ name, type }) => name === 'isOptional' || type === 'conditionalValidation')) continue;
    sample[property] = valueOf(input, property, checks);
  }
  return sample;
}

function valueOf(input: Input, property: string, checks: readonly Check[]): unknown {
  const name = Object.hasOwn(BY_NAME, property) && !checks.some((check) => check.name === 'isRealDate');
  if (name) return BY_NAME[property];
  const nested = checks.find(({ type }) => type === 'nestedValidation');
  if (nested) {
    const found = inputIn(input, property);
    const least = checks.find((check) => check.name === 'arrayMinSize')?.constraints[0] as number | undefined;
    return nested.each ? Array.from({ length: least ?? 1 }, () => sampleInput(found)) : sampleInput(found);
  }
  const known = Object.keys(BY_CHECK).flatMap((name) => checks.filter((check) => check.name === name))[0];
  const value = known && BY_CHECK[known.name!]!((known.constraints as readonly unknown[] | undefined)?.[0]);
  return known?.each === true || checks.some((check) => check.name?.startsWith('array')) ? [value] : value;
}
