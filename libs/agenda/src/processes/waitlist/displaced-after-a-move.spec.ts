import { processManager } from '#kernel/specification';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { joinedList } from '../../specification/sample-waitlist.ts';
import { waitlistOffers } from './waitlist-offers.ts';

const happened = (type: string, date: string): AgendaDayEvent =>
  ({
    type,
    data: {
      ...{ agendaId: 'a', date, appointmentId: 'ap-x', subject: 'x', start: '09:00', units: 1, mode: 'IN_PERSON' },
      ...{ startsAt: `${date}T08:00:00.000Z`, endsAt: `${date}T08:10:00.000Z`, reofferAt: `${date}T07:00:00.000Z` },
    },
  }) as unknown as AgendaDayEvent;
const displaced = happened('AppointmentDisplacedByClosure', '2026-03-11');
const left = (date: string): AgendaDayEvent => happened('AppointmentMovedAway', date);
const joined: WaitlistEvent = joinedList('x', 1, { displaced: { appointmentId: 'ap-x', date: '2026-03-11' } });

const process = processManager(waitlistOffers);
const given = (...events: (AgendaDayEvent | WaitlistEvent)[]): readonly (string | undefined)[] =>
  process.given(...events).commands.map(({ name }) => name);

describe('A7: who moved and is displaced from where they came to, before the place that they left is free', () => {
  it('waits for a place all the same, whether that place is free before or after they are on the list', () => {
    expect(given(displaced, left('2026-03-04'), joined)).not.toContain('EndWaiting');
    expect(given(displaced, joined, left('2026-03-04'))).not.toContain('EndWaiting');
  });

  it('waits no longer once they have left the day from which they were displaced', () => {
    expect(given(displaced, joined, left('2026-03-11'))).toContain('EndWaiting');
    expect(given(displaced, left('2026-03-11'), joined)).toContain('EndWaiting');
  });

  it('waits no longer as soon as they stand elsewhere, at whatever agenda, though their place was not given back yet', () => {
    for (const agendaId of ['a', 'b']) {
      const elsewhere = happened('AppointmentRescheduled', '2026-03-18');
      const from = { ...displaced.data, commitmentId: 'before' };
      const moved = { ...elsewhere, data: { ...elsewhere.data, agendaId, from } } as AgendaDayEvent;
      expect(given(displaced, joined, moved)).toContain('EndWaiting');
      expect(given(displaced, moved, joined)).toContain('EndWaiting');
    }
  });
});
