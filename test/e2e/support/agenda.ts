import { addDays, romeDateOf, weekdayOf } from '#italy';
import { isHoliday } from '#agenda';
import type { CommandAnswer } from '#platform';
import type { Answer, Api } from './api.ts';
import { onceCaughtUp } from './caught-up.ts';
import { until } from './until.ts';

export const AGENDAS = '/rest/agenda/v1/agendas';
/** Where the seeded agendas stand: Lazio, Roma. */
export const TERRITORY = { region: '12', province: '058', unit: 'E2E-DP-058' } as const;

const UNITS = [
  { code: 'E2E-DC', kind: 'DIREZIONE_CENTRALE' },
  { code: 'E2E-DR-12', kind: 'DIREZIONE_REGIONALE', parent: 'E2E-DC', region: TERRITORY.region },
  {
    ...{ code: TERRITORY.unit, kind: 'DIREZIONE_PROVINCIALE', parent: 'E2E-DR-12' },
    ...{ region: TERRITORY.region, province: TERRITORY.province, municipality: 'H501' },
  },
];
/** On the holidays of Roma, too, nobody is received. */
const HERE = { province: TERRITORY.province, municipality: 'H501' };
const FIRST_HOUR = 9;

/** A service that agendas of the line deliver. */
export const SERVICE_OF = {
  PENSIONI: 'cedolino-pensione',
  CONTRIBUTI: 'estratto-conto-contributivo',
  SOSTEGNO_REDDITO: 'pagamenti-prestazioni',
  SERVIZI_GENERALI: 'accoglienza-orientamento',
};

export interface AgendaSeed {
  /** yyyy-mm-dd; a working day a week ahead when absent. */
  readonly date?: string;
  /** Persons received at once. */
  readonly capacity?: number;
  /** Slots of the day, from 09:00 on. */
  readonly slots?: number;
  readonly slotMinutes?: number;
  readonly holdMinutes?: number;
  readonly serviceLine?: keyof typeof SERVICE_OF;
  readonly name?: string;
}

export interface SeededAgenda {
  readonly agendaId: string;
  /** Its hours. */
  readonly bandId: string;
  /** The day that has slots, and each week later the same weekday. */
  readonly date: string;
  /** Path of that day. */
  readonly day: string;
  /** Wall-clock starts of its slots. */
  readonly starts: readonly string[];
  /** What is delivered there, by its id. */
  readonly serviceId: string;
  /** How many may be booked on the day in all. */
  readonly places: number;
}

/** A working day at least so many days ahead. */
export function workingDay(ahead = 7, now = Date.now()): string {
  let date = addDays(romeDateOf(now), ahead);
  while (weekdayOf(date) > 5 || isHoliday(date, HERE)) date = addDays(date, 1);
  return date;
}

/**
 * Opens an agenda with one opening band, and waits until its day is planned.
 * @param central a client who may do so
 */
export async function seedAgenda(central: Api, seed: AgendaSeed = {}): Promise<SeededAgenda> {
  const {
    capacity = 1,
    slots = 1,
    slotMinutes = 10,
    date = workingDay(),
    holdMinutes,
    serviceLine = 'PENSIONI',
  } = seed;
  await establishUnits(central);
  const agenda = await accepted(
    central.post(AGENDAS, {
      owner: { kind: 'UNIT_DESK', unit: TERRITORY.unit },
      name: seed.name ?? 'Sportello di prova',
      serviceLine,
      slotMinutes,
      modes: ['IN_PERSON', 'PHONE_CALLBACK'],
      ...(holdMinutes === undefined ? {} : { holdMinutes }),
    }),
  );
  const band = await accepted(
    central.post(`${AGENDAS}/${agenda.id}/opening-bands`, {
      weekday: weekdayOf(date),
      from: wallClock(0),
      to: wallClock(slots * slotMinutes),
      capacity,
      validFrom: romeDateOf(Date.now()),
    }),
  );
  const starts = Array.from({ length: slots }, (_, index) => wallClock(index * slotMinutes));
  await until(async () => ((await freePlaces(central, agenda.id, date)) === undefined ? undefined : true));
  return {
    ...{ agendaId: agenda.id, bandId: band.id, date, day: `${AGENDAS}/${agenda.id}/days/${date}` },
    ...{ starts, serviceId: SERVICE_OF[serviceLine], places: slots * capacity },
  };
}

/** How many places of a day are free by availability; undefined when agenda or day are not known there yet. */
export async function freePlaces(
  api: Api,
  agendaId: string,
  date: string,
  minPosition?: string,
): Promise<number | undefined> {
  const since = minPosition === undefined ? '' : `&minPosition=${minPosition}`;
  const path = `${AGENDAS}/${agendaId}/availability?from=${date}&to=${date}${since}`;
  const { status, body } = await onceCaughtUp(() => api.get(path));
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`availability answered ${String(status)}: ${JSON.stringify(body)}`);
  const [day] = (body as { items: { slots: { free: number }[] }[] }).items;
  if (!day || day.slots.length === 0) return undefined;
  return day.slots.reduce((sum, { free }) => sum + free, 0);
}

/** Establishes the units that seeded agendas belong to; again and again with the same effect. */
export async function establishUnits(central: Api): Promise<void> {
  for (const unit of UNITS) {
    await accepted(
      central.post(
        '/rest/organisation/v1/territorial-units',
        { ...unit, name: `Sede di prova ${unit.code}`, aooCode: `AOO-${unit.code}`, pec: 'prova@pec.example.org' },
        { key: `establish-${unit.code}` },
      ),
    );
  }
}

/** The body of an answer to a command that was carried out; fails with the problem otherwise. */
export async function accepted(answer: Answer | Promise<Answer>): Promise<CommandAnswer> {
  const { status, body } = await answer;
  if (status !== 200 && status !== 201) throw new Error(`the answer was ${String(status)}: ${JSON.stringify(body)}`);
  return body as CommandAnswer;
}

function wallClock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(FIRST_HOUR + Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
