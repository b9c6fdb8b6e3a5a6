import { addDays } from '#italy';
import { idOf } from '#kernel/domain';
import {
  acknowledgeProtocolForwarding,
  bringProtocolIntoForce,
  draftProtocol,
  forwardProtocolToCentralOrganisation,
  recordProtocolSignature,
  type RecordProtocolSignature,
  submitProtocol,
} from '#protocols';
import type { Principal } from '#use-cases';
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
  'DRAFT' | 'SUBMITTED' | 'SIGNED' | 'SCHEDULED' | 'IN_FORCE' | 'EXPIRING' | 'SUSPENDED' | 'TERMINATED';

/** In force from the first day, it expires within the month after the played one. */
const MONTHS_OF_EXPIRING = 2;

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
}

/**
 * Drafts the protocol of a point, and takes it as far as its fate goes.
 * @returns its id; undefined when it was refused
 */
export async function agree(stage: DemoStage, agreement: Agreement, fate: Fate): Promise<string | undefined> {
  const { today, serial, hostBodyId, pointId, kind, region, regional } = agreement;
  const officers = (['INPS', 'HOST'] as const).flatMap((party) =>
    (['RESPONSABILE', 'REFERENTE_TECNICO'] as const).map((role) => ({
      ...{ party, role, office: `${party} ${LABEL}` },
      person: personOf(serial, `${party} ${role}`),
    })),
  );
  const duration = fate === 'EXPIRING' ? { durationMonths: MONTHS_OF_EXPIRING } : {};
  const draft = await stage.give(
    draftProtocol,
    {
      hostBodyId,
      region,
      proposingUnit: regionalUnit(region),
      points: [pointId],
      kinds: [kind],
      officers,
      ...duration,
    },
    regional,
  );
  if (!draft) return undefined;
  const protocolId = idOf(draft.stream);
  if (fate === 'DRAFT') return protocolId;
  await stage.give(submitProtocol, { protocolId }, regional);
  if (fate === 'SUBMITTED') return protocolId;
  for (const party of ['INPS', 'HOST'] as const) {
    const signature = signatureOf(party, { ...agreement, protocolId }, stage.clock.now());
    await stage.give(recordProtocolSignature, signature, regional);
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
  const effectiveDate = fate === 'SCHEDULED' ? addDays(today, 45) : today;
  await stage.give(bringProtocolIntoForce, { protocolId, effectiveDate }, regional);
  return protocolId;
}

/** A signature as the demonstration gives it; what an association signs, the institute registers as received. */
function signatureOf(
  party: 'INPS' | 'HOST',
  agreement: Agreement & { readonly protocolId: string },
  now: number,
): RecordProtocolSignature {
  const { serial, protocolId, ipaCode, region } = agreement;
  const isInstitute = party === 'INPS';
  const own = entryOfInps(agreement);
  const entry = isInstitute || ipaCode === undefined ? own : { ...own, ipaCode, aoo: `AOO-HOST-${serial}` };
  return {
    ...{ protocolId, party, documentSha256: hashOf(1, serial), signedFileSha256: hashOf(isInstitute ? 2 : 3, serial) },
    ...{ kind: 'DIGITAL', format: isInstitute ? 'PADES' : 'CADES' },
    ...(isInstitute ? { unit: regionalUnit(region) } : {}),
    signatory: personOf(serial, `${party} signs`),
    signerRole: isInstitute ? 'Direttore regionale' : 'Legale rappresentante',
    signedAt: new Date(now).toISOString(),
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
function hashOf(file: number, serial: number): string {
  return `${file}${serial.toString(16)}`.padStart(64, '0');
}
