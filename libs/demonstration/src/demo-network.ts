import { addDays, capitalOf, provinces, type Province } from '#italy';
import { idOf } from '#kernel/domain';
import { defineOpeningBand, openAgenda } from '#agenda';
import { registerHostBody } from '#organisation';
import { suspendProtocol, terminateProtocol } from '#protocols';
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
import { agree, amend, renew, type Fate, type Models } from './demo-agreement.ts';
import { communications } from './demo-communications.ts';
import { setModels } from './demo-models.ts';
import type { DemoAct, DemoAgenda } from './demo-month.ts';
import { foundPuntiInps } from './demo-punti-inps.ts';
import { openShowcase, type DemoBooth, type DemoShowcase } from './demo-showcase.ts';
import type { DemoStage } from './demo-stage.ts';
import { establishUnits, LABEL, provincialUnit } from './demo-units.ts';
import { fictitiousBodyCode, fictitiousPerson } from './people.ts';

const FATES: readonly Fate[] = [
  ...['IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'IN_FORCE'],
  ...['DRAFT', 'SUBMITTED', 'SIGNED', 'SCHEDULED', 'TERMINATED'],
] as Fate[];

/** The first points have these, so that the smallest demonstration shows them all; the others by chance. */
const FIRST_FATES: readonly Fate[] = ['RENEWED', 'EXPIRING', 'SUSPENDED', 'SIGNED', 'EXPIRED', 'TERMINATED'];
/** Days of the month on which protocols are suspended, with what follows from it, or renewed, and what renews them is amended. */
const SUSPENDED_ON = 10;
const RENEWED_ON = 12;
const AMENDED_ON = 20;

/** With these fates points become active. */
const ACTIVATED: readonly Fate[] = ['IN_FORCE', 'EXPIRING', 'EXPIRED', 'SUSPENDED', 'RENEWED', 'TERMINATED'];

const WEEKDAYS = [1, 2, 3, 4, 5];
const PENSION_SERVICES = ['certificazione-unica', 'cedolino-pensione', 'obis-m', 'variazione-ufficio-pagatore'];

/** Where and how large the demonstration is. */
interface Extent {
  /** `yyyy-mm-dd` in Rome: the first day. */
  readonly today: string;
  readonly provinces: readonly Province[];
  /** An office shows all that agendas do; it takes some hundred events of its own. */
  readonly hasShowcase: boolean;
}

/** From so many events on there is room for everything that agendas do. */
const EVENTS_OF_A_SHOWCASE = 2_000;

/** The provinces that a demonstration of so many events needs: all of them from 100,000 on. */
export function extentOf(events: number, today: string): Extent {
  const all = provinces(today);
  const count = Math.min(all.length, Math.max(3, Math.floor(events / 800)));
  // Spread over the country, in a fixed order.
  return {
    today,
    hasShowcase: events >= EVENTS_OF_A_SHOWCASE,
    provinces: all.filter(
      (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
    ),
  };
}

/** The network of the first day, and what happens to it during the month. */
export interface DemoNetwork {
  /** Agendas at which citizens book as they come. */
  readonly agendas: readonly DemoAgenda[];
  readonly showcase?: DemoShowcase;
  readonly acts: readonly DemoAct[];
}

/** Builds the network: units, hosting bodies, points under their protocols, Punti INPS, agendas with their hours. */
export async function buildNetwork(stage: DemoStage, { today, provinces, hasShowcase }: Extent): Promise<DemoNetwork> {
  await establishUnits(stage, { today, provinces });
  const models = await setModels(stage, today);
  const points = provinces
    .flatMap((province) => [1, 2].map((number) => ({ province, number, fate: stage.random.pick(FATES) })))
    .map(({ fate, ...point }, index) => ({ ...point, fate: FIRST_FATES[index] ?? fate }));
  const founded = await stage.each(points, ({ province, number, fate }) =>
    foundPoint(stage, { today, province, number, models }, fate),
  );
  const desks = await stage.each(provinces, (province) => openDesk(stage, today, province));
  const hosts = founded.flatMap(({ hostBodyId }, index) => {
    const { province, number } = points[index] ?? {};
    return province && number === 1 && hostBodyId !== undefined ? [{ province, hostBodyId }] : [];
  });
  const puntiInps = await foundPuntiInps(stage, today, hosts);
  const [first] = provinces;
  const booth = founded.flatMap((point) => point.booth ?? [])[0];
  const showcase = first && hasShowcase ? await openShowcase(stage, today, first, booth) : undefined;
  const threads = communications(stage, [...new Set(provinces.map(({ region }) => region))]);
  return {
    agendas: [...desks, ...puntiInps.agendas],
    ...(showcase ? { showcase } : {}),
    acts: [...founded.flatMap(({ acts }) => acts), ...puntiInps.acts, ...threads, ...(showcase?.acts ?? [])],
  };
}

/** What came of a point: its hosting body, and what happens later. */
interface FoundedPoint {
  readonly hostBodyId?: string;
  /** Of a point that stays active, with an operator. */
  readonly booth?: DemoBooth;
  readonly acts: readonly DemoAct[];
}

/** A point of a province: the first at an administration, the second at an association. */
interface PlannedPoint {
  readonly today: string;
  readonly province: Province;
  readonly number: number;
  readonly models: Models | undefined;
}

/** One hosting body, its point, and the protocol that covers it, as far as its fate goes. */
async function foundPoint(
  stage: DemoStage,
  { today, province, number, models }: PlannedPoint,
  fate: Fate,
): Promise<FoundedPoint> {
  const regional: Principal = { id: `demo-dr-${province.region}`, role: 'regional', region: province.region };
  const place = { region: province.region, province: province.code };
  const isAdministration = number === 1;
  const ipaCode = isAdministration ? `demo_${province.code}` : undefined;
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
      ...(ipaCode === undefined
        ? {
            kind: 'RECOGNISED_ASSOCIATION',
            recognitionAct: { authority: 'Regione', number: `D-${serial}`, date: '2020-01-15' },
          }
        : { kind: 'PUBLIC_ADMINISTRATION', ipaCode }),
    },
    regional,
  );
  if (!host) return { acts: [] };
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
  const founded = { hostBodyId, acts: [] };
  if (!point) return founded;
  const pointId = idOf(point.stream);
  await stage.give(approvePuntoCliente, { pointId }, regional);
  const consulted = ['estratto-conto-contributivo', 'stato-domanda'];
  const services = isAdministration ? [...consulted, 'variazione-residenza', 'prenotazione-appuntamento'] : consulted;
  await stage.give(reviseServicesOfPuntoCliente, { pointId, services }, regional);
  const agreement = {
    ...({ today, serial, hostBodyId, pointId, kind, region: province.region, regional, ipaCode } as const),
    follows: isAdministration ? models : undefined,
  };
  const protocolId = await agree(stage, agreement, fate);
  if (protocolId === undefined || !ACTIVATED.includes(fate)) return founded;
  const booth =
    kind === 'SERVIZIO' ? await staff(stage, { serial, hostBodyId, pointId, protocolId, regional }) : undefined;
  await stage.give(activatePuntoCliente, { pointId, protocolId }, regional);
  if (fate === 'SUSPENDED') {
    const suspend = (suspendedOn: string) =>
      stage.give(suspendProtocol, { protocolId, suspendedOn, reason: `Lavori nei locali ${LABEL}` }, regional);
    return { hostBodyId, acts: [{ day: SUSPENDED_ON, give: suspend }] };
  }
  const acts = fate === 'RENEWED' ? renewal(stage, agreement, protocolId) : [];
  if (fate === 'EXPIRED') return founded;
  if (fate !== 'TERMINATED') return { hostBodyId, acts, ...(booth ? { booth } : {}) };
  await stage.give(
    terminateProtocol,
    { protocolId, noticeDate: today, effectiveDate: addDays(today, 20), reason: 'Recesso (dimostrazione)' },
    regional,
  );
  return founded;
}

