import { rejection } from '../conformance/harness.ts';
import { appendNumbers, freshStream, numberOf } from '../conformance/log-writing.ts';
import { setStage, type Stage } from './stage.ts';
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
    const hasty = await open({ call: 10_000, persist: 0 });
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
});
