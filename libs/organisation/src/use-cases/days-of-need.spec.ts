import { specify } from '#use-cases/specification';
import type { UnitDependantEvent } from '../domain/unit-dependants/events.ts';
import { needsOf, unitDependants, type UnitDependants } from '../domain/unit-dependants/unit-dependants.ts';
import { enterUnitDependant, leaveUnit, releaseUnitClaim } from './keep-unit-dependants.ts';

const unit = 'DP-1';
const dependant = { kind: 'PROTOCOL', id: 'p-1' };
const claimed = (forCommandId: string, days: { from?: string; leftOn?: string }): UnitDependantEvent => ({
  type: 'UnitDependantClaimed',
  data: {
    ...{ dependant, ...days, forCommandId, until: '2026-03-02T08:01:00.000Z' },
    target: { category: 'Protocol', id: 'p-1' },
  },
});
const given = (...events: readonly UnitDependantEvent[]) => specify(unitDependants).given(...events);
const needs = (events: readonly UnitDependantEvent[]) =>
  needsOf(
    events.reduce<Parameters<typeof unitDependants.evolve>[0]>(
      (state, event) => unitDependants.evolve(state, event, { revision: 0, recordedAt: '2026-03-02T08:00:00.000Z' }),
      { status: 'ABSENT' },
    ) as UnitDependants,
  );

describe('T2: the day since when something needs a unit', () => {
  const since = claimed('first', { from: '2026-02-20' });

  it('moves to an earlier one that becomes known, and to no later one', () => {
    given(since)
      .when(enterUnitDependant, { unit, dependant, from: '2026-02-10' })
      .then({ type: 'UnitDependantEntered', data: { dependant, from: '2026-02-10' } });
    given(since).when(enterUnitDependant, { unit, dependant, from: '2026-02-21' }).then();
    given(since).when(enterUnitDependant, { unit, dependant }).then();
  });

  it('is as before once the command that claimed an earlier one has come to nothing', () => {
    const earlier = claimed('second', { from: '2026-02-10' });
    const released = given(since, earlier).when(releaseUnitClaim, { unit, forCommandId: 'second' }).events();
    expect(needs([since, earlier, ...released])).toEqual([{ dependant, from: '2026-02-20' }]);
  });

  it('is the first one, once it is needed no longer', () => {
    const earlier = claimed('second', { from: '2026-02-10' });
    const left = given(since, earlier).when(leaveUnit, { unit, dependant, leftOn: '2026-03-01' }).events();
    expect(needs([since, earlier, ...left])).toEqual([{ dependant, from: '2026-02-10', leftOn: '2026-03-01' }]);
  });

  it('also where it has left already, and is as before where that came to nothing', () => {
    const left: UnitDependantEvent = { type: 'UnitDependantLeft', data: { dependant, leftOn: '2026-03-01' } };
    const earlier = claimed('second', { from: '2026-02-10', leftOn: '2026-03-01' });
    const events = [since, left, earlier];
    expect(needs(events)).toContainEqual({ dependant, from: '2026-02-10', leftOn: '2026-03-01' });
    const released = given(...events)
      .when(releaseUnitClaim, { unit, forCommandId: 'second' })
      .events();
    expect(needs([...events, ...released])).toEqual([{ dependant, from: '2026-02-20', leftOn: '2026-03-01' }]);
    const moved = given(...events)
      .when(leaveUnit, { unit, dependant, leftOn: '2026-02-25' })
      .events();
    expect(needs([...events, ...moved])).toEqual([{ dependant, from: '2026-02-10', leftOn: '2026-02-25' }]);
    given(...events)
      .when(leaveUnit, { unit, dependant, leftOn: '2026-03-01' })
      .then();
  });

  it('is before all days in a log that does not say it', () => {
    const older = claimed('first', {});
    expect(needs([older])).toMatchObject([{ dependant }]);
    given(older).when(enterUnitDependant, { unit, dependant, from: '2026-02-10' }).then();
  });
});
