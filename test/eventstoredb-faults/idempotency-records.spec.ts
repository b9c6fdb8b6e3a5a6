import type { AppendRequest, EventStore } from '#kernel/ports';
import { rejection } from '../conformance/harness.ts';
import { recordOn, freshStream, newEvent } from '../conformance/log-writing.ts';
import { IMPATIENT, setStage, type Stage } from './stage.ts';
import { until } from './writers.ts';

/** The same command as several processes would decide it, each in an append of its own, and what each of them saw. */
function requestOf(stream: string): (seenBy: string) => AppendRequest {
  const record = recordOn(stream);
  return (seenBy) => ({
    stream,
    expectedRevision: 'no-stream',
    events: [newEvent({ seenBy })],
    idempotency: record,
  });
}

/** How an append is refused that comes after another for the same command. */
const MET = { code: 'WRONG_EXPECTED_REVISION' };

describe('idempotency records before the append', () => {
  let stage: Stage;
  let other: EventStore;
  beforeEach(async () => {
    stage = await setStage();
    other = await stage.open();
  });
  afterEach(() => stage.close());

  const seenBy = async (stream: string): Promise<unknown[]> =>
    (await stage.store.readStream(stream)).map(({ data }) => (data as { seenBy: string }).seenBy);

  it('of a process that died before its append keep no repeat waiting', async () => {
    const stream = freshStream();
    const request = requestOf(stream);
    await stage.idempotency.make(request('first').idempotency!);

    expect(await other.append(request('second'))).toMatchObject({ revision: 0 });

    expect(await seenBy(stream)).toEqual(['second']);
    expect(await rejection(stage.store.append(request('third')))).toMatchObject(MET);
  });

  it('let a repeat be first while the process that made them is slow, which then meets its revision', async () => {
    const stream = freshStream();
    const request = requestOf(stream);
    stage.server.faults.next('append', { kind: 'delay', milliseconds: 100 });
    const slow = rejection(stage.store.append(request('slow')));
    await until(() => stage.server.faults.pending === 0);

    expect(await other.append(request('quick'))).toMatchObject({ revision: 0 });

    expect(await slow).toMatchObject(MET);
    expect(await seenBy(stream)).toEqual(['quick']);
  });

  it('let nobody take the write of another for its own, who comes back late', async () => {
    const stream = freshStream();
    const request = requestOf(stream);
    // It waits for its answer until the connection breaks, which is after the other has written.
    const patient = await stage.open({ call: 60_000, persist: 60_000 });
    stage.server.faults.next('append', { kind: 'silence', when: 'before' });
    const late = rejection(patient.append(request('late')));
    await until(() => stage.server.faults.pending === 0);
    expect(await other.append(request('quick'))).toMatchObject({ revision: 0 });
    stage.server.cutConnections();

    expect(await late).toMatchObject(MET);
    expect(await seenBy(stream)).toEqual(['quick']);
  });

  it('let one of many processes with the same command at once be the one', async () => {
    const stream = freshStream();
    const request = requestOf(stream);
    const stores = [stage.store, other, await stage.open(), await stage.open()];

    const outcomes = await Promise.allSettled(stores.map((store, index) => store.append(request(String(index)))));

    const done = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [String(index)] : []));
    expect(done).toEqual(await seenBy(stream));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
  });

  it('of an append that was refused stand against another request of the same key', async () => {
    const stream = freshStream();
    const request = requestOf(stream);
    const taken = { ...request('first'), expectedRevision: 3 };
    expect(await rejection(stage.store.append(taken))).toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });

    const record = { ...request('first').idempotency!, bodyHash: 'another' };
    const refused = await rejection(other.append({ ...request('other'), idempotency: record }));

    expect(refused).toMatchObject({
      code: 'IDEMPOTENCY_RECORD_EXISTS',
      facts: { record: request('first').idempotency },
    });
    expect(await seenBy(stream)).toEqual([]);
  });

  it('are written once when the outcome was unknown and the command is given again', async () => {
    const impatient = await stage.open(IMPATIENT);
    const stream = freshStream();
    const request = requestOf(stream);
    const lift = stage.server.faults.next('append', { kind: 'silence', when: 'after' }, Infinity);
    expect(await rejection(impatient.append(request('first')))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    lift();

    expect(await rejection(other.append(request('second')))).toMatchObject(MET);

    expect(await seenBy(stream)).toEqual(['first']);
  });
});
