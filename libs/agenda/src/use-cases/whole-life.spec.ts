import fc from 'fast-check';
import { isDomainError, toTimestamp } from '#kernel/domain';
import { SPEC_NOW } from '#kernel/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import { agendaAtWork } from '../specification/agenda-at-work.ts';
import { LedgerOfDays } from '../specification/ledger-of-days.ts';
import { LedgerOfWaiting } from '../specification/ledger-of-waiting.ts';
import { sampleProfile } from '../specification/sample-agenda.ts';
import { MINUTE } from '../specification/sample-day.ts';
import {
  AGENDAS,
  anyStep,
  bandOf,
  DATE,
  FULL_LIFE,
  PERSONS,
  UNIT,
  wantedBy,
  type Step,
} from '../specification/steps-of-life.ts';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import type { UnitClosureEvent } from '../domain/events/unit-closure-events.ts';
import type { WaitlistEvent } from '../domain/events/waitlist-events.ts';

/** How many holds and appointments of one service line a person may have ahead. */
const LIMIT = 1;

/** Everything that has happened on days and lists, as ledgers of their own see it. */
class Book {
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

/** Gives the steps one after the other, with process managers at work, and enters all that comes of it. */
async function live(steps: readonly Step[], book: Book): Promise<void> {
  const work = await agendaAtWork({
    store: new MemoryEventStore(),
    work: new MemoryWorkStore(),
    keyStore: new MemoryKeyStore(),
    accessLog: new MemoryAccessLog(),
  });
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
    await work.establishUnit(UNIT);
    for (const [index, agendaId] of AGENDAS.entries()) {
      const band = { bandId: bandOf(agendaId), weekday: 1 as const, from: '09:00', to: '11:00', capacity: 1 + index };
      await work.openAgenda(
        { ...sampleProfile, agendaId, serviceLine: 'SERVIZI_GENERALI', horizonDays: 1, noticeMinutes: 0 },
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
    // The day ends, and policies write down who has not come.
    work.time.now = Date.parse('2026-03-02T23:00:00Z');
    await enterAll();
    // And whoever was displaced has not booked anew for as long as they may.
    work.time.now += 31 * 24 * 60 * MINUTE;
    await enterAll();
    expect(book.days.appointmentsAfter('AppointmentDisplacedByClosure')).toEqual([]);
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

describe('A4, A6, A8, A9: whatever is given on two agendas of one day, with policies at work', () => {
  it('no place is taken twice, nobody is at two places or beyond the limit, each appointment ends once, lists keep their order', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 40, maxLength: 90 }), async (steps) => {
        const book = new Book();
        await live(steps, book);
        for (const type of book.seen) seen.add(type);
      }),
      { numRuns: 25, endOnFailure: true, examples: [[[...FULL_LIFE]]] },
    );
    // The sequences did reach every kind of event that they can.
    expect(EVENTS_REACHED.filter((type) => !seen.has(type))).toEqual([]);
  }, 120_000);
});

const EVENTS_REACHED: readonly (AgendaDayEvent | AgendaEvent | UnitClosureEvent | WaitlistEvent)['type'][] = [
  ...(['SlotHeld', 'SlotHoldReleased', 'SlotHoldExpired', 'AppointmentBooked', 'AppointmentCancelled'] as const),
  ...(['AppointmentDisplacedByClosure', 'AppointmentCheckedIn', 'AppointmentCalled', 'AppointmentStarted'] as const),
  ...(['AppointmentCompleted', 'AppointmentMarkedNoShow', 'AccessRegistered', 'AccessStarted'] as const),
  ...(['AccessCompleted', 'AccessAbandoned', 'AppointmentReinstated'] as const),
  ...(['AppointmentRescheduled', 'AppointmentMovedAway'] as const),
  ...(['ClosureDeclared', 'ClosureWithdrawn', 'UnitClosureDeclared', 'UnitClosureWithdrawn'] as const),
  ...(['WaitlistJoined', 'WaitlistOffered', 'WaitlistAccepted', 'WaitlistOfferExpired', 'WaitlistLeft'] as const),
];
