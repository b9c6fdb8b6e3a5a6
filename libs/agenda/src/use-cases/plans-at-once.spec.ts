import { idOfCommandAbout, isAfter, SystemError } from '#kernel/domain';
import { EventRegistry } from '#kernel/execution';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { privacy, subject } from '#privacy';
import { MemoryEventStore } from '#store-memory';
import type { AnyPrincipal, CommandOutcome } from '#use-cases';
import { agendas } from '../agenda.ts';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import { agendaDays } from '../processes/agenda-days.ts';
import { reinstatementsOfDays } from '../processes/reinstatements.ts';
import { logOf, processOn } from '../specification/process-on-log.ts';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { slot } from '../specification/sample-day.ts';
import { changeAgendaCapacity } from './change-agenda-capacity.ts';
import { declareClosure } from './declare-closure.ts';
import { defineOpeningBand } from './define-opening-band.ts';
import { planDay } from './plan-day.ts';
import type { ChangedAppointment } from './plans-at-once.ts';
import { withdrawClosure } from './withdraw-closure.ts';

const OFFICE: AnyPrincipal = { id: 'office', role: 'central' };
const POLICY = { kind: 'policy', name: 'specification' } as const;
const agendaId = 'a';
const band = { agendaId, weekday: 1, from: '12:00', to: '12:40', capacity: 2, validFrom: '2026-01-01' };
/** The Mondays of its horizon. */
const MONDAYS = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30'];
const MONDAY = '2026-03-09';
// 12:00 and 12:20 of that Monday in Rome, a week after the day of samples.
const WEEK = 7 * 24 * 60;
const NOON = slot(WEEK + 180, 2);
const NEXT = slot(WEEK + 200, 2);

/** One process over a log, and what books on the Monday. */
function processAt(store: EventStore) {
  const process = processOn(store);
  const book = (first: PlannedSlot, person: string) => process.bookOn({ agendaId, date: MONDAY }, first, person);
  return { ...process, book };
}

/** A log in which an agenda is open on Mondays, and the process that has opened it. */
async function opened(store: EventStore = new MemoryEventStore()) {
  const process = processAt(store);
  await process.write(agenda, agendaId, openedAgenda());
  const defined = await process.give(defineOpeningBand, band, { as: OFFICE, key: 'band' });
  return { ...process, defined, store };
}

const changes = ({ told = [] }: CommandOutcome) =>
  (told as readonly ChangedAppointment[]).map(({ effect, appointmentId, isNew }) => [effect, appointmentId, isNew]);