/** The protocol is renewed, and what renews it amended later. */
function renewal(stage: DemoStage, agreement: Parameters<typeof renew>[1], protocolId: string): DemoAct[] {
  let successorId: string | undefined;
  return [
    {
      day: RENEWED_ON,
      give: async (today) => {
        successorId = await renew(stage, { ...agreement, today }, protocolId);
      },
    },
    {
      day: AMENDED_ON,
      give: async (today) => {
        if (successorId !== undefined) await amend(stage, { ...agreement, today }, successorId);
      },
    },
  ];
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
async function staff(
  stage: DemoStage,
  { serial, hostBodyId, pointId, protocolId, regional }: Staffing,
): Promise<DemoBooth | undefined> {
  const { fiscalCode, givenName, familyName } = fictitiousPerson(FIRST_OPERATOR + serial, stage.random);
  const operator: Principal = { id: `demo-operator-${serial}`, role: 'host-operator', host: hostBodyId };
  const request = await stage.give(
    requestOperatorAuthorization,
    {
      ...{ pointId, operatorId: operator.id, profiles: ['CONSULTAZIONE', 'PRENOTAZIONE'] },
      operator: { fiscalCode, givenName, familyName },
    },
    { id: `demo-host-${serial}`, role: 'host-operator', host: hostBodyId },
  );
  if (!request) return undefined;
  const authorizationId = idOf(request.stream);
  await stage.give(recordOperatorTraining, { authorizationId, course: `Punto Cliente di Servizio ${LABEL}` }, regional);
  await stage.give(grantOperatorAuthorization, { authorizationId, protocolId }, regional);
  return { operator, pointId, authorizationId };
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
  const desk: Principal = { id: `demo-desk-${code}`, role: 'desk-operator', province: code, unit };
  return { agendaId, desk, services: PENSION_SERVICES };
}
