import { ErasureWatch, MOST_ERASURE_LAG_MS } from './erasure-watch.ts';

function watch({ patience = 10_000 } = {}) {
  const time = { now: 0 };
  const end = { position: '10', heads: 0 };
  const log = {
    head: async () => {
      end.heads += 1;
      return end.position;
    },
  };
  return { time, end, watched: new ErasureWatch({ log, now: () => time.now, patience }) };
}

describe('how far a process is behind with erasures', () => {
  it('is unknown, hence too far, until it has once applied all', async () => {
    const { watched } = watch({ patience: 0 });

    expect(watched.isBehind).toBe(true);
    await expect(watched.requireFollowed()).rejects.toMatchObject({ code: 'ERASURES_BEHIND', facts: {} });
  });

  it('counts from the last time that it looked and then came to what was the end', async () => {
    const { time, end, watched } = watch();
    watched.applied('10', 0);
    time.now = 1_000;
    const looked = watched.look();
    time.now = 3_000;
    await looked;
    expect(watched.lag).toBe(2_000);

    end.position = '20';
    const late = watched.look();
    time.now = 4_000;
    watched.applied('15');
    expect(watched.lag).toBe(3_000);
    watched.applied('20');
    await late;
    expect(watched.lag).toBe(1_000);
  });

  it('lets nobody go on beyond five seconds, and asks the log once for all who come', async () => {
    const { time, end, watched } = watch({ patience: 1 });
    watched.applied('10', 0);
    time.now = MOST_ERASURE_LAG_MS;
    await watched.requireFollowed();
    expect(end.heads).toBe(0);

    time.now += 1;
    end.position = '20';
    const refusals = Array.from({ length: 20 }, () => watched.requireFollowed());
    for (const refused of refusals) {
      await expect(refused).rejects.toMatchObject({ code: 'ERASURES_BEHIND', facts: { seconds: 5 } });
    }
    expect(end.heads).toBe(1);
  });

  it('does not refuse who comes to a process that was only paused, and is told by the log that it has all', async () => {
    const { time, watched } = watch();
    watched.applied('10', 0);
    time.now = 3_600_000;

    await watched.requireFollowed();
    expect(watched.lag).toBe(0);
  });
});
