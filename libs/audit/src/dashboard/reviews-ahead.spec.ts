import type { KeptAuthorization, KeptFacts } from './kept-facts.ts';
import { networkOf } from './network.ts';
import { waitingIn } from './waiting.ts';

const TODAY = '2026-03-02';
/** Granted on a point; due on 1 May, and over on 1 June unless it is reviewed. */
const grantedOn = (pointId: string): KeptAuthorization => ({
  thing: 'OperatorAuthorization',
  steps: [
    {
      from: '2026-01-10',
      facts: {
        ...{ pointId, region: '08', state: 'GRANTED' },
        ...{ nextReviewOn: '2026-05-01', endsUnlessReviewedOn: '2026-06-01' },
      },
    },
  ],
});
/** Active; it ends on a day, where one is given. */
function active(id: string, endsOn?: string): KeptFacts {
  const facts = { region: '08', province: '037', kind: 'SERVIZIO', state: 'ACTIVE' };
  const written = [{ from: '2026-01-10', facts }] as never[];
  const end = endsOn === undefined ? [] : [{ from: endsOn, facts: { ...facts, state: 'DEACTIVATED' } } as never];
  return { thing: 'PuntoCliente', id, outlook: { written, expected: [...written, ...end] } };
}

describe('K6: authorisations that are due for review on a day ahead', () => {
  const dueOn = (day: string, ...things: KeptFacts[]) =>
    waitingIn(networkOf(things, TODAY), day, 60).authorizationsDue.length;

  it('are those that nobody has reviewed until then, and that are not over for that', () => {
    const things = [active('p'), grantedOn('p')];
    expect([dueOn('2026-03-01', ...things), dueOn('2026-03-03', ...things)]).toEqual([0, 1]);
    expect([dueOn('2026-05-31', ...things), dueOn('2026-06-01', ...things)]).toEqual([1, 0]);
  });

  it('die with their point', () => {
    const things = [active('p', '2026-04-15'), grantedOn('p'), active('q'), grantedOn('q')];
    expect([dueOn('2026-04-14', ...things), dueOn('2026-04-15', ...things)]).toEqual([2, 1]);
  });
});
