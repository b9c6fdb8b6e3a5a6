import { MemoryEventStore } from '#store-memory';
import { releaseReservation, reservation, reservationId, reservationOf } from '../claims/reservation.ts';
import type { EventStore } from '../ports/event-store.ts';
import {
  counter,
  counterRegistry,
  decideCounter,
  originOf,
  SpecClock,
  type CounterEvent,
  type CounterState,
} from '../specification/counters.ts';
import { intercept, rejectionOf } from '../specification/faults.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { CommandExecutor } from './command-executor.ts';
import type { CommandResult, DecisionRequest } from './command-request.ts';

const RED = `Reservation-${reservationId('colour', 'red')}`;

let store: MemoryEventStore;
let clock: SpecClock;
/** What the process under specification asks of the log, once it is counted. */
let calls: string[];
let here: CommandExecutor;
/** Another process. */
let elsewhere: CommandExecutor;

beforeEach(() => {
  store = new MemoryEventStore();
  clock = new SpecClock();
  calls = [];
  const counted = intercept<EventStore>(store, {
    // As a log has it that has no transaction over streams.
    appendTogether: undefined,
    readStream: (stream, ...from) => {
      calls.push(`read ${stream}`);
      return store.readStream(stream, ...from);
    },
    append: (request) => {
      calls.push(`append ${request.stream}`);
      return store.append(request);
    },
  });
  here = new CommandExecutor({ store: counted, registry: counterRegistry(), clock });
  elsewhere = new CommandExecutor({ store, registry: counterRegistry(), clock });
});

type Request = Partial<DecisionRequest<CounterState, CounterEvent>> & { readonly limit?: number };

function count(
  process: CommandExecutor,
  commandId: string,
  { limit = 100, ...request }: Request = {},
): Promise<CommandResult<CounterEvent>> {
  return process.execute(counter, {
    id: '1',
    origin: originOf(commandId),
    decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, limit),
    ...request,
  });
}
const claiming: Request = { claims: () => [reservationOf('colour', 'red')] };

function release(process: CommandExecutor, forCommandId: string): Promise<CommandResult> {
  return process.execute(reservation, {
    id: reservationId('colour', 'red'),
    origin: originOf(`release for ${forCommandId}`),
    decide: (state) => releaseReservation(state, 'colour', forCommandId),
  });
}
const holder = (): Promise<string | undefined> =>
  elsewhere.look(reservation, reservationId('colour', 'red'), ({ heldFor }) => heldFor?.commandId);

/** What is asked of the log for it, and what came of it. */
async function asking<T>(work: () => Promise<T>): Promise<{ readonly asked: readonly string[]; readonly outcome: T }> {
  calls.length = 0;
  const outcome = await work();
  return { asked: [...calls], outcome };
}

describe('a stream that is known', () => {
  beforeEach(() => count(here, 'known'));

  it('is not read before it is written to', async () => {
    expect((await asking(() => count(here, 'c1'))).asked).toEqual(['append Counter-1']);
  });

  it('is read, with no pause between, when others have written there since, and decided on anew', async () => {
    await count(elsewhere, 'foreign');

    const { asked, outcome } = await asking(() => count(here, 'c1', { limit: 3 }));

    expect(asked).toEqual(['append Counter-1', 'read Counter-1', 'append Counter-1']);
    expect(outcome).toMatchObject({ revision: 2 });
  });

  it('is read first for a minute after an event of others was met there, and then no more', async () => {
    await count(elsewhere, 'foreign');
    await count(here, 'c1');

    const soon = await asking(() => count(here, 'c2'));
    clock.time += 60_000;
    await count(here, 'c3');
    const later = await asking(() => count(here, 'c4'));

    expect([soon.asked, later.asked]).toEqual([['read Counter-1', 'append Counter-1'], ['append Counter-1']]);
  });

  it('is read where the log was not asked for it for two seconds, be it for a look', async () => {
    clock.time += 2_000;
    const later = await asking(() => count(here, 'c1'));
    clock.time += 2_000;
    await here.look(counter, '1', () => undefined);
    const seen = await asking(() => count(here, 'c2'));

    expect([later.asked, seen.asked]).toEqual([['read Counter-1', 'append Counter-1'], ['append Counter-1']]);
  });

  it('is read where a look has found more than was known', async () => {
    await count(elsewhere, 'foreign');
    await here.look(counter, '1', () => undefined);

    expect((await asking(() => count(here, 'c1'))).asked).toEqual(['read Counter-1', 'append Counter-1']);
  });

  it.each<[string, Request, string]>([
    ['a rule', { limit: 1 }, 'LIMIT_EXCEEDED'],
    ['If-Match', { ifRevision: 5 }, 'STALE_REVISION'],
    [
      'rights',
      { authorize: () => decideCounter({ type: 'CloseCounter', group: '' }, { total: 0, closed: true }, 0) },
      'COUNTER_CLOSED',
    ],
  ])('is read before anything is refused for %s', async (_why, request, code) => {
    const { asked, outcome } = await asking(() => rejectionOf(count(here, 'c1', request)));

    expect(outcome).toMatchObject({ code });
    expect(asked).toEqual(['read Counter-1']);
  });

  it('refuses nothing for what was so once', async () => {
    await count(elsewhere, 'less', { decide: () => [{ type: 'Counted', data: { group: 'g', amount: -1 } }] });

    expect(await count(here, 'c1', { limit: 1 })).toMatchObject({ revision: 2 });
  });

  it('passes over nothing that others have given a reason for: who releases what was claimed elsewhere finds it', async () => {
    await release(here, 'nobody');
    expect(await holder()).toBeUndefined();
    await count(elsewhere, 'c1', claiming);

    expect((await release(here, 'c1')).events).toMatchObject([{ type: 'ReservationReleased' }]);
    expect(await holder()).toBeUndefined();
  });

  it('answers a command that another process has carried out by what that wrote', async () => {
    const answer = await count(elsewhere, 'c1');

    expect(await count(here, 'c1')).toEqual(answer);
    expect(await count(here, 'c1', { limit: 0 })).toEqual(answer);
    expect(await store.readStream('Counter-1')).toHaveLength(2);
  });

  it('carries out nothing that was abandoned elsewhere', async () => {
    await elsewhere.abandon(counter, '1', 'c1', originOf('abandon c1'));

    expect(await rejectionOf(count(here, 'c1'))).toMatchObject({ code: 'COMMAND_ABANDONED' });
    expect(await rejectionOf(count(here, 'c1', claiming))).toMatchObject({ code: 'COMMAND_ABANDONED' });
    expect(await holder()).toBeUndefined();
  });

  it('of which a command was carried out elsewhere is not given up for its repeat that may not claim', async () => {
    const answer = await count(elsewhere, 'c1', claiming);
    await release(elsewhere, 'c1');
    await count(elsewhere, 'c2', { ...claiming, id: '2' });

    // What it claims is another's by now; its act stands.
    expect(await count(here, 'c1', claiming)).toEqual(answer);
    expect(await holder()).toBe('c2');
  });
});

