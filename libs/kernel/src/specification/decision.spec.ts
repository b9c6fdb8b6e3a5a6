import { AssertionError } from 'node:assert';
import { SPEC_COMMAND_ID, SPEC_NOW } from './expectations.ts';
import { counter, decideCounter, type CounterEvent, type CounterState } from './counters.ts';
import { decisionsOn, refused } from './decision.ts';

const counted = (amount: number): CounterEvent => ({ type: 'Counted', data: { group: 'g', amount } });
const closed: CounterEvent = { type: 'CounterClosed', data: { group: 'g' } };
const count =
  (...amounts: number[]) =>
  (state: CounterState): CounterEvent[] =>
    decideCounter({ type: 'Count', group: 'g', amounts }, state, 10);

const spec = decisionsOn(counter);

describe('a specification of decisions', () => {
  it('compares all events that a decision brings about on a history', () => {
    spec.given().when(count(2, 3)).then(counted(2), counted(3));
    spec.given(counted(9)).when(count()).then();
    const missing = (): void => spec.given().when(count(2, 3)).then(counted(2));
    expect(missing).toThrow(AssertionError);
  });

  it('compares the code of a refusal, and the facts that are named', () => {
    spec
      .given(counted(9))
      .when(count(2))
      .then(refused('LIMIT_EXCEEDED', { total: 11 }));
    spec.given(closed).when(count(2)).then(refused('COUNTER_CLOSED'));
    const wrong: (() => void)[] = [
      () => spec.given(closed).when(count(2)).then(refused('LIMIT_EXCEEDED')),
      () =>
        spec
          .given(counted(9))
          .when(count(2))
          .then(refused('LIMIT_EXCEEDED', { total: 12 })),
      () => spec.given().when(count(2)).then(refused('LIMIT_EXCEEDED')),
    ];
    for (const expectation of wrong) expect(expectation).toThrow(AssertionError);
    expect(() => spec.given(counted(9)).when(count(2)).then(counted(2))).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
  });

  it('gives the decision the time, the command and whether there is a history, unless it says otherwise', () => {
    const asked: unknown[] = [];
    const ask = (_state: CounterState, known: object): CounterEvent[] => {
      asked.push(known);
      return [];
    };
    spec.given().when(ask).then();
    spec.given(counted(1)).when(ask, { now: 5 }).then();
    expect(asked).toEqual([
      { now: SPEC_NOW, commandId: SPEC_COMMAND_ID, exists: false },
      { now: 5, commandId: SPEC_COMMAND_ID, exists: true },
    ]);
  });

  it('fails for a decision that changes the state, also when it is refused', () => {
    const change = (state: CounterState): CounterEvent[] => {
      state.total += 1;
      return count(2)(state);
    };
    for (const given of [spec.given(), spec.given(counted(9))]) {
      expect(() => given.when(change).events()).toThrow('the decision changed the state');
    }
  });

  it('shows the state and the scope that follow from a history', () => {
    const given = spec.given(counted(2), counted(3));
    expect([given.state(), given.scope()]).toEqual([{ total: 5, closed: false }, { unit: 'total-5' }]);
  });
});
