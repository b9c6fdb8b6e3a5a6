import { deriveId } from '#kernel/domain';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import { booked, held, hold, planned, slot } from '../../specification/sample-day.ts';
import {
  abandoned,
  access,
  accessCompleted,
  accessStarted,
  accessCalled,
  checkedIn,
  completed,
  missed,
  started,
} from '../../specification/sample-desk.ts';
import { when } from '../../specification/when-on-day.ts';
import { holdSlot } from '../hold-slot.ts';
import { abandonAccess } from './abandon-access.ts';
import { callAccess } from './call-access.ts';
import { completeAccess } from './complete-access.ts';
import { registerAccess } from './register-access.ts';
import { startAccess } from './start-access.ts';

// 9:00, 9:20 and, after a pause, 10:00 in Rome, for two persons each.
const [FIRST, SECOND, THIRD] = [slot(0, 2), slot(20, 2), slot(60, 2)];
const DAY = planned(1, FIRST, SECOND, THIRD);
const here = (...events: AgendaDayEvent[]): readonly AgendaDayEvent[] => [DAY, access(1), ...events];
const first = { accessId: 'access-1' };

describe('A4: an access without an appointment', () => {
  it('is registered under the next number of the one row for all, and names nobody', () => {
    const accessId = deriveId('Access', SPEC_COMMAND_ID);
    const given = [DAY, booked(FIRST, 'x'), checkedIn(FIRST, 'x', 1), access(2)];
    when(registerAccess, { serviceId: 'cedolino-pensione' }, given).then({
      type: 'AccessRegistered',
      data: { agendaId: 'a', date: '2026-03-02', accessId, queueNumber: 3, serviceId: 'cedolino-pensione' },
    });
  });

  it('is registered for a service that is delivered there, today, while somebody is received', () => {
    when(registerAccess, { serviceId: 'niente' }, [DAY]).thenRefused('SERVICE_UNKNOWN');
    when(registerAccess, { serviceId: 'quesito' }, [DAY]).thenRefused('SERVICE_NOT_DELIVERED_THERE');
    when(registerAccess, { serviceId: 'cedolino-pensione' }, [DAY], -24 * 60).thenRefused('DAY_NOT_TODAY');
    when(registerAccess, { serviceId: 'cedolino-pensione' }, [DAY], 80).thenRefused('RECEPTION_OVER');
    when(registerAccess, { serviceId: 'cedolino-pensione' }, [planned(1)]).thenRefused('NOBODY_RECEIVED');
    when(registerAccess, { serviceId: 'cedolino-pensione' }, []).thenRefused('AGENDA_DAY_UNKNOWN');
  });

  it('is registered 2,000 times a day at most, as a day is one stream', () => {
    const many = Array.from({ length: 2_000 }, (_none, index) => access(index + 1));
    when(registerAccess, { serviceId: 'cedolino-pensione' }, [DAY, ...many]).thenRefused('TOO_MANY_ACCESSES');
  });

  it('starts on a place that nobody was promised', () => {
    const outcome = when(startAccess, first, here(booked(FIRST, 'x')));
    expect(outcome.events()).toMatchObject([{ type: 'AccessStarted', data: first }]);
  });

  it.each<[string, readonly AgendaDayEvent[], number]>([
    ['is due', [booked(FIRST, 'x'), booked(FIRST, 'y')], 0],
    ['is there', [booked(FIRST, 'x'), booked(FIRST, 'y'), checkedIn(FIRST, 'x'), checkedIn(FIRST, 'y')], 0],
    ['is being received', [booked(FIRST, 'x'), booked(FIRST, 'y'), started(FIRST, 'x'), started(FIRST, 'y')], 0],
    ['has a place held', [held(FIRST, 'x'), booked(FIRST, 'y')], 0],
    ['comes without an appointment, too, and was first', [access(2), accessStarted(2), booked(FIRST, 'y')], 0],
    ['is due before it would be over', [booked(SECOND, 'x'), booked(SECOND, 'y')], 5],
    ['is there and late', [booked(FIRST, 'x'), booked(FIRST, 'y'), checkedIn(FIRST, 'x'), checkedIn(FIRST, 'y')], 25],
    [
      'is received longer than was planned',
      [booked(FIRST, 'x'), booked(SECOND, 'y'), checkedIn(FIRST, 'x'), started(FIRST, 'x')],
      25,
    ],
    [
      'is received in a pause',
      [booked(FIRST, 'x'), booked(SECOND, 'y'), started(FIRST, 'x'), started(SECOND, 'y')],
      41,
    ],
    ['is received early', [booked(FIRST, 'x'), booked(THIRD, 'y'), checkedIn(THIRD, 'y'), started(THIRD, 'y')], 0],
  ])('waits while the place is needed by who %s', (_who, events, minutes) => {
    when(startAccess, first, here(...events), minutes).thenRefused('PLACES_PROMISED', { capacity: 2 });
  });

  it.each<[string, readonly AgendaDayEvent[], number]>([
    [
      'who was due has been received',
      [booked(FIRST, 'x'), booked(FIRST, 'y'), started(FIRST, 'x'), completed(FIRST, 'x')],
      5,
    ],
    ['who was due does not come', [booked(FIRST, 'x'), booked(FIRST, 'y'), missed(FIRST, 'x')], 12],
    [
      'one without an appointment is done',
      [booked(FIRST, 'x'), access(2), accessStarted(2), accessCompleted(2, true)],
      5,
    ],
    ['nobody is due in the time of one slot', [booked(SECOND, 'x'), booked(SECOND, 'y')], 0],
    ['who did not come has lost the time of the slot', [booked(FIRST, 'x'), booked(FIRST, 'y')], 41],
  ])('starts once %s', (_what, events, minutes) => {
    expect(when(startAccess, first, here(...events), minutes).events()).toHaveLength(1);
  });

  it('is called, and each call counts, twenty at most', () => {
    expect(when(callAccess, first, here(accessCalled(1, 1))).events()).toMatchObject([
      { type: 'AccessCalled', data: { ...first, attempt: 2 } },
    ]);
    when(callAccess, first, here(accessCalled(1, 20))).thenRefused('CALLED_TOO_OFTEN');
  });

  it('is completed with the services that were delivered', () => {
    const served = { ...first, servicesDelivered: ['quesito'], solved: true };
    when(completeAccess, served, here(accessStarted(1))).then(accessCompleted(1, true));
    when(completeAccess, { ...served, servicesDelivered: [] }, here(accessStarted(1))).thenRefused(
      'SOLVED_WITHOUT_SERVICE',
    );
    when(completeAccess, { ...served, servicesDelivered: ['niente'] }, here(accessStarted(1))).thenRefused(
      'SERVICE_UNKNOWN',
    );
    when(completeAccess, served, [DAY]).thenRefused('ACCESS_UNKNOWN');
  });

  it('takes no place of a slot: what may be booked stays as it is', () => {
    const both = [DAY, booked(FIRST, 'x'), access(1), accessStarted(1)];
    expect(when(holdSlot, hold(FIRST, { subject: 'y' }), both, -140).events()).toHaveLength(1);
  });

  const lives = {
    WAITING: here(),
    IN_SERVICE: here(accessStarted(1)),
    COMPLETED: here(accessStarted(1), accessCompleted(1, true)),
    ABANDONED: here(abandoned(1)),
  };
  const said = {
    WAITING: 'ACCESS_WAITING',
    IN_SERVICE: 'ACCESS_IN_SERVICE',
    COMPLETED: 'ACCESS_ALREADY_COMPLETED',
    ABANDONED: 'ACCESS_ALREADY_ABANDONED',
  };
  const served = { ...first, servicesDelivered: [], solved: false };
  it.each(
    (Object.keys(lives) as (keyof typeof lives)[]).flatMap((state) => [
      [state, callAccess, first, 'WAITING', 'AccessCalled'] as const,
      [state, startAccess, first, 'WAITING', 'AccessStarted'] as const,
      [state, completeAccess, served, 'IN_SERVICE', 'AccessCompleted'] as const,
      [state, abandonAccess, first, 'WAITING', 'AccessAbandoned'] as const,
    ]),
  )(
    'that is %s is taken by a command where that is due, else its state is told',
    (state, command, input, due, event) => {
      const outcome = when(command as typeof callAccess, input, lives[state]);
      if (state === due) expect(outcome.events()).toMatchObject([{ type: event }]);
      else outcome.thenRefused(said[state]);
    },
  );
});
