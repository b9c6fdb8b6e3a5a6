import { projection } from '#kernel/specification';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { droppedFor, joinedList, offeredEntryOf, offerExpired } from '../../specification/sample-waitlist.ts';
import { waitingEntries } from './waiting-entries.ts';
import { noticeOf } from './waiting-notices.ts';

const at = '2026-03-02T08:00:00.000Z';
const restores = { entryId: 'w-s', joinedAt: at, untaken: 1 };
const again = joinedList('s', 2, { entryId: 'w-again', restores });

describe('A9: who was put back on a waiting list, as it is read', () => {
  it('has left as many offers untaken as before', () => {
    const untaken = [offeredEntryOf('s'), offerExpired('s', 2)];
    const read = projection(waitingEntries).given<WaitlistEvent>(
      ...[joinedList('s', 1), ...untaken, droppedFor('s'), again],
    );
    expect([read.document('w-s'), read.document('w-again')]).toMatchObject([{ untaken: 1 }, { untaken: 1 }]);
  });

  const told = (restoredAs: string | null, isMailed = true) => ({
    ...{ restoredAs, toTell: { eventId: 'e', isMailed }, citizen: { erased: false } },
  });
  const accepted = new Map([['e', { state: 'ACCEPTED' as const, at }]]);
  const leftOut = new Map([['e', { state: 'LEFT_OUT' as const, at }]]);

  it('is not to be told any more that their waiting was ended, unless a mail says so already', () => {
    expect(noticeOf(told('w-again'), new Map())).toBeNull();
    expect(noticeOf(told('w-again'), leftOut)).toBeNull();
    expect(noticeOf(told('w-again', false), new Map())).toBeNull();
    expect(noticeOf(told('w-again'), accepted)).toEqual({ state: 'MAILED', at });
  });

  it('and whose waiting was ended and is over is told, or to be called', () => {
    expect(noticeOf(told(null), new Map())).toEqual({ state: 'MAIL_WAITS', at: null });
    expect(noticeOf(told(null), leftOut)).toEqual({ state: 'TO_BE_CALLED', at: null });
    expect(noticeOf(told(null, false), new Map())).toEqual({ state: 'TO_BE_CALLED', at: null });
    expect(noticeOf(told(null), accepted)).toEqual({ state: 'MAILED', at });
  });
});
