import { idOfCommandAbout, SystemError, type RecordedEvent } from '#kernel/domain';
import { EventRegistry } from '#kernel/execution';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { territorialUnit, type TerritorialUnitEvent } from '#organisation';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import type { AnyPrincipal, CommandOutcome } from '#use-cases';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { UnitClosureEvent } from '../domain/events/unit-closure-events.ts';
import { unitClosure } from '../domain/unit-closure/unit-closure.ts';
import { agendasFollowUnitClosures } from '../processes/agendas-follow-unit-closures.ts';
import { agendaAtWork } from '../specification/agenda-at-work.ts';
import { EVENTS_OF_AGENDAS, logOf, processOn } from '../specification/process-on-log.ts';
import { slot } from '../specification/sample-day.ts';
import type { ChangedAtAgenda } from './with-unit-at-once.ts';
import { declareUnitClosure, withdrawUnitClosure } from './declare-unit-closure.ts';
import { defineOpeningBand } from './define-opening-band.ts';
import { openAgenda } from './open-agenda.ts';
import { withdrawClosure } from './withdraw-closure.ts';

const OFFICE: AnyPrincipal = { id: 'office', role: 'central' };
const UNIT = 'DP-RIETI';
const MONDAY = '2026-03-09';
// 12:00 and 12:20 of that Monday in Rome, a week after the day of samples.
const WEEK = 7 * 24 * 60;
const NOON = slot(WEEK + 180, 2);
const NEXT = slot(WEEK + 200, 2);
const closing = { unit: UNIT, from: MONDAY, until: MONDAY, reason: 'Assemblea' };
const established: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: {
    ...{ code: UNIT, name: 'Rieti', kind: 'DIREZIONE_PROVINCIALE', aooCode: 'AOO', pec: 'x@pec.example.it' },
    ...{ region: '12', province: '057', municipality: 'H282', parent: 'DR' },
  },
};

/** One process over a log, in which desks are opened and closed. */
function officeOn(store: EventStore) {
  const process = processOn(store);
  return {
    ...process,
    /** A desk of the unit that is open on Mondays. */
    openDesk: async (name: string) => {
      const opening = { owner: { kind: 'UNIT_DESK' as const, unit: UNIT }, name, serviceLine: 'PENSIONI' };
      const profile = { ...opening, slotMinutes: 20, modes: ['IN_PERSON' as const] };
      const { events } = await process.give(openAgenda, profile, { as: OFFICE, key: `opened ${name}` });
      const { agendaId } = events[0]!.data as { readonly agendaId: string };
      const band = { agendaId, weekday: 1, from: '12:00', to: '12:40', capacity: 2, validFrom: '2026-01-01' };
      await process.give(defineOpeningBand, band, { as: OFFICE, key: `band ${name}` });
      return agendaId;
    },
    declare: (key = 'closing', more: { readonly previewed?: readonly string[] } = {}) =>
      process.give(declareUnitClosure, { ...closing, ...more }, { as: OFFICE, key }),
  };
}

/** A unit with two desks, one person at the first, and two at the second. */
async function unitWithDesks() {
  const store = new MemoryEventStore();
  const office = officeOn(store);
  await office.write(territorialUnit, UNIT, established);
  const first = await office.openDesk('Pensioni');
  const second = await office.openDesk('Sportello');
  await office.bookOn({ agendaId: first, date: MONDAY }, NOON, 'anna');
  await office.bookOn({ agendaId: second, date: MONDAY }, NOON, 'bruno');
  await office.bookOn({ agendaId: second, date: MONDAY }, NEXT, 'carla');
  return { ...office, store, first, second };
}

/** Whom the answer names, in no order. */
const changes = ({ told = [] }: CommandOutcome) =>
  (told as readonly ChangedAtAgenda[])
    .map(({ effect, agendaId, appointmentId, isNew }) => [effect, agendaId, appointmentId, isNew] as const)
    .sort(([, , one], [, , other]) => (one < other ? -1 : 1));

const idOf = ({ events: [event] }: CommandOutcome) => (event!.data as { readonly unitClosureId: string }).unitClosureId;

