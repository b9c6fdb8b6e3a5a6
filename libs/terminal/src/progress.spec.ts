import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CountProgress, LogProgress } from './progress.ts';

describe('progress', () => {
  /** What is printed without a terminal, at the end. */
  async function lastLineOf(show: (stream: PassThrough) => void): Promise<string> {
    const stream = new PassThrough();
    show(stream);
    stream.end();
    return (await text(stream)).trim().split('\n').at(-1)!;
  }

  it('through the log is a share of it and events in a second: positions are never shown as if they were events', async () => {
    const line = await lastLineOf((stream) => {
      const progress = new LogProgress('availability', '157785138', stream);
      progress.update({ events: 300, position: '78892569' });
      progress.stop();
    });

    expect(line).toMatch(/^availability .* 50% of the log \| 300 events \| \d+ events\/s \| \S+ left$/);
    expect(line).not.toMatch(/157785138|78892569/);
  });

  it('through what is expected counts that, as what it is', async () => {
    const line = await lastLineOf((stream) => {
      const progress = new CountProgress('playing a month', 1000, 'events', stream);
      progress.update(250);
      progress.stop();
    });

    expect(line).toMatch(/^playing a month .* 25% \| 250\/1000 events \| \d+ events\/s \| \S+ left$/);

    const ofRows = await lastLineOf((stream) => {
      const progress = new CountProgress('loading hosts', 60, 'rows', stream);
      progress.update(30);
      progress.stop();
    });
    expect(ofRows).toMatch(/^loading hosts .* 50% \| 30\/60 rows \| \d+ rows\/s \| \S+ left$/);
  });

  it('through a log without events shows numbers all the same', async () => {
    const line = await lastLineOf((stream) => {
      const progress = new LogProgress('availability', '0', stream);
      progress.update({ events: 0, position: '0' });
      progress.stop();
    });

    expect(line).toMatch(/^availability .* \d+% of the log \| 0 events \| 0 events\/s \| \S+ left$/);
    expect(line).not.toMatch(/NFs|NaN|NULL|INF/);
  });

  it('says that the time left is unknown until it is known', async () => {
    const line = await lastLineOf((stream) => new CountProgress('playing a month', 1000, 'events', stream).stop());

    expect(line).toMatch(/ \? left$/);
  });
});
