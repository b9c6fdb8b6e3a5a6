import {
  bookAppointment,
  declareClosure,
  declareUnitClosure,
  isHoliday,
  splitOpeningBand,
  withdrawClosure,
  withdrawOpeningBand,
} from '#agenda';
import { addDays, capitalOf, weekdayOf, type Province } from '#italy';
import type { CommandResult } from '#kernel/domain';
import type { Principal } from '#use-cases';
import { book, cancel, move, type Booked, type DemoBooking } from './demo-citizen.ts';
import type { DemoAct, DemoAgenda } from './demo-month.ts';
import { openOffice, type DemoOffice } from './demo-office.ts';
import type { DemoStage } from './demo-stage.ts';
import { LABEL } from './demo-units.ts';
import { fictitiousPerson } from './people.ts';
import { Random } from './random.ts';

/** An operator of a host, and the Punto Cliente from which they book. */
export interface DemoBooth {
  readonly operator: Principal;
  readonly pointId: string;
  readonly authorizationId: string;
}

/** What the office that shows everything has to show. */
export interface DemoShowcase extends DemoOffice {
  readonly acts: readonly DemoAct[];
  /** The day ahead on which the whole unit is closed: who was displaced from it waits to be called. */
  readonly closedOn: string;
}

/** Beyond the numbers of those who book elsewhere. */
const FIRST_VISITOR = 3_000_000;
const MONDAY = 1;
const TUESDAY = 2;

/** Opens the office that shows what agendas do, and says what happens there on which days of the month. */
export async function openShowcase(
  stage: DemoStage,
  today: string,
  province: Province,
  booth: DemoBooth | undefined,
): Promise<DemoShowcase> {
  const office = await openOffice(stage, today, province);
  const place = { province: province.code, municipality: capitalOf(province).code };
  /** The first such weekday from a day of the month on that is no holiday there. */
  const next = (weekday: number, day: number): string => {
    let date = addDays(today, day);
    while (weekdayOf(date) !== weekday || isHoliday(date, place)) date = addDays(date, 1);
    return date;
  };
  const closedOn = next(MONDAY, 35);
  const acts = [
    ...visits(stage, office, next),
    ...hoursClosed(stage, office, next(MONDAY, 12)),
    ...dayClosed(stage, office, [next(MONDAY, 19), next(MONDAY, 26)]),
    ...unitClosed(stage, office, closedOn),
    ...bandsChanged(stage, office, today),
    ...(booth ? fromPoint(stage, office, next(MONDAY, 7), booth) : []),
  ];
  return { ...office, acts, closedOn };
}

/** People come to the agendas that nobody else books: in all modes, through all channels of staff and of citizens. */
function visits(stage: DemoStage, office: DemoOffice, next: (weekday: number, day: number) => string): DemoAct[] {
  return [2, 9, 16].map((day, round) => ({
    day,
    give: async () => {
      const [monday, tuesday] = [next(MONDAY, day + 3), next(TUESDAY, day + 3)];
      const who = 100 + round * 10;
      await visit(stage, office.remote, [monday, '10:00'], who, { mode: 'WEB_MEETING', channel: 'APP' });
      await visit(stage, office.remote, [monday, '10:20'], who + 1, {
        ...{ mode: 'PHONE_CALLBACK', channel: 'AUTOMATIC_CONTACT_CENTRE' },
      });
      await visit(stage, office.income, [monday, '14:08'], who + 2, { channel: 'CONTACT_CENTRE' });
      await visit(stage, office.income, [tuesday, '09:16'], who + 3, { channel: 'PORTAL' });
    },
  }));
}

/** Hours are closed: of four who had booked, one goes elsewhere, one declines, and two have their places back. */
function hoursClosed(stage: DemoStage, { contributions, provincial }: DemoOffice, date: string): DemoAct[] {
  const { agendaId } = contributions;
  let booked: (Booked | undefined)[] = [];
  let closureId = '';
  const channels = ['DESK', 'PORTAL', 'APP', 'CONTACT_CENTRE'] as const;
  return [
    {
      day: 6,
      give: async () => {
        booked = await inOrder(['09:00', '09:15', '09:30', '09:45'], (start, index) =>
          visit(stage, contributions, [date, start], index, { channel: channels[index] ?? 'DESK' }),
        );
      },
    },
    {
      day: 8,
      give: async () => {
        const closure = { from: date, until: date, hours: { from: '09:00', to: '10:00' }, reason: `Corso ${LABEL}` };
        closureId = closureOf(await stage.give(declareClosure, { agendaId, ...closure }, provincial));
      },
    },
    // On the day after: what follows from the closure has followed by then.
    {
      day: 9,
      give: async () => {
        const [first, second] = booked;
        if (first) await move(stage, first, { date, start: '10:30' });
        if (second) await cancel(stage, second);
      },
    },
    { day: 10, give: () => stage.give(withdrawClosure, { agendaId, closureId }, provincial) },
  ];
}