/** The log as process managers read it. */
async function recorded(store: EventStore): Promise<RecordedEvent[]> {
  const registry = new EventRegistry(EVENTS_OF_AGENDAS);
  return (await logOf(store)).map((event) => registry.decode(event));
}

/** Process managers do all that is left to do. */
async function followed(store: EventStore): Promise<void> {
  const work = await agendaAtWork({
    ...{ store, work: new MemoryWorkStore() },
    ...{ keyStore: new MemoryKeyStore(), accessLog: new MemoryAccessLog() },
  });
  await work.settled();
  await work.stop();
}

/** A log that is lost from an append on; those that are on their way may come through. */
function losing(store: EventStore, when: (stream: string) => boolean): EventStore {
  let isLost = false;
  return intercept<EventStore>(store, {
    append: (request) => {
      isLost ||= when(request.stream);
      return isLost ? Promise.reject(new SystemError('STORE_UNAVAILABLE', 'the store is down')) : store.append(request);
    },
  });
}

describe('A3: a closure of a whole unit closes its desks before it is answered for', () => {
  it('and the answer names whom it displaces, at which agenda, and which of them its preview did not list', async () => {
    const { declare, first, second, store } = await unitWithDesks();

    const answer = await declare('closing', { previewed: ['ap-anna', 'ap-carla'] });

    expect(changes(answer)).toEqual([
      ['displaced', first, 'ap-anna', false],
      ['displaced', second, 'ap-bruno', true],
      ['displaced', second, 'ap-carla', false],
    ]);
    expect(answer.position).toBe((await logOf(store)).at(-1)?.position);
    expect(answer.events[0]!.data).toMatchObject({ agendas: [first, second], isWhole: true });
  });

  it('as the process manager would, which finds its commands carried out', async () => {
    const { declare, store } = await unitWithDesks();
    await declare();
    const log = await recorded(store);
    const declared = log.find(({ type }) => type === 'UnitClosureDeclared')!;

    const ids = log
      .filter(({ type }) => type === 'ClosureDeclared')
      .map(({ metadata: { commandId, actor, $causationId } }) => [commandId, actor, $causationId]);

    let state: unknown;
    let last: readonly { readonly about?: string }[] = [];
    for (const event of log) {
      if (!agendasFollowUnitClosures.keys(event).includes(UNIT)) continue;
      const reaction = agendasFollowUnitClosures.react(state, event, UNIT);
      state = reaction.state;
      last = reaction.commands ?? [];
    }
    const process = agendasFollowUnitClosures.name;
    const wanted = last.map(({ about }) => idOfCommandAbout({ process, key: UNIT, eventId: declared.eventId }, about!));
    expect(wanted).toHaveLength(2);
    expect(ids.sort()).toEqual(
      wanted.map((commandId) => [commandId, { kind: 'policy', name: process }, declared.eventId]).sort(),
    );
  });

  it('and a repeat is answered alike, whatever was opened, closed and withdrawn since', async () => {
    const { declare, openDesk, give, store } = await unitWithDesks();
    const answer = await declare();
    await openDesk('Un altro');
    await declare('another');
    await give(withdrawUnitClosure, { unitClosureId: idOf(answer) }, { as: OFFICE });
    const before = await logOf(store);

    expect(await declare()).toEqual(answer);
    expect(await logOf(store)).toHaveLength(before.length);
  });

  it.each([
    ['after it is declared, before any desk is closed', (stream: string) => stream.startsWith('Agenda-')],
    ['between a desk and the planning of its day', (stream: string) => stream.startsWith('AgendaDay-')],
  ])('and killed %s, its repeat completes it', async (_when, isLostAt) => {
    const { store, first, second } = await unitWithDesks();

    await expect(officeOn(losing(store, isLostAt)).declare()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });

    expect(changes(await officeOn(store).declare())).toEqual([
      ['displaced', first, 'ap-anna', null],
      ['displaced', second, 'ap-bruno', null],
      ['displaced', second, 'ap-carla', null],
    ]);
  });

  it('and killed between two desks, is completed by the process managers; a repeat then tells the same', async () => {
    const { store, first, second } = await unitWithDesks();
    const lost = losing(store, (stream) => stream === `Agenda-${second}`);
    await expect(officeOn(lost).declare()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });

    await followed(store);

    const before = await logOf(store);
    expect(changes(await officeOn(store).declare())).toEqual([
      ['displaced', first, 'ap-anna', null],
      ['displaced', second, 'ap-bruno', null],
      ['displaced', second, 'ap-carla', null],
    ]);
    expect(await logOf(store)).toHaveLength(before.length);
  });
});

