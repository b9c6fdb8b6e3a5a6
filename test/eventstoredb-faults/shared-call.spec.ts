import { rejection } from '../conformance/harness.ts';
import { appendNumbers, freshStream, newEvent, numberOf } from '../conformance/log-writing.ts';
import { setStage, TIMEOUTS, type Stage } from './stage.ts';
import { until, writeConcurrently } from './writers.ts';

describe('the call that appends share', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.close());

  it('is one for all of them, of all stores of the process', async () => {
    const { server, store, open } = stage;
    const other = await open();

    await Promise.all([writeConcurrently(store, 4, 4), writeConcurrently(other, 4, 4)]);

    expect(server.sharedAppendCalls).toBe(1);
  });

  it('leaves what was under way unknown when it ends, whatever it ends with', async () => {
    const { server, open } = stage;
    const hasty = await open({ persist: 0 });
    const [written, lost] = [freshStream(), freshStream()];
    server.faults.next('append', { kind: 'silence', when: 'after' });
    const unanswered = rejection(appendNumbers(hasty, written, 'no-stream', [1]));
    await until(() => server.faults.pending === 0);
    // For this one alone "nothing was written" would be true.
    server.faults.next('append', { kind: 'not-leader', leader: { host: '127.0.0.1', port: server.port } });
    const refused = rejection(appendNumbers(hasty, lost, 'no-stream', [1]));

    expect(await Promise.all([unanswered, refused])).toMatchObject([
      { code: 'OUTCOME_UNKNOWN', facts: { stream: written } },
      { code: 'OUTCOME_UNKNOWN', facts: { stream: lost } },
    ]);
    expect((await hasty.readStream(written)).map(numberOf)).toEqual([1]);
    expect(await hasty.readStream(lost)).toEqual([]);
  });

  it('is not for one whose message the server would find too large, which would end it for all', async () => {
    const { server, open } = stage;
    const hasty = await open({ call: TIMEOUTS.persist, persist: 0 });
    const stream = freshStream();
    await appendNumbers(hasty, stream, 'no-stream', [1]);
    server.faults.next('append', { kind: 'silence', when: 'before' });
    let isUnderWay = true;
    const underWay = rejection(appendNumbers(hasty, freshStream(), 'no-stream', [1])).finally(() => {
      isUnderWay = false;
    });
    await until(() => server.faults.pending === 0);
    const event = newEvent();
    const actor = { kind: 'policy', name: 'x'.repeat(18 * 1024 * 1024) } as const;
    const huge = { ...event, metadata: { ...event.metadata, actor } };

    await rejection(hasty.append({ stream: freshStream(), expectedRevision: 'no-stream', events: [huge] }));

    await appendNumbers(hasty, stream, 0, [2]);
    expect(isUnderWay).toBe(true);
    await hasty.close();
    await stage.store.close();
    await underWay;
  });
});
