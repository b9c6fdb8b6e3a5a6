import { setImmediate as turn } from 'node:timers/promises';
import { START } from '#kernel/domain';
import { rejection } from '../conformance/harness.ts';
import { appendNumbers, collect, freshStream } from '../conformance/log-writing.ts';
import { setStage, type Stage } from './stage.ts';
import { until } from './writers.ts';

describe('closing a store', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.close());

  it('ends what it began and nothing of the others that share its client', async () => {
    const other = await stage.open();
    const following = new AbortController();
    const theirs = collect(other.subscribe({ after: START, signal: following.signal }));
    const mine = stage.store.subscribe({ after: START, signal: new AbortController().signal })[Symbol.asyncIterator]();
    await mine.next();
    await until(async () => (await other.health()).state === 'live');
    const before = stage.server.openSubscriptions;

    await stage.store.close();

    expect(await rejection(mine.next())).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await until(() => stage.server.openSubscriptions === before - 1);
    expect(await other.health()).toMatchObject({ state: 'live', subscriptions: [{ state: 'live' }] });
    following.abort();
    expect(await theirs).toEqual([]);
  });

  it('comes to an end with answers on their way that nobody will read', async () => {
    // Sooner or later the answer is here, and not yet read, when its store is closed.
    for (let turns = 0; turns < 40; turns += 1) {
      const brief = await stage.open();
      const reads = Promise.allSettled([brief.head(), brief.head(), brief.head()]);
      for (let count = 0; count < turns; count += 1) await turn();
      await brief.close();
      await reads;
    }

    await stage.store.close();
  });

  it('ends an append of the same moment at once, and with a word on what became of it', async () => {
    const { server } = stage;
    // Alone on its client, so that closing takes the connection away.
    await stage.store.close();
    const lone = await stage.open({ call: 60_000, persist: 60_000 });
    server.faults.next('append', { kind: 'silence', when: 'before' }, Infinity);
    const append = rejection(appendNumbers(lone, freshStream(), 'no-stream', [1]));

    await lone.close();

    expect(await append).toMatchObject({ code: expect.stringMatching(/^(STORE_UNAVAILABLE|OUTCOME_UNKNOWN)$/) });
  });
});
