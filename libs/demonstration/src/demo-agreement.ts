import { addDays } from '#italy';
import { idOf } from '#kernel/domain';
import {
  acknowledgeProtocolForwarding,
  amendProtocol,
  bringProtocolIntoForce,
  draftProtocol,
  forwardProtocolToCentralOrganisation,
  recordProtocolSignature,
  type RecordProtocolSignature,
  submitProtocol,
} from '#protocols';
import type { Principal } from '#use-cases';
import { instantInRome } from './demo-clock.ts';
import type { DemoStage } from './demo-stage.ts';
import { CENTRAL, LABEL, regionalUnit } from './demo-units.ts';
import { fictitiousPerson } from './people.ts';
import { Random } from './random.ts';

const FIRST_OFFICER = 5_000_000;
const PARTS = ['INPS', 'HOST'].flatMap((party) =>
  ['RESPONSABILE', 'REFERENTE_TECNICO', 'signs'].map((part) => `${party} ${part}`),
);

/** How far a protocol of the demonstration has come. */
export type Fate =
  | 'DRAFT'
  | 'SUBMITTED'
  | 'SIGNED'
  | 'SCHEDULED'
  | 'IN_FORCE'
  | 'EXPIRING'
  | 'EXPIRED'
  | 'SUSPENDED'
  | 'RENEWED'
  | 'TERMINATED';

/** In force from the first day, it expires within the month after the played one. */
const MONTHS_OF_EXPIRING = 2;
/**
 * One that expires within the month was signed, and in force, so many days before it is recorded: fewer than it has to be forwarded
 * in, or it would be chance whether that is noticed as overdue first.
 */
const EXPIRED = { months: 1, signed: 10, inForce: 10 };
/** What is added to the number of a protocol for that which renews it, and for its amendment. */
const OF_RENEWAL = 50_000;
const OF_AMENDMENT = 60_000;
/** Months that an amendment makes of the usual 36. */
const AMENDED_MONTHS = 48;

/** The centre has acknowledged one of so many that were forwarded to it; the others wait in its inbox. */
const ACKNOWLEDGED_EACH = 2;

/** Who agrees on a point, and when. */
interface Agreement {
  readonly today: string;
  readonly serial: number;
  readonly hostBodyId: string;
  readonly pointId: string;
  readonly kind: 'SERVIZIO' | 'INFORMATIVO';
  readonly region: string;
  readonly regional: Principal;
  /** Of an administration. */
  readonly ipaCode?: string | undefined;
  /** What the convention follows. */
  readonly follows?: Models | undefined;
  /** The protocol that it renews. */
  readonly renews?: string;
}

/** What the centre has set and agreed for conventions. */
export interface Models {
  readonly templateId: string;
  readonly frameworkAgreementId: string;
}

/**
 * Drafts the protocol of a point, and takes it as far as its fate goes.
 * @returns its id; undefined when it was refused
 */
export async function agree(stage: DemoStage, agreement: Agreement, fate: Fate): Promise<string | undefined> {
  const { today, serial, hostBodyId, pointId, kind, region, regional, follows, renews } = agreement;
  const officers = (['INPS', 'HOST'] as const).flatMap((party) =>
    (['RESPONSABILE', 'REFERENTE_TECNICO'] as const).map((role) => ({
      ...{ party, role, office: `${party} ${LABEL}` },
      person: personOf(serial, `${party} ${role}`),
    })),
  );
  const duration = {
    ...(fate === 'EXPIRING' ? { durationMonths: MONTHS_OF_EXPIRING } : {}),
    ...(fate === 'EXPIRED' ? { durationMonths: EXPIRED.months } : {}),
  };
  const draft = await stage.give(
    draftProtocol,
    {
      hostBodyId,
      region,
      proposingUnit: regionalUnit(region),
      points: [pointId],
      kinds: [kind],
      officers,
      ...{ ...duration, ...follows, ...(renews === undefined ? {} : { renews }) },
    },
    regional,
  );
  if (!draft) return undefined;
  const protocolId = idOf(draft.stream);
  if (fate === 'DRAFT') return protocolId;
  await stage.give(submitProtocol, { protocolId }, regional);
  if (fate === 'SUBMITTED') return protocolId;
  const signedOn = fate === 'EXPIRED' ? addDays(today, -EXPIRED.signed) : today;
  for (const party of ['INPS', 'HOST'] as const) {
    const signature = signatureOf(party, { ...agreement, today: signedOn }, stage.clock.now());
    await stage.give(recordProtocolSignature, { protocolId, ...signature }, regional);
  }
  if (fate === 'SIGNED') return protocolId;
  await stage.give(
    forwardProtocolToCentralOrganisation,
    {
      protocolId,
      letterSha256: hashOf(4, serial),
      registerEntry: { ...entryOfInps(agreement), number: serial + 200_000 },
    },
    regional,
  );
  if (serial % ACKNOWLEDGED_EACH === 0) {
    const registerEntry = { ...entryOfInps(agreement), aoo: 'AOO-DC-ORGANIZZAZIONE', number: serial + 300_000 };
    await stage.give(acknowledgeProtocolForwarding, { protocolId, registerEntry }, CENTRAL);
  }
  const effectiveDate = addDays(today, fate === 'SCHEDULED' ? 45 : fate === 'EXPIRED' ? -EXPIRED.inForce : 0);
  await stage.give(bringProtocolIntoForce, { protocolId, effectiveDate }, regional);
  return protocolId;
}

