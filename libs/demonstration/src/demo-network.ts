import { addDays, capitalOf, provinces, regions, type Province } from '#italy';
import { idOf } from '#kernel/domain';
import { defineOpeningBand, openAgenda } from '#agenda';
import { establishTerritorialUnit, registerHostBody } from '#organisation';
import {
  bringProtocolIntoForce,
  draftProtocol,
  forwardProtocolToCentralOrganisation,
  recordProtocolSignature,
  type RecordProtocolSignature,
  submitProtocol,
  terminateProtocol,
} from '#protocols';
import {
  activatePuntoCliente,
  approvePuntoCliente,
  grantOperatorAuthorization,
  recordOperatorTraining,
  requestOperatorAuthorization,
  requestPuntoCliente,
  reviseServicesOfPuntoCliente,
} from '#service-points';
import type { Principal } from '#use-cases';
import type { DemoStage } from './demo-stage.ts';
import { fictitiousBodyCode, fictitiousPerson } from './people.ts';
import { Random } from './random.ts';

/** An agenda of the demonstration, and who works at its desk. */
export interface DemoAgenda {
  readonly agendaId: string;
  readonly desk: Principal;
}

const FIRST_OFFICER = 5_000_000;
const PARTS = ['INPS', 'HOST'].flatMap((party) =>
  ['RESPONSABILE', 'REFERENTE_TECNICO', 'signs'].map((part) => `${party} ${part}`),
);

