import { looseEnds, type Edges } from './loose-ends.ts';
import { reservationEvents as ofReservations, reservationSweeper } from './claims/reservation.ts';
import { claimCommands } from './claims/settle-claim.ts';
import { CommandAbandoned } from './commands/abandonment.ts';
import { onAny } from './events/event-handler.ts';
import { defineProjection } from './projections/projection.ts';
import { Counted, counterEvents, counterList, groupTotals } from './specification/counters.ts';

const reservationEvents = [...ofReservations, CommandAbandoned];

const whole: Edges = {
  definitions: [...counterEvents, ...reservationEvents],
  projections: [groupTotals(), counterList],
  processes: [reservationSweeper([Counted])],
  commands: claimCommands,
};

describe('the edges of an installation', () => {
  it('hold when every event handled is defined, and every command given is carried out', () => {
    expect(looseEnds(whole)).toEqual([]);
  });

  it('hold for a reader of any event', () => {
    const any = defineProjection<object>({ name: 'audit', version: 1, indexes: [], on: [onAny(() => undefined)] });
    expect(looseEnds({ ...whole, definitions: reservationEvents, projections: [any], processes: [] })).toEqual([]);
  });

  it.each<[string, Partial<Edges>, string]>([
    [
      'an event that two contexts define',
      { definitions: [...whole.definitions, Counted] },
      'Counted is defined twice: give one of the two events another name',
    ],
    [
      'an event that a projection handles and nobody defines',
      { definitions: [Counted, ...reservationEvents] },
      'counter-list handles CounterClosed, which no context defines: list it among the events',
    ],
    [
      'an event that a process handles and nobody defines',
      { definitions: reservationEvents, projections: [] },
      'reservation-sweeper handles Counted, which no context defines: list it among the events',
    ],
    [
      'a command that a process gives and nobody carries out',
      { commands: claimCommands.filter(({ name }) => name !== 'ReleaseReservation') },
      'reservation-sweeper gives ReleaseReservation, which nobody carries out: list it among the commands',
    ],
    [
      'two projections of one name',
      { projections: [counterList, counterList] },
      'two projections are called counter-list: give one of them another name',
    ],
    [
      'two process managers of one name',
      { processes: [...whole.processes, ...whole.processes] },
      'two process managers are called reservation-sweeper: give one of them another name',
    ],
  ])('do not hold with %s, which is named', (_what, change, message) => {
    expect(looseEnds({ ...whole, ...change })).toEqual([message]);
  });

  it('that do not hold are named all at once', () => {
    const ends = looseEnds({ ...whole, definitions: [Counted, Counted, ...reservationEvents], commands: [] });
    expect(ends.join('; ')).toMatch(
      /Counted is defined twice.*CounterClosed.*SettleClaim.*AbandonCommand.*ReleaseReservation/,
    );
  });
});
