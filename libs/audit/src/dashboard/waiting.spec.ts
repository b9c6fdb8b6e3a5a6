import { CountsByDay } from './counts-by-day.ts';
import type { Network } from './network.ts';
import { waitingIn } from './waiting.ts';

/** A protocol in force that is neither forwarded, nor are its amendments, and all of it signed on one day. */
function signed(id: string, amendments: readonly string[] = []): Network['protocols'][number] {
  const [signedAt, expiresOn] = ['2026-03-02T09:00:00.000Z', '2026-06-01'];
  return {
    ...{ thing: 'Protocol', id, host: 'host-1', covering: [], forwardedOn: undefined },
    amendments: amendments.map((amendmentId) => ({ amendmentId, signedAt })),
    steps: [{ from: '2026-03-02', facts: { region: '08', state: 'IN_FORCE', expiresOn, signedAt } }],
  };
}

function networkOf(...protocols: Network['protocols']): Network {
  return { counts: new CountsByDay(), provinces: new Map(), puntiInps: [], protocols, authorizations: [] };
}

describe('what waits since the same day', () => {
  it('is told in one order, in whichever it was read', () => {
    const [a, b, c] = [signed('a', ['x', 'w']), signed('b'), signed('c')];
    const told = waitingIn(networkOf(a, b, c), '2026-05-01', 60);

    expect(told.expiring.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(told.notForwarded.map(({ id, amendmentId }) => [id, amendmentId])).toEqual([
      ...[
        ['a', null],
        ['a', 'w'],
        ['a', 'x'],
      ],
      ...[
        ['b', null],
        ['c', null],
      ],
    ]);
    expect(waitingIn(networkOf(c, a, b), '2026-05-01', 60)).toEqual(told);
  });
});
