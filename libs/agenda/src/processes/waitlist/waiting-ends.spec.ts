import { processManager, type Envelope } from '#kernel/specification';
import type { AgendaEvent } from '../../domain/events/agenda-events.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { acceptedOffer, joinedList, leftList } from '../../specification/sample-waitlist.ts';
import { MOST_AT_ONCE } from '../../use-cases/waitlist/end-waiting.ts';
import { waitingEnds } from './waiting-ends.ts';

type Happened = WaitlistEvent | AgendaEvent;

const NOW: Envelope = { recordedAt: '2026-03-02T08:00:00.000Z' };
/** Midnight in Rome after 20 March. */
const AFTER_THE_20TH = Date.parse('2026-03-20T23:00:00Z');
const closed = (effectiveDate: string): Happened => ({ type: 'AgendaClosed', data: { agendaId: 'a', effectiveDate } });
const place = { region: '12', province: '058', unit: 'DP-ROMA' };
const transferred: Happened = {
  type: 'AgendaTransferred',
  data: {
    ...{ agendaId: 'a', owner: { kind: 'UNIT_DESK', unit: 'DP-ROMA' }, ...place },
    previous: { owner: { kind: 'UNIT_DESK', unit: 'DP-RIETI' }, ...place },
  },
};
const given = (...events: Happened[]) =>
  processManager(waitingEnds).given(...events.map((event): [Happened, Envelope] => [event, NOW]));
const end = (entryIds: readonly string[], because: 'PERIOD_OVER' | 'AGENDA_CLOSED') => ({
  name: 'EndWaiting',
  data: { agendaId: 'a', entryIds, because },
  ...(because === 'AGENDA_CLOSED' ? { about: 'closed' } : {}),
});

describe('A9: waiting ends', () => {
  it('with the last day that would do, unless the person has left or taken a place before', () => {
    const until = joinedList('x', 1, { until: '2026-03-20' });
    const outcome = given(until, joinedList('y', 2));
    outcome.thenDeadlines(['a', 'w-x', AFTER_THE_20TH, 'EndWaiting']);
    expect([...outcome.deadlines.values()][0]?.command).toMatchObject(end(['w-x'], 'PERIOD_OVER'));
    for (const over of [leftList('x'), acceptedOffer('x')]) given(until, over).thenDeadlines();
  });

  it('with the agenda, for all who wait when its last day is over', () => {
    const outcome = given(joinedList('x', 1), closed('2026-03-21'), joinedList('y', 2));
    outcome.thenCommands();
    outcome.thenDeadlines(['a', 'closed', AFTER_THE_20TH, 'EndWaiting']);
    expect([...outcome.deadlines.values()][0]?.command).toMatchObject(end(['w-x', 'w-y'], 'AGENDA_CLOSED'));
    given(joinedList('x', 1), closed('2026-03-21'), leftList('x')).thenDeadlines();
  });

  it('at once where the agenda is closed already, also for who joined by someone who looked just before', () => {
    given(joinedList('x', 1), closed('2026-03-02')).thenCommands(end(['w-x'], 'AGENDA_CLOSED'));
    given(closed('2026-03-02'), joinedList('late', 1)).thenCommands(end(['w-late'], 'AGENDA_CLOSED'));
  });

  it('for so many at a time, and for the rest once those have left', () => {
    const joined = Array.from({ length: MOST_AT_ONCE + 1 }, (_, index) => joinedList(`p${String(index)}`, index + 1));
    const { commands } = given(...joined, closed('2026-03-02'));
    expect((commands.at(-1)?.data as { entryIds: string[] }).entryIds).toHaveLength(MOST_AT_ONCE);
    const rest = given(
      ...joined,
      closed('2026-03-02'),
      ...joined.slice(0, MOST_AT_ONCE).map((_, n) => leftList(`p${String(n)}`)),
    );
    expect(rest.commands.at(-1)).toMatchObject(end([`w-p${String(MOST_AT_ONCE)}`], 'AGENDA_CLOSED'));
  });

  it('not with a transfer: the list goes with its agenda, as long as somebody waits', () => {
    given(joinedList('x', 1), transferred).thenCommands({ name: 'TransferWaitlist', data: { agendaId: 'a' } });
    given(joinedList('x', 1), leftList('x'), transferred).thenCommands();
    given(transferred).thenCommands();
  });
});