describe('what a command claims', () => {
  it('is neither read before nor looked at after it was written by this very command', async () => {
    await count(here, 'known', claiming);
    await release(here, 'known');

    const { asked } = await asking(() => count(here, 'c1', { ...claiming, cameAt: clock.now() }));

    expect(asked).toEqual([`append ${RED}`, 'append Counter-1']);
  });

  it('is not taken on what was known before the command came: what is refused for what others wrote is not given up', async () => {
    const movingYet = defineRefusal('MOVING_YET', 'It is moving: wait.', 'not-yet');
    const unlessMoving = (): Promise<CommandResult<CounterEvent>> => {
      clock.time += 1;
      const decide = ({ total }: CounterState): readonly CounterEvent[] => {
        if (total >= 10) throw movingYet();
        return [{ type: 'Counted', data: { group: 'g', amount: 1 } }];
      };
      return count(here, 'c1', { ...claiming, cameAt: clock.now(), decide });
    };
    const counted = (amount: number): CounterEvent[] => [{ type: 'Counted', data: { group: 'g', amount } }];
    await count(here, 'known');
    await count(elsewhere, 'moving', { decide: () => counted(10) });

    expect(await rejectionOf(unlessMoving())).toMatchObject({ code: 'MOVING_YET' });
    expect(await holder()).toBeUndefined();
    await count(elsewhere, 'moved', { decide: () => counted(-10) });
    expect(await unlessMoving()).toMatchObject({ revision: 3 });
  });

  it('is not taken for who has seen another revision: nothing is abandoned', async () => {
    await count(here, 'known');
    await count(elsewhere, 'other');

    expect(await rejectionOf(count(here, 'c1', { ...claiming, ifRevision: 0 }))).toMatchObject({
      code: 'STALE_REVISION',
    });
    expect((await store.readStream('Counter-1')).map(({ type }) => type)).toEqual(['Counted', 'Counted']);
  });

  it('is not taken by a repeat for what the act has not rested on', async () => {
    const colourOf = ({ total }: CounterState): string => (total === 1 ? 'red' : 'blue');
    const byState = { claims: (state: CounterState) => [reservationOf('colour', colourOf(state))] };
    await count(here, 'known');
    await count(elsewhere, 'other');
    const answer = await count(elsewhere, 'c1', byState);

    expect(await count(here, 'c1', byState)).toEqual(answer);
    expect(await holder()).toBeUndefined();
  });

  it('is looked at where an earlier attempt has written it', async () => {
    await count(here, 'known');
    const failing = new CommandExecutor({
      store: intercept<EventStore>(store, {
        appendTogether: undefined,
        append: (request) =>
          request.stream === 'Counter-1' ? Promise.reject(new Error('killed')) : store.append(request),
      }),
      registry: counterRegistry(),
      clock,
    });
    await rejectionOf(count(failing, 'c1', claiming));
    await release(elsewhere, 'c1');

    expect(await rejectionOf(count(here, 'c1', claiming))).toMatchObject({ code: 'COMMAND_ABANDONED' });
  });

  it('and cannot have is told once both streams were read', async () => {
    await count(here, 'known', claiming);

    const { asked, outcome } = await asking(() => rejectionOf(count(here, 'c1', { ...claiming, cameAt: clock.now() })));

    expect(outcome).toMatchObject({ code: 'VALUE_ALREADY_TAKEN' });
    expect(asked).toEqual([`read ${RED}`, 'read Counter-1']);
  });
});

describe('a stream that a command brings into being', () => {
  const onNewStream = { onNewStream: true } as const;

  it('is written to without a look', async () => {
    expect((await asking(() => count(here, 'c1', onNewStream))).asked).toEqual(['append Counter-1']);
    expect((await asking(() => count(here, 'c2'))).asked).toEqual(['append Counter-1']);
  });

  it('is read where another process was faster', async () => {
    await count(elsewhere, 'faster');

    expect(await count(here, 'c1', onNewStream)).toMatchObject({ revision: 1 });
  });
});