/**
 * A protocol in force is renewed: the point passes to the new one.
 * @param renews id of the older one
 * @returns the id of the newer one; undefined when it was refused
 */
export function renew(stage: DemoStage, agreement: Agreement, renews: string): Promise<string | undefined> {
  return agree(stage, { ...agreement, renews, serial: agreement.serial + OF_RENEWAL }, 'IN_FORCE');
}

/** A protocol in force is amended: it lasts longer. The amendment is signed, and not forwarded yet. */
export async function amend(stage: DemoStage, agreement: Agreement, protocolId: string): Promise<void> {
  const amendment = { ...agreement, serial: agreement.serial + OF_AMENDMENT };
  const signatures = (['INPS', 'HOST'] as const).map((party) => signatureOf(party, amendment, stage.clock.now()));
  await stage.give(amendProtocol, { protocolId, signatures, durationMonths: AMENDED_MONTHS }, agreement.regional);
}

/** A signature as the demonstration gives it; what an association signs, the institute registers as received. */
function signatureOf(
  party: 'INPS' | 'HOST',
  agreement: Agreement,
  now: number,
): Omit<RecordProtocolSignature, 'protocolId'> {
  const { serial, ipaCode, region, today: signedOn } = agreement;
  const isInstitute = party === 'INPS';
  const own = entryOfInps(agreement);
  const entry = isInstitute || ipaCode === undefined ? own : { ...own, ipaCode, aoo: `AOO-HOST-${serial}` };
  return {
    ...{ party, documentSha256: hashOf(1, serial), signedFileSha256: hashOf(isInstitute ? 2 : 3, serial) },
    ...{ kind: 'DIGITAL', format: isInstitute ? 'PADES' : 'CADES' },
    ...(isInstitute ? { unit: regionalUnit(region) } : {}),
    signatory: personOf(serial, `${party} signs`),
    signerRole: isInstitute ? 'Direttore regionale' : 'Legale rappresentante',
    signedAt: new Date(Math.min(now, instantInRome(signedOn, 10))).toISOString(),
    registerEntry: { ...entry, number: serial + (isInstitute ? 0 : 100_000) },
  };
}

function entryOfInps({ region, today, serial }: Agreement) {
  return {
    ...{ ipaCode: 'inps', aoo: `AOO-${regionalUnit(region)}`, register: 'PROTOCOLLO' },
    ...{ year: Number(today.slice(0, 4)), number: serial, date: today },
  };
}

/** Who plays a part in the agreements of the demonstration: nobody of those who book. */
function personOf(serial: number, part: string) {
  const number = FIRST_OFFICER + serial * PARTS.length + PARTS.indexOf(part);
  const { fiscalCode, givenName, familyName } = fictitiousPerson(number, new Random(number));
  return { fiscalCode, givenName, familyName };
}

/** A hash as files of the demonstration have it, each another. */
export function hashOf(file: number, serial: number): string {
  return `${file}${serial.toString(16)}`.padStart(64, '0');
}
