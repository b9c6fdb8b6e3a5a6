import { defineOpeningBand, openAgenda } from '#agenda';
import { addDays, capitalOf, type Province } from '#italy';
import { idOf } from '#kernel/domain';
import {
  agreeHostPremisesOfPuntoInps,
  assignStaffToPuntoInps,
  closePuntoInps,
  establishPuntoInps,
  openPuntoInps,
  proposePuntoInps,
  recordPuntoInpsDemandAnalysis,
  reviseServicesOfPuntoInps,
  suspendPuntoInps,
} from '#service-points';
import type { Principal } from '#use-cases';
import type { DemoAct, DemoAgenda } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';
import { CENTRAL, LABEL, provincialUnit } from './demo-units.ts';
import { fictitiousPerson } from './people.ts';
import { Random } from './random.ts';

/** How far a Punto INPS of the demonstration has come at the end of the month. */
const FATES = ['OPEN', 'PROPOSED', 'ESTABLISHED', 'SUSPENDED', 'CLOSED'] as const;
type Fate = (typeof FATES)[number];

const RECEPTION = 'accoglienza-orientamento';
/** Mondays, Wednesdays and Fridays. */
const WEEKDAYS = [1, 3, 5];
/** Of the staff: nobody of those who book, sign or operate. */
const FIRST_OF_STAFF = 4_500_000;
const SUSPENDED_ON = 12;
const CLOSED_ON = 15;

/** Where a Punto INPS of the demonstration stands, and who lends it its premises. */
interface Site {
  readonly today: string;
  readonly province: Province;
  readonly hostBodyId: string;
  readonly serial: number;
  readonly fate: Fate;
}

interface Founded {
  readonly agendas: readonly DemoAgenda[];
  readonly acts: readonly DemoAct[];
}
const NOTHING_MORE: Founded = { agendas: [], acts: [] };

/** One Punto INPS for each state, however large the demonstration is; citizens book at the one that stays open. */
export async function foundPuntiInps(
  stage: DemoStage,
  today: string,
  hosts: readonly { readonly province: Province; readonly hostBodyId: string }[],
): Promise<Founded> {
  if (hosts.length === 0) return NOTHING_MORE;
  const sites = FATES.map((fate, serial) => ({
    ...(hosts[serial % hosts.length] as (typeof hosts)[number]),
    fate,
    serial,
  }));
  const founded = await stage.each(sites, (site) => found(stage, { today, ...site }));
  return { agendas: founded.flatMap(({ agendas }) => agendas), acts: founded.flatMap(({ acts }) => acts) };
}

async function found(stage: DemoStage, site: Site): Promise<Founded> {
  const { today, province, serial, fate } = site;
  const { code, name, region } = province;
  const unit = provincialUnit(code);
  const provincial: Principal = { id: `demo-dp-${code}`, role: 'provincial', province: code };
  const regional: Principal = { id: `demo-dr-${region}`, role: 'regional', region };
  const proposed = await stage.give(
    proposePuntoInps,
    {
      ...{ name: `Punto INPS di ${name} ${LABEL}`, region, province: code, municipality: capitalOf(province).code },
      address: { street: `Via della Prova ${serial + 1} ${LABEL}`, postalCode: '00000' },
      ...{ proposedBy: unit, referenceUnit: unit, ground: 'LOW_COMPLEXITY' },
    },
    provincial,
  );
  if (!proposed || fate === 'PROPOSED') return NOTHING_MORE;
  const puntoInpsId = idOf(proposed.stream);
  const act = { authority: `Direzione centrale Organizzazione ${LABEL}`, number: `PI-${serial}`, date: today };
  await stage.give(establishPuntoInps, { puntoInpsId, act }, CENTRAL);
  if (fate === 'ESTABLISHED') return NOTHING_MORE;
  if (fate === 'CLOSED') {
    const close = () => stage.give(closePuntoInps, { puntoInpsId, reason: 'LOW_DEMAND' }, regional);
    return { agendas: [], acts: [{ day: CLOSED_ON, give: close }] };
  }
  await makeReady(stage, { ...site, puntoInpsId, unit, provincial });
  const agenda = await open(stage, { ...site, puntoInpsId, unit, provincial, regional });
  if (fate !== 'SUSPENDED') return { agendas: agenda ? [agenda] : [], acts: [] };
  const suspend = () => stage.give(suspendPuntoInps, { puntoInpsId, reason: 'PREMISES' }, regional);
  return { agendas: [], acts: [{ day: SUSPENDED_ON, give: suspend }] };
}

interface Work extends Site {
  readonly puntoInpsId: string;
  readonly unit: string;
  readonly provincial: Principal;
}

/** Services from an analysis of demand, two of staff, premises for a year. */
async function makeReady(stage: DemoStage, work: Work): Promise<void> {
  const { today, puntoInpsId, unit, hostBodyId, serial, provincial } = work;
  const wanted = 'duplicato-certificazione-unica';
  const analysed = await stage.give(
    recordPuntoInpsDemandAnalysis,
    {
      ...{ puntoInpsId, periodFrom: addDays(today, -120), periodUntil: addDays(today, -30) },
      ...{ source: `Accessi in sede ${LABEL}`, demand: [{ serviceId: wanted, accesses: 340 }] },
    },
    provincial,
  );
  const { analysisId } = (analysed?.events[0]?.data ?? {}) as { readonly analysisId?: string };
  const onWish = analysisId === undefined ? [] : [{ serviceId: wanted, analysisId }];
  const services = [{ serviceId: RECEPTION }, { serviceId: 'delega-identita-digitale' }, ...onWish];
  await stage.give(reviseServicesOfPuntoInps, { puntoInpsId, services }, provincial);
  for (const colleague of [0, 1]) {
    const number = FIRST_OF_STAFF + serial * 2 + colleague;
    const { fiscalCode, givenName, familyName } = fictitiousPerson(number, new Random(number));
    const person = { fiscalCode, givenName, familyName };
    await stage.give(
      assignStaffToPuntoInps,
      { puntoInpsId, person, unit, from: today, weekdays: WEEKDAYS.slice(colleague) },
      provincial,
    );
  }
  const act = { authority: `Comune fittizio ${LABEL}`, number: `L-${serial}`, date: today };
  await stage.give(
    agreeHostPremisesOfPuntoInps,
    { puntoInpsId, hostBodyId, yearlyCostCents: 480_000, from: today, until: addDays(today, 365), act },
    provincial,
  );
}

async function open(
  stage: DemoStage,
  { today, puntoInpsId, unit, province, provincial, regional }: Work & { readonly regional: Principal },
): Promise<DemoAgenda | undefined> {
  const opened = await stage.give(
    openAgenda,
    {
      owner: { kind: 'PUNTO_INPS', unit, point: puntoInpsId },
      name: `Punto INPS di ${province.name} ${LABEL}`,
      ...{ serviceLine: 'SERVIZI_GENERALI', slotMinutes: 10, modes: ['IN_PERSON', 'PHONE_CALLBACK'] },
    },
    provincial,
  );
  if (!opened) return undefined;
  const agendaId = idOf(opened.stream);
  for (const weekday of WEEKDAYS) {
    const hours = { weekday, from: '08:30', to: '12:30', capacity: 1, validFrom: today };
    await stage.give(defineOpeningBand, { agendaId, ...hours }, provincial);
  }
  await stage.give(openPuntoInps, { puntoInpsId, agendaId }, regional);
  const { code } = province;
  const desk: Principal = { id: `demo-desk-${code}`, role: 'desk-operator', province: code, unit };
  return { agendaId, desk, services: [RECEPTION] };
}
