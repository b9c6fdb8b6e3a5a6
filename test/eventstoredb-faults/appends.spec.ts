import { appendNumbers, freshStream, newEvent, numberOf, recordOn } from '../conformance/log-writing.ts';
import { rejection } from '../conformance/harness.ts';
import { NO_STREAM } from '../eventstoredb/expected-revision.ts';
import type { Fault } from '../eventstoredb/faults.ts';
import { IMPATIENT, setStage, TIMEOUTS, type Stage } from './stage.ts';
import { expectInLog, until, watched, writeConcurrently } from './writers.ts';

describe('appends to a server that fails', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.close());

  const local = (): Fault => ({ kind: 'not-leader', leader: { host: '127.0.0.1', port: stage.server.port } });
  const late: Fault = { kind: 'delay', milliseconds: TIMEOUTS.call * 1.5 };
  const faults: [string, () => Fault][] = [
    ['the connection breaks before the write', () => ({ kind: 'cut', when: 'before' })],
    ['the connection breaks after the write', () => ({ kind: 'cut', when: 'after' })],
    ['the answer comes after the timer has ended', () => late],
    ['there is no answer, and no write', () => ({ kind: 'silence', when: 'before' })],
    ['there is no answer to a write', () => ({ kind: 'silence', when: 'after' })],
    ['another node is the leader', local],
    ['it is unavailable', () => ({ kind: 'unavailable' })],
    ['it is not ready', () => ({ kind: 'not-ready' })],
  ];

  it('of one event are not read back, with a record or without; of several, for their places', async () => {
    const { server, store } = stage;
    const [one, recorded, several] = [freshStream(), freshStream(), freshStream()];
    const end = server.traffic.watch();

    await appendNumbers(store, one, 'no-stream', [1]);
    const ofKey = { stream: recorded, expectedRevision: 'no-stream', idempotency: recordOn(recorded) } as const;
    await store.append({ ...ofKey, events: [newEvent()] });
    await appendNumbers(store, several, 'no-stream', [1, 2]);

    const calls = end().map(({ kind, stream }) => [kind, stream.replace(`${stage.prefix}.`, '')]);
    expect(calls).toEqual([
      ['append', one],
      ['append', recorded],
      ['append', several],
      ['read', several],
    ]);
  });

  it('say each what revision they are to meet, and never that any would do', async () => {
    const { server, store } = stage;
    const stream = freshStream();
    const end = server.traffic.watch();
    server.faults.next('append', { kind: 'silence', when: 'after' });

    await appendNumbers(store, stream, 'no-stream', [1]);
    await appendNumbers(store, stream, 0, [2]);

    expect(end().flatMap(({ expected }) => expected ?? [])).toEqual([NO_STREAM, NO_STREAM, 0]);
  });

  it.each(faults)('are carried out once when %s', async (_case, fault) => {
    const { server, store } = stage;
    const stream = freshStream();
    await appendNumbers(store, stream, 'no-stream', [0]);
    server.faults.next('append', fault(), 2);

    const { revision, positions } = await appendNumbers(store, stream, 0, [1, 2, 3]);

    expect(server.faults.pending).toBe(0);
    const events = await store.readStream(stream);
    expect(events.map(numberOf)).toEqual([0, 1, 2, 3]);
    expect(revision).toBe(3);
    expect(positions).toEqual(events.slice(1).map(({ position }) => position));
  });

  it.each(faults)('of concurrent writers are all there, once, when %s now and then', async (_case, fault) => {
    const { server, store } = stage;
    const writing = writeConcurrently(store, 8, 12);
    for (let round = 0; round < 4; round += 1) {
      server.faults.next('append', fault(), 2);
      await until(() => server.faults.pending === 0);
    }

    const written = await writing;

    expect(written.unknown.size).toBe(0);
    expect(await expectInLog(store, written)).toHaveLength(8 * (6 * 1 + 6 * 2));
  });

  it('of concurrent writers are all there, once, when the server dies and comes back again and again', async () => {
    const { server, store } = stage;
    const { outcome, isOver } = watched(writeConcurrently(store, 8, 60));
    const head = async (): Promise<bigint> => BigInt(await store.head());
    for (let round = 0; round < 3 && !isOver(); round += 1) {
      const before = await head();
      await until(async () => isOver() || (await head()) > before);
      await server.restart();
    }

    const written = await outcome;

    expect(written.unknown.size).toBe(0);
    await expectInLog(store, written);
  });

  it('are refused by a race that was lost under a fault, as by any other', async () => {
    const { server, store, open } = stage;
    const stream = freshStream();
    const rival = await open();
    server.faults.next('append', { kind: 'cut', when: 'before' });
    const asItEnds = (append: Promise<unknown>): Promise<unknown> => append.catch((error: unknown) => error);
    const mine = asItEnds(appendNumbers(store, stream, 'no-stream', [1]));
    await until(() => server.faults.pending === 0);
    // Whoever comes first is right, and the other one knows it.
    const outcomes = await Promise.all([mine, asItEnds(appendNumbers(rival, stream, 'no-stream', [2]))]);

    const refused = outcomes.filter((outcome) => (outcome as { code?: string }).code !== undefined);
    expect(refused).toMatchObject([{ code: 'WRONG_EXPECTED_REVISION', facts: { expected: 'no-stream', actual: 0 } }]);
    expect(await store.readStream(stream)).toHaveLength(1);
  });

  it('say that the outcome is unknown when the server stays silent, and the write may stand', async () => {
    const { server, open } = stage;
    const impatient = await open(IMPATIENT);
    const stream = freshStream();
    const lift = server.faults.next('append', { kind: 'silence', when: 'after' }, Infinity);

    const refused = await rejection(appendNumbers(impatient, stream, 'no-stream', [1]));

    expect(refused).toMatchObject({ code: 'OUTCOME_UNKNOWN', facts: { stream } });
    lift();
    expect((await impatient.readStream(stream)).map(numberOf)).toEqual([1]);
  });

  it('say that nothing was written when no server was there at all', async () => {
    const { server, open } = stage;
    const impatient = await open(IMPATIENT);
    const stream = freshStream();
    await server.down();
    // The connection of before must be known to be broken: what is sent into it may have arrived.
    await rejection(impatient.head());

    const refused = await rejection(appendNumbers(impatient, stream, 'no-stream', [1]));

    expect(refused).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('check that it runs'),
    });
    await server.up();
    expect(await impatient.readStream(stream)).toEqual([]);
    expect((await appendNumbers(impatient, stream, 'no-stream', [2])).revision).toBe(0);
  });

  it.each([
    ['an id that is no UUID', { eventId: 'first' }, 'the id of an event must be a UUID'],
    ['no type', { type: '' }, 'not a type of an event'],
    ['a type of the server', { type: '$metadata' }, 'not a type of an event'],
    ['a bare text', { data: 'text' }, 'must not be a bare text'],
    ['a bigint', { data: { amount: 1n } }, 'BigInt'],
    ['nothing', { data: undefined }, 'no JSON'],
  ])('of an event with %s are refused before they are sent', async (_case, wrong, message) => {
    const events = [{ ...newEvent(), ...wrong }];

    const refused = stage.store.append({ stream: freshStream(), expectedRevision: 'no-stream', events });

    await expect(refused).rejects.toThrow(message);
  });
});