/** How far a protocol of the demonstration has come. */
type Fate = 'DRAFT' | 'SUBMITTED' | 'SIGNED' | 'SCHEDULED' | 'IN_FORCE' | 'TERMINATED';
const FATES: readonly Fate[] = [
  ...['IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'IN_FORCE'],
  ...['DRAFT', 'SUBMITTED', 'SIGNED', 'SCHEDULED', 'TERMINATED'],
] as Fate[];

const CENTRAL: Principal = { id: 'demo-dcorg', role: 'central' };
const CENTRE = 'DEMO-DC';
const LABEL = '(dimostrazione)';
const WEEKDAYS = [1, 2, 3, 4, 5];

/** Where and how large the demonstration is. */
interface Extent {
  /** `yyyy-mm-dd` in Rome: the first day. */
  readonly today: string;
  readonly provinces: readonly Province[];
}

/** The provinces that a demonstration of so many events needs: all of them from 100,000 on. */
export function extentOf(events: number, today: string): Extent {
  const all = provinces(today);
  const count = Math.min(all.length, Math.max(3, Math.floor(events / 800)));
  // Spread over the country, in a fixed order.
  return {
    today,
    provinces: all.filter(
      (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
    ),
  };
}

/** Builds the network: units, hosting bodies, points under their protocols, agendas with their hours. */
export async function buildNetwork(stage: DemoStage, extent: Extent): Promise<readonly DemoAgenda[]> {
  await establishUnits(stage, extent);
  await stage.each(
    extent.provinces.flatMap((province) =>
      [1, 2].map((number) => ({ province, number, fate: stage.random.pick(FATES) })),
    ),
    ({ province, number, fate }) => foundPoint(stage, extent.today, province, number, fate),
  );
  return stage.each(extent.provinces, (province) => openDesk(stage, extent.today, province));
}

async function establishUnits(stage: DemoStage, extent: Extent): Promise<void> {
  const unit = (code: string, name: string) => ({
    code,
    name: `${name} ${LABEL}`,
    aooCode: `AOO-${code}`,
    pec: `${code.toLowerCase()}@pec.example.org`,
    demonstration: true as const,
  });
  const central = unit(CENTRE, 'Direzione centrale Organizzazione');
  await stage.give(establishTerritorialUnit, { ...central, kind: 'DIREZIONE_CENTRALE' }, CENTRAL);
  const used = new Set(extent.provinces.map(({ region }) => region));
  await stage.each(
    regions().filter(({ code }) => used.has(code)),
    ({ code, name }) => {
      const regional = unit(regionalUnit(code), `Direzione regionale ${name}`);
      return stage.give(
        establishTerritorialUnit,
        { ...regional, kind: 'DIREZIONE_REGIONALE', parent: CENTRE, region: code },
        CENTRAL,
      );
    },
  );
  await stage.each(extent.provinces, (province) => {
    const { code, name, region } = province;
    const provincial = unit(provincialUnit(code), `Direzione provinciale ${name}`);
    const place = { region, province: code, municipality: capitalOf(province).code };
    return stage.give(
      establishTerritorialUnit,
      { ...provincial, kind: 'DIREZIONE_PROVINCIALE', parent: regionalUnit(region), ...place },
      CENTRAL,
    );
  });
}

/** One hosting body, its point, and the protocol that covers it, as far as its fate goes. */
async function foundPoint(
  stage: DemoStage,
  today: string,
  province: Province,
  number: number,
  fate: Fate,
): Promise<void> {
  const regional: Principal = { id: `demo-dr-${province.region}`, role: 'regional', region: province.region };
  const place = { region: province.region, province: province.code };
  const isAdministration = number === 1;
  const serial = Number(province.code) * 10 + number;
  const host = await stage.give(
    registerHostBody,
    {
      ...place,
      name: isAdministration
        ? `Comune fittizio di ${province.name} ${LABEL}`
        : `Associazione fittizia ${province.sigla} ${LABEL}`,
      fiscalCode: fictitiousBodyCode(serial),
      demonstration: true,
      ...(isAdministration
        ? { kind: 'PUBLIC_ADMINISTRATION', ipaCode: `demo_${province.code}` }
        : {
            kind: 'RECOGNISED_ASSOCIATION',
            recognitionAct: { authority: 'Regione', number: `D-${serial}`, date: '2020-01-15' },
          }),
    },
    regional,
  );
  if (!host) return;
  const ipaCode = isAdministration ? `demo_${province.code}` : undefined;
  const hostBodyId = idOf(host.stream);
  const kind = isAdministration ? 'SERVIZIO' : 'INFORMATIVO';
  const point = await stage.give(
    requestPuntoCliente,
    {
      ...place,
      hostBodyId,
      kind,
      municipality: capitalOf(province).code,
      address: { street: `Piazza della Prova ${serial} ${LABEL}`, postalCode: '00000' },
      ...(isAdministration ? { hostRequest: { protocolNumber: `DEMO/${serial}`, date: today } } : {}),
    },
    regional,
  );
  if (!point) return;
  const pointId = idOf(point.stream);
  await stage.give(approvePuntoCliente, { pointId }, regional);
  const consulted = ['estratto-conto-contributivo', 'stato-domanda'];
  const services = isAdministration ? [...consulted, 'variazione-residenza', 'prenotazione-appuntamento'] : consulted;
  await stage.give(reviseServicesOfPuntoCliente, { pointId, services }, regional);
  const protocolId = await agree(
    stage,
    { today, serial, hostBodyId, pointId, kind, region: province.region, regional, ipaCode },
    fate,
  );
  if (protocolId === undefined || (fate !== 'IN_FORCE' && fate !== 'TERMINATED')) return;
  if (kind === 'SERVIZIO') await staff(stage, { serial, hostBodyId, pointId, protocolId, regional });
  await stage.give(activatePuntoCliente, { pointId, protocolId }, regional);
  if (fate !== 'TERMINATED') return;
  await stage.give(
    terminateProtocol,
    { protocolId, noticeDate: today, effectiveDate: addDays(today, 20), reason: 'Recesso (dimostrazione)' },
    regional,
  );
}

interface Staffing {
  readonly serial: number;
  readonly hostBodyId: string;
  readonly pointId: string;
  readonly protocolId: string;
  readonly regional: Principal;
}

/** Beyond the numbers of those who book. */
const FIRST_OPERATOR = 4_000_000;

/** One operator of the host, whom the directorate authorises. */
async function staff(stage: DemoStage, { serial, hostBodyId, pointId, protocolId, regional }: Staffing): Promise<void> {
  const { fiscalCode, givenName, familyName } = fictitiousPerson(FIRST_OPERATOR + serial, stage.random);
  const request = await stage.give(
    requestOperatorAuthorization,
    {
      ...{ pointId, operatorId: `demo-operator-${serial}`, profiles: ['CONSULTAZIONE', 'PRENOTAZIONE'] },
      operator: { fiscalCode, givenName, familyName },
    },
    { id: `demo-host-${serial}`, role: 'host-operator', host: hostBodyId },
  );
  if (!request) return;
  const authorizationId = idOf(request.stream);
  await stage.give(recordOperatorTraining, { authorizationId, course: `Punto Cliente di Servizio ${LABEL}` }, regional);
  await stage.give(grantOperatorAuthorization, { authorizationId, protocolId }, regional);
}

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

async function agree(stage: DemoStage, agreement: Agreement, fate: Fate): Promise<string | undefined> {
  const { today, serial, hostBodyId, pointId, kind, region, regional } = agreement;
  const officers = (['INPS', 'HOST'] as const).flatMap((party) =>
    (['RESPONSABILE', 'REFERENTE_TECNICO'] as const).map((role) => ({
      ...{ party, role, office: `${party} ${LABEL}` },
      person: personOf(serial, `${party} ${role}`),
    })),
  );
  const draft = await stage.give(
    draftProtocol,
    { hostBodyId, region, proposingUnit: regionalUnit(region), points: [pointId], kinds: [kind], officers },
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

async function openDesk(stage: DemoStage, today: string, { code, name, region }: Province): Promise<DemoAgenda> {
  const unit = provincialUnit(code);
  const provincial: Principal = { id: `demo-dp-${code}`, role: 'provincial', province: code };
  const opened = await stage.give(
    openAgenda,
    {
      owner: { kind: 'UNIT_DESK', unit },
      name: `Sportello di ${name} ${LABEL}`,
      serviceLine: 'PENSIONI',
      slotMinutes: 10,
      modes: ['IN_PERSON', 'PHONE_CALLBACK'],
    },
    provincial,
  );
  if (!opened) throw new Error(`the demonstration could not open the agenda of ${name} in region ${region}`);
  const agendaId = idOf(opened.stream);
  for (const weekday of WEEKDAYS) {
    await stage.give(
      defineOpeningBand,
      { agendaId, weekday, from: '08:30', to: '12:30', capacity: 1, validFrom: today },
      provincial,
    );
  }
  return { agendaId, desk: { id: `demo-desk-${code}`, role: 'desk-operator', province: code, unit } };
}

function regionalUnit(region: string): string {
  return `DEMO-DR-${region}`;
}

function provincialUnit(province: string): string {
  return `DEMO-DP-${province}`;
}
