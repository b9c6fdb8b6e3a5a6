import { unauthenticated } from './token-verifier.ts';
import { TokenWatch } from './token-watch.ts';

const principal = { id: 'a-system', role: 'integration' as const };

describe('whoever waits with a token', () => {
  const refused = new Set<string>();
  const looked: string[] = [];
  const watch = new TokenWatch({
    verify: (token) => {
      looked.push(token);
      if (refused.has(token)) throw unauthenticated('TOKEN_REVOKED', 'it was revoked');
      return principal;
    },
  });
  const aborted = (signal: AbortSignal): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    signal.addEventListener('abort', () => resolve(signal.reason));
    return promise;
  };

  it('is refused once the token is good no longer, and none who has another', async () => {
    const [one, same, other] = [new AbortController(), new AbortController(), new AbortController()];
    const [ofOne, ofSame] = [watch.whileGood('a', one.signal), watch.whileGood('a', same.signal)];
    const ofOther = watch.whileGood('b', other.signal);
    const ends = [aborted(ofOne), aborted(ofSame)];
    refused.add('a');
    expect(await Promise.all(ends)).toMatchObject([{ problem: { status: 401 } }, { problem: { status: 401 } }]);
    expect(ofOther.aborted).toBe(false);
    other.abort();
  });

  it('is looked after for as long as they wait, and no longer', async () => {
    const [gone, stays] = [new AbortController(), new AbortController()];
    const ofGone = watch.whileGood('c', gone.signal);
    const ofStays = watch.whileGood('d', stays.signal);
    gone.abort();
    expect(ofGone.aborted).toBe(true);
    looked.length = 0;
    refused.add('d');
    await aborted(ofStays);
    expect(looked).toEqual(['d']);
    expect(watch.whileGood('c', gone.signal).aborted).toBe(true);
  });
});