describe('A7: a closure of a whole unit that is withdrawn gives displaced people their places back', () => {
  it('before it is answered for, and tells them, at which agenda; a repeat does so alike', async () => {
    const { declare, give, store, first, second } = await unitWithDesks();
    const unitClosureId = idOf(await declare());
    const withdraw = () => give(withdrawUnitClosure, { unitClosureId }, { as: OFFICE, key: 'withdrawal' });

    const answer = await withdraw();

    expect(changes(answer)).toEqual([
      ['reinstated', first, 'ap-anna', null],
      ['reinstated', second, 'ap-bruno', null],
      ['reinstated', second, 'ap-carla', null],
    ]);
    expect(answer.position).toBe((await logOf(store)).at(-1)?.position);
    const before = await logOf(store);
    expect(await withdraw()).toEqual(answer);
    expect(await logOf(store)).toHaveLength(before.length);
  });

  it('also where it was killed before any desk was closed, and a late repeat closes them', async () => {
    const { store, give, declare, executor, first, second } = await unitWithDesks();
    const lost = losing(store, (stream) => stream.startsWith('Agenda-'));
    await expect(officeOn(lost).declare()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    const declared = (await recorded(store)).find(({ type }) => type === 'UnitClosureDeclared')!;
    const { unitClosureId } = declared.data as { readonly unitClosureId: string };

    expect(changes(await give(withdrawUnitClosure, { unitClosureId }, { as: OFFICE }))).toEqual([]);
    await declare();
    await followed(store);

    for (const agendaId of [first, second]) {
      const closures = await executor.look(agenda, agendaId, (state) => state.status !== 'ABSENT' && state.closures);
      const statuses = await executor.look(agendaDay, agendaDayId(agendaId, MONDAY), (day) =>
        day.status === 'ABSENT' ? [] : [...day.appointments.values()].map(({ status }) => status),
      );
      expect([closures, new Set(statuses)]).toEqual([[], new Set(['BOOKED'])]);
    }
  });

  it('not at a desk that the office has opened again before', async () => {
    const { declare, give, store, first, second } = await unitWithDesks();
    const unitClosureId = idOf(await declare());
    const closures = (await recorded(store)).filter(({ type }) => type === 'ClosureDeclared');
    const [atFirst] = closures
      .map(({ data }) => data as { readonly agendaId: string; readonly closureId: string })
      .filter(({ agendaId }) => agendaId === first);
    await give(withdrawClosure, { agendaId: first, closureId: atFirst!.closureId }, { as: OFFICE });

    const answer = await give(withdrawUnitClosure, { unitClosureId }, { as: OFFICE });

    expect(changes(answer).map(([, agendaId]) => agendaId)).toEqual([second, second]);
  });

  it('also where it was declared before desks were closed at once', async () => {
    const { write, give, store, first, second } = await unitWithDesks();
    const unitClosureId = '0190b5a0-0000-7000-8000-000000000001';
    const declared: UnitClosureEvent = {
      type: 'UnitClosureDeclared',
      data: { unitClosureId, region: '12', province: '057', ...closing },
    };
    await write(unitClosure, unitClosureId, declared);
    await followed(store);

    const answer = await give(withdrawUnitClosure, { unitClosureId }, { as: OFFICE });

    expect(changes(answer).map(([effect, agendaId]) => [effect, agendaId])).toEqual([
      ['reinstated', first],
      ['reinstated', second],
      ['reinstated', second],
    ]);
  });
});
