import { BatchSize } from './batch-size.ts';

describe('the size of a batch', () => {
  let now = 0;
  const taking = (milliseconds: number) => async (): Promise<void> => {
    now += milliseconds;
  };
  const failing = async (): Promise<void> => {
    throw new Error('timed out');
  };

  it('shrinks when a request is slow or fails, down to one', async () => {
    const size = new BatchSize(() => now);
    const largest = size.current;

    await size.learnFrom(taking(6_000));
    const afterSlow = size.current;
    await size.learnFrom(failing).catch(() => undefined);
    const afterFailed = size.current;
    for (let more = 0; more < 10; more += 1) await size.learnFrom(failing).catch(() => undefined);

    expect(afterSlow).toBeLessThan(largest);
    expect(afterFailed).toBeLessThan(afterSlow);
    expect(size.current).toBe(1);
  });

  it('stays as it is while no server can be found, whose work it could not make easier', async () => {
    const size = new BatchSize(() => now);
    const largest = size.current;
    const noServer = Object.assign(new Error('connect ECONNREFUSED'), { name: 'MongoServerSelectionError' });

    for (let tries = 0; tries < 10; tries += 1) {
      await size.learnFrom(() => Promise.reject(noServer)).catch(() => undefined);
    }

    expect(size.current).toBe(largest);
  });

  it('grows again when all requests of a whole were fast, to what it was at most', async () => {
    const size = new BatchSize(() => now);
    const largest = size.current;
    await size.learnFrom(failing).catch(() => undefined);
    const small = size.current;

    size.done();
    expect(size.current).toBe(small);
    await size.learnFrom(taking(2_000));
    await size.learnFrom(taking(10));
    size.done();
    expect(size.current).toBe(small);

    await size.learnFrom(taking(10));
    expect(size.current).toBe(small);
    size.done();
    expect(size.current).toBeGreaterThan(small);
    for (let more = 0; more < 20; more += 1) size.done();
    expect(size.current).toBe(largest);
  });
});
