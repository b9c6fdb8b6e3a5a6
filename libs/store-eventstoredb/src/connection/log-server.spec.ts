import { isSystemError } from '#kernel/domain';
import { Contact } from './contact.ts';
import { NoAnswer } from './failure.ts';
import { LogServer } from './log-server.ts';
import { DEFAULT_TIMEOUTS } from './timeouts.ts';

it('a server that was given up is tried once by each call, until it answers', async () => {
  const contact = new Contact(Date.now, () => undefined);
  const timeouts = { ...DEFAULT_TIMEOUTS, persist: 200 };
  const server = new LogServer({ connectionString: 'esdb://127.0.0.1:1?tls=false', timeouts, contact });
  let failures = Infinity;
  const attempts = async (): Promise<number> => {
    let made = 0;
    const action = async (): Promise<void> => {
      made += 1;
      if (made <= failures) throw new NoAnswer('a call', 5);
    };
    await server
      .persist(() => server.noting(action))
      .catch((error: unknown) => {
        if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
      });
    return made;
  };

  expect(await attempts()).toBeGreaterThan(1);
  expect([await attempts(), await attempts()]).toEqual([1, 1]);

  failures = 0;
  expect(await attempts()).toBe(1);
  failures = 1;
  expect(await attempts()).toBe(2);
  await server.close();
});