describe('A3: a command on an agenda plans the days of its horizon before it is answered for', () => {
  it('and its position is that of the last of them', async () => {
    const { defined, store } = await opened();

    const log = await logOf(store);
    const planned = log.filter(({ type }) => type === 'DayPlanned');
    expect(planned.map(({ stream }) => stream)).toEqual(MONDAYS.map((date) => `AgendaDay-${agendaDayId('a', date)}`));
    expect(defined.position).toBe(log.at(-1)?.position);
    expect(isAfter(defined.position, log.find(({ type }) => type === 'OpeningBandDefined')!.position)).toBe(true);
  });

  it('as the process manager would, which finds its commands carried out', async () => {
    const { store, give, executor } = await opened();
    const before = await logOf(store);
    const registry = new EventRegistry(agendas.events);
    const [openedEvent, definedEvent] = before.slice(0, 2).map((event) => registry.decode(event));
    const { state } = agendaDays.react(undefined, openedEvent!, agendaId);

    const { commands = [] } = agendaDays.react(state, definedEvent!, agendaId);

    expect(commands).toHaveLength(MONDAYS.length);
    for (const { data, about } of commands) {
      const stored = before.find(({ type, stream }) => type === 'DayPlanned' && stream.endsWith(String(about)));
      const commandId = idOfCommandAbout(
        { process: 'agenda-days', key: agendaId, eventId: definedEvent!.eventId },
        about!,
      );
      expect(stored?.metadata).toMatchObject({
        ...{ commandId, actor: { kind: 'policy', name: 'agenda-days' } },
        $causationId: definedEvent!.eventId,
      });
      const origin = { commandId, actor: POLICY, correlationId: 'x', causationId: 'x' };
      const looked = await executor.lookUnlessAnswered(agendaDay, agendaDayId('a', about!), origin, () => undefined);
      expect(looked).toMatchObject({ answer: { position: stored?.position } });
      await expect(give(planDay, data as never)).rejects.toMatchObject({ code: 'PLAN_OUTDATED' });
    }
    expect(await logOf(store)).toHaveLength(before.length);
  });

  it('and tells whom it displaces, and which of them came after its preview', async () => {
    const { give, book } = await opened();
    await book(NOON, 'anna');
    await book(NEXT, 'bruno');

    const closure = { agendaId, from: MONDAY, until: MONDAY, reason: 'Lavori' };
    const named = await give(declareClosure, { ...closure, previewed: ['ap-anna'] }, { as: OFFICE });

    expect(changes(named)).toEqual([
      ['displaced', 'ap-anna', false],
      ['displaced', 'ap-bruno', true],
    ]);
    const { told = [] } = named;
    expect(told[0]).toMatchObject({ date: MONDAY, start: '12:00', startsAt: NOON.startsAt, endsAt: NOON.endsAt });
  });

  it('and answers a repeat in the same way, whatever was planned since', async () => {
    const { give, book, store } = await opened();
    await book(NOON, 'anna');
    await book(NEXT, 'bruno');
    const closing = { agendaId, from: MONDAY, hours: { from: '12:00', to: '12:20' }, reason: 'Lavori' };
    const first = await give(declareClosure, closing, { as: OFFICE, key: 'closing' });
    await give(declareClosure, { ...closing, hours: { from: '12:20', to: '12:40' } }, { as: OFFICE });
    const before = await logOf(store);

    const repeated = await give(declareClosure, closing, { as: OFFICE, key: 'closing' });

    expect(changes(first)).toEqual([['displaced', 'ap-anna', null]]);
    expect(repeated).toEqual(first);
    expect(await logOf(store)).toHaveLength(before.length);
  });

  it('or, where the plan of a later command came first, tells what that did', async () => {
    const { store } = await opened();
    const gate = Promise.withResolvers<undefined>();
    const reached = Promise.withResolvers<undefined>();
    const slow = processAt(
      intercept<EventStore>(store, {
        append: async (request) => {
          if (request.stream.startsWith('AgendaDay-')) {
            reached.resolve(undefined);
            await gate.promise;
          }
          return store.append(request);
        },
      }),
    );
    const fast = processAt(store);
    await fast.book(NOON, 'anna');
    await fast.book(NEXT, 'bruno');
    const closing = { agendaId, from: MONDAY, until: MONDAY, reason: 'Lavori' };

    const hours = slow.give(
      declareClosure,
      { ...closing, hours: { from: '12:00', to: '12:20' } },
      { as: OFFICE, key: 'slow' },
    );
    await reached.promise;
    const day = await fast.give(declareClosure, closing, { as: OFFICE, key: 'fast' });
    gate.resolve(undefined);

    const both = [
      ['displaced', 'ap-anna', null],
      ['displaced', 'ap-bruno', null],
    ];
    expect(changes(day)).toEqual(both);
    expect(changes(await hours)).toEqual(both);
    expect((await hours).position).toBe(day.position);
  });

  it('or says that nobody knows whether all is done, and a repeat completes it', async () => {
    const { store, book } = await opened();
    await book(NOON, 'anna');
    const failing = processAt(
      intercept<EventStore>(store, {
        append: (request) =>
          request.stream.startsWith('AgendaDay-')
            ? Promise.reject(new SystemError('STORE_UNAVAILABLE', 'the store is down'))
            : store.append(request),
      }),
    );
    const closing = { agendaId, from: MONDAY, until: MONDAY, reason: 'Lavori' };

    const given = failing.give(declareClosure, closing, { as: OFFICE, key: 'closing' });
    await expect(given).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect((await logOf(store)).at(-1)?.type).toBe('ClosureDeclared');

    const repeated = await processAt(store).give(declareClosure, closing, { as: OFFICE, key: 'closing' });
    expect(changes(repeated)).toEqual([['displaced', 'ap-anna', null]]);
  });
});

