import { isDomainError, toTimestamp } from '#kernel/domain';
import { SPEC_NOW } from '#kernel/specification';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent, AgendaProfile } from '../domain/events/agenda-events.ts';
import type { UnitClosureEvent } from '../domain/events/unit-closure-events.ts';
import type { WaitlistEvent } from '../domain/events/waitlist-events.ts';
import { agendaAtWork } from './agenda-at-work.ts';
import { LedgerOfDays } from './ledger-of-days.ts';
import { LedgerOfWaiting } from './ledger-of-waiting.ts';
import { sampleProfile } from './sample-agenda.ts';
import { MINUTE } from './sample-day.ts';
import { AGENDAS, bandOf, DATE, PERSONS, UNIT, wantedBy, type Step } from './steps-of-life.ts';

/*
 * The day of two agendas from its beginning to its end, whatever is given there, with all process managers at work.
 */

/** How many holds and appointments of one service line a person may have ahead. */
const LIMIT = 1;

/** Everything that has happened on days and lists, as ledgers of their own see it. */
export class Book {
  readonly days = new LedgerOfDays();
  readonly lists = new LedgerOfWaiting();
  readonly #closures = new Map<string, { readonly closureId: string; readonly agendaId: string }>();
  readonly #unitClosures = new Set<string>();
  readonly persons = new Map<string, number>();
  readonly seen = new Set<string>();

  enter(stream: string, event: AgendaDayEvent | AgendaEvent | UnitClosureEvent | WaitlistEvent, now: number): void {
    this.seen.add(event.type);
    if (stream.startsWith(`${agendaDay.category}-`)) {
      this.days.enter(event as AgendaDayEvent, toTimestamp(now), LIMIT);
      this.lists.enterOfDay(event as AgendaDayEvent);
    } else if (stream.startsWith('Waitlist-')) this.lists.enter(event as WaitlistEvent);
    else this.#enterHours(event as AgendaEvent | UnitClosureEvent);
  }

  get closures() {
    return [...this.#closures.values()];
  }

  get unitClosures() {
    return [...this.#unitClosures];
  }

  #enterHours({ type, data }: AgendaEvent | UnitClosureEvent): void {
    if (type === 'ClosureDeclared')
      this.#closures.set(data.closureId, { closureId: data.closureId, agendaId: data.agendaId });
    if (type === 'ClosureWithdrawn') this.#closures.delete(data.closureId);
    if (type === 'UnitClosureDeclared') this.#unitClosures.add(data.unitClosureId);
    if (type === 'UnitClosureWithdrawn') this.#unitClosures.delete(data.unitClosureId);
  }
}

export type Work = Awaited<ReturnType<typeof agendaAtWork>>;

/** How a life differs from the usual one. */
interface Life {
  /** New ones. */
  readonly stores: Parameters<typeof agendaAtWork>[0];
  /** What each of the two agendas is opened with, beside the usual. */
  readonly others?: readonly Partial<AgendaProfile>[];
  /** Is asked once all steps were given, and once the day and all that follows from it is over. */
  readonly look?: (work: Work) => Promise<void>;
}

/** Gives the steps one after the other, with process managers at work, and enters all that comes of it. */
export async function live(
  steps: readonly Step[],
  book: Book,
  { stores, others = [], look = async () => undefined }: Life,
): Promise<void> {
  const work = await agendaAtWork(stores);
  // Before the desk opens: the usual notice plays no part.
  work.time.now = SPEC_NOW - 20 * MINUTE;
  let after = '0';
  const enterAll = async (): Promise<void> => {
    await work.settled();
    for await (const { events, through } of work.store.readLog({ after })) {
      for (const event of events) {
        const { type, data } = work.registry.decode(event);
        book.enter(event.stream, { type, data } as AgendaDayEvent, work.time.now);
      }
      after = through;
    }
  };
  try {
    const profiles = AGENDAS.map((agendaId, index) => ({ ...sampleProfile, ...others[index], agendaId }));
    for (const unit of new Set([UNIT, ...profiles.map((profile) => profile.unit)])) await work.establishUnit(unit);
    for (const [index, profile] of profiles.entries()) {
      const band = {
        bandId: bandOf(profile.agendaId),
        weekday: 1 as const,
        from: '09:00',
        to: '11:00',
        capacity: 1 + index,
      };
      await work.openAgenda(
        { ...profile, serviceLine: 'SERVIZI_GENERALI', horizonDays: 1, noticeMinutes: 0 },
        { ...band, validFrom: DATE, validUntil: DATE },
      );
    }
    await enterAll();
    for (const [index, step] of steps.entries()) {
      if (step.do === 'wait') work.time.now += (step.which % 15) * MINUTE;
      const wanted = wantedBy(step, book);
      if (!wanted && step.do !== 'wait') continue;
      if (wanted) await attempt(() => work.give(wanted[0], wanted[1], { as: wanted[2], key: `step ${index}` }));
      for (const [person, { fiscalCode }] of PERSONS.entries()) {
        const subject = await work.vault.findSubject(fiscalCode);
        if (subject !== undefined) book.persons.set(subject, person);
      }
      await enterAll();
    }
    await look(work);
    // The day ends, and policies write down who has not come.
    work.time.now = Date.parse('2026-03-02T23:00:00Z');
    await enterAll();
    // And whoever was displaced has not booked anew for as long as they may.
    work.time.now += 31 * 24 * 60 * MINUTE;
    await enterAll();
    await look(work);
    expect(book.days.appointmentsAfter('AppointmentDisplacedByClosure')).toEqual([]);
    // Each has ended, save who is being received: the desk says when that is over.
    const received = book.days.appointmentsAfter('AppointmentStarted').map(([id]) => id);
    expect([...book.days.appointments.keys()].filter((id) => !book.days.ended.has(id))).toEqual(received);
    expect(book.lists.waiting.filter(({ isDisplaced }) => isDisplaced)).toEqual([]);
  } finally {
    await work.stop();
  }
}

async function attempt(give: () => Promise<unknown>): Promise<void> {
  try {
    await give();
  } catch (error) {
    if (!isDomainError(error)) throw error;
  }
}
