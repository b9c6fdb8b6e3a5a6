import fc from 'fast-check';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import type { UnitClosureEvent } from '../domain/events/unit-closure-events.ts';
import type { WaitlistEvent } from '../domain/events/waitlist-events.ts';
import { Book, live } from '../specification/life-at-work.ts';
import { anyStep, FULL_LIFE, LIFE_IN_VAIN } from '../specification/steps-of-life.ts';

const newStores = () => ({
  store: new MemoryEventStore(),
  work: new MemoryWorkStore(),
  keyStore: new MemoryKeyStore(),
  accessLog: new MemoryAccessLog(),
});

describe('A4, A6, A8, A9: whatever is given on two agendas of one day, with policies at work', () => {
  it('no place is taken twice, nobody is at two places or beyond the limit, each appointment ends once, lists keep their order', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 40, maxLength: 90 }), async (steps) => {
        const book = new Book();
        await live(steps, book, { stores: newStores() });
        for (const type of book.seen) seen.add(type);
      }),
      { numRuns: 25, endOnFailure: true, examples: [[[...FULL_LIFE]], [[...LIFE_IN_VAIN]]] },
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