/** A day is closed: one has another appointment, one declines, one is still to be called. */
function dayClosed(
  stage: DemoStage,
  { contributions, provincial }: DemoOffice,
  [date, later]: readonly [date: string, later: string],
): DemoAct[] {
  const { agendaId } = contributions;
  let booked: (Booked | undefined)[] = [];
  return [
    {
      day: 12,
      give: async () => {
        booked = await inOrder(['09:00', '09:30', '10:00'], (start, index) =>
          visit(stage, contributions, [date, start], 10 + index, { channel: 'DESK' }),
        );
      },
    },
    {
      day: 14,
      give: async () => {
        const reason = `Assemblea del personale ${LABEL}`;
        await stage.give(declareClosure, { agendaId, from: date, until: date, reason }, provincial);
      },
    },
    {
      day: 15,
      give: async () => {
        const [first, second] = booked;
        if (first) await move(stage, first, { date: later, start: '11:00' });
        if (second) await cancel(stage, second);
      },
    },
  ];
}

/** The unit is closed on a day ahead: the office has yet to call who had booked there. */
function unitClosed(
  stage: DemoStage,
  { contributions, remote, provincial, unit }: DemoOffice,
  date: string,
): DemoAct[] {
  return [
    {
      day: 24,
      give: async () => {
        await visit(stage, contributions, [date, '11:00'], 20, { channel: 'PORTAL' });
        await visit(stage, contributions, [date, '11:15'], 21, { mode: 'PHONE_CALLBACK', channel: 'DESK' });
        await visit(stage, remote, [date, '10:40'], 22, { mode: 'WEB_MEETING', channel: 'PORTAL' });
      },
    },
    {
      day: 26,
      give: () => {
        const reason = `Lavori agli impianti ${LABEL}`;
        return stage.give(declareUnitClosure, { unit, from: date, until: date, reason }, provincial);
      },
    },
  ];
}

/** A band is divided, and another taken back from a day on. */
function bandsChanged(
  stage: DemoStage,
  { contributions: { agendaId }, provincial, mondays, wednesdays }: DemoOffice,
  today: string,
): DemoAct[] {
  const [divided, over] = [addDays(today, 16), addDays(today, 36)];
  return [
    {
      day: 15,
      give: () => stage.give(splitOpeningBand, { agendaId, bandId: mondays, on: divided, at: '10:30' }, provincial),
    },
    {
      day: 20,
      give: () => stage.give(withdrawOpeningBand, { agendaId, bandId: wednesdays, from: over }, provincial),
    },
  ];
}

/** An operator of a Punto Cliente books for who comes there: for a web meeting from there, and at the office (K8). */
function fromPoint(
  stage: DemoStage,
  { contributions, remote }: DemoOffice,
  date: string,
  { operator, ...bookedFrom }: DemoBooth,
): DemoAct[] {
  const at = (agenda: DemoAgenda, start: string, number: number) => ({
    ...{ agendaId: agenda.agendaId, date, start, serviceId: agenda.services[0] ?? '', bookedFrom },
    citizen: person(number),
  });
  return [
    {
      day: 4,
      give: async () => {
        const meeting = { ...at(remote, '11:00', 30), mode: 'WEB_MEETING', atPoint: true } as const;
        await stage.give(bookAppointment, meeting, operator);
        await stage.give(bookAppointment, { ...at(contributions, '11:45', 31), mode: 'IN_PERSON' }, operator);
      },
    },
  ];
}

function visit(
  stage: DemoStage,
  agenda: DemoAgenda,
  [date, start]: readonly [date: string, start: string],
  number: number,
  how: Pick<DemoBooking, 'channel'> & Partial<Pick<DemoBooking, 'mode'>>,
): Promise<Booked | undefined> {
  const [serviceId = ''] = agenda.services;
  return book(stage, { agenda, person: person(number), date, start, serviceId, mode: 'IN_PERSON', ...how });
}

function person(number: number) {
  const serial = FIRST_VISITOR + number;
  return fictitiousPerson(serial, new Random(serial));
}

async function inOrder<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}

function closureOf(result: CommandResult | undefined): string {
  const declared = result?.events.find(({ type }) => type === 'ClosureDeclared');
  return (declared?.data as { readonly closureId?: string } | undefined)?.closureId ?? '';
}