describe('A7: a closure that is withdrawn gives displaced people their places back', () => {
  const closing = { agendaId, from: MONDAY, until: MONDAY, reason: 'Lavori' };
  const displacing = async () => {
    const office = await opened();
    await office.book(NOON, 'anna');
    await office.book(NOON, 'bruno');
    const { events } = await office.give(declareClosure, closing, { as: OFFICE });
    const { closureId } = events[0]!.data as { readonly closureId: string };
    return { ...office, withdraw: () => office.give(withdrawClosure, { agendaId, closureId }, { as: OFFICE }) };
  };

  it('before it is answered for, and tells them', async () => {
    const { withdraw, executor, store } = await displacing();

    const answer = await withdraw();

    expect(changes(answer)).toEqual([
      ['reinstated', 'ap-anna', null],
      ['reinstated', 'ap-bruno', null],
    ]);
    expect(answer.position).toBe((await logOf(store)).at(-1)?.position);
    const states = await executor.look(agendaDay, agendaDayId(agendaId, MONDAY), (day) =>
      day.status === 'ABSENT' ? [] : [...day.appointments.values()].map(({ status }) => status),
    );
    expect(states).toEqual(['BOOKED', 'BOOKED']);
  });

  it('where they are still free, first to whom had them first', async () => {
    const { withdraw, give, defined } = await displacing();
    const { bandId } = defined.events[0]!.data as { readonly bandId: string };
    await give(changeAgendaCapacity, { agendaId, bandId, capacity: 1 }, { as: OFFICE });

    expect(changes(await withdraw())).toEqual([['reinstated', 'ap-anna', null]]);
  });

  it('and to nobody who has booked otherwise', async () => {
    const { withdraw, write } = await displacing();
    const target = { category: 'AgendaDay', id: 'b_2026-03-09' };
    const commitment = { kind: 'APPOINTMENT', serviceLine: 'PENSIONI', startsAt: NEXT.startsAt, endsAt: NEXT.endsAt };
    const until = '2026-03-02T09:00:00.000Z';
    await write(subject, 'anna', {
      type: 'SubjectCommitmentClaimed',
      data: { subject: 'anna', commitmentId: 'c', ...commitment, kind: 'APPOINTMENT', target, until },
    });

    expect(changes(await withdraw())).toEqual([['reinstated', 'ap-bruno', null]]);
  });

  it('as the process manager would, which gives the same commands', async () => {
    const { withdraw, store } = await displacing();
    await withdraw();
    const log = (await logOf(store)).map((event) =>
      new EventRegistry([...agendas.events, ...privacy.events]).decode(event),
    );
    const plan = log.filter(({ type }) => type === 'DayPlanned').at(-1)!;

    const { commands = [] } = reinstatementsOfDays.react(undefined, plan, plan.stream);

    expect(commands.map(({ about }) => about)).toEqual(['ap-anna', 'ap-bruno']);
    const reinstated = log.filter(({ type }) => type === 'AppointmentReinstated');
    expect(reinstated.map(({ metadata }) => metadata.actor)).toEqual(
      commands.map(() => ({ kind: 'policy', name: 'reinstatements' })),
    );
    expect(reinstated.map(({ metadata }) => metadata.commandId)).toEqual(
      commands.map(({ about }) =>
        idOfCommandAbout(
          { process: 'reinstatements', key: agendaDayId(agendaId, MONDAY), eventId: plan.eventId },
          about!,
        ),
      ),
    );
  });
});
