import { SystemError } from '#kernel/domain';
import { BoundedLook } from './bounded-look.ts';

const AT = Date.parse('2026-03-02T09:00:00Z');
const clock = { now: () => AT };

describe('a look at a part', () => {
  it('brings its answer', async () => {
    const look = new BoundedLook(async () => 'well', clock);

    expect(await look.look()).toEqual({ known: 'well', isRenewed: true, lastAnswer: '2026-03-02T09:00:00.000Z' });
  });

  it('brings what was known, and since when, while the part does not answer', async () => {
    let answer: Promise<string> = Promise.resolve('well');
    const look = new BoundedLook(() => answer, clock);
    await look.look();
    answer = new Promise(() => undefined);

    expect(await look.look()).toEqual({ known: 'well', isRenewed: false, lastAnswer: '2026-03-02T09:00:00.000Z' });
  });

  it('brings nothing when nothing was ever known', async () => {
    const look = new BoundedLook(() => new Promise(() => undefined), clock);

    expect(await look.look()).toEqual({ known: undefined, isRenewed: false, lastAnswer: undefined });
  });

  it('asks a part that hangs once, however often it is looked at, and knows what it says in the end', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    let asked = 0;
    const look = new BoundedLook(() => {
      asked += 1;
      return promise;
    }, clock);

    const seen = [await look.look(), ...(await Promise.all([look.look(), look.look()]))];
    expect(seen.map(({ isRenewed }) => isRenewed)).toEqual([false, false, false]);
    expect(asked).toBe(1);
    const last = look.look();
    resolve('late');

    expect(await last).toMatchObject({ known: 'late', isRenewed: true });
  });

  it('takes a store that is unavailable for no answer, and any other failure for what it is', async () => {
    let failure: Error = new SystemError('STORE_UNAVAILABLE', 'away');
    const look = new BoundedLook(() => Promise.reject(failure), clock);
    expect(await look.look()).toMatchObject({ isRenewed: false });

    failure = new Error('a defect');

    await expect(look.look()).rejects.toThrow('a defect');
  });
});
