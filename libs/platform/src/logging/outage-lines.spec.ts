import { toTimestamp } from '#kernel/domain';
import { tellOutages, type AlarmClock, type ServerContact } from './outage-lines.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-03-02T09:00:00Z');

/** A clock that stands until it is moved, and rings on the way. */
class HandClock implements AlarmClock {
  #now = START;
  readonly #alarms = new Map<() => void, number>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    this.#alarms.set(call, this.#now + milliseconds);
    return () => this.#alarms.delete(call);
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#alarms].filter(([, at]) => at <= end).sort(([, one], [, other]) => one - other);
      if (!next) break;
      this.#alarms.delete(next[0]);
      this.#now = next[1];
      next[0]();
    }
    this.#now = end;
  }
}

describe('the lines about a server', () => {
  let clock: HandClock;
  let lines: string[];
  let found: (contact: ServerContact) => void;
  let end: () => void;

  beforeEach(() => {
    clock = new HandClock();
    lines = [];
    const watch = (listener: typeof found): (() => void) => {
      found = listener;
      listener({ answers: true, since: toTimestamp(START) });
      return () => undefined;
    };
    end = tellOutages(
      [{ name: 'Store at one:1', watch }],
      { log: (line) => lines.push(line), warn: (line) => lines.push(`WARN ${line}`) },
      clock,
    );
  });

  const lost = (error = 'connection refused'): void =>
    found({ answers: false, since: toTimestamp(clock.now()), lastAnswer: toTimestamp(clock.now() - SECOND), error });
  const back = (): void => found({ answers: true, since: toTimestamp(clock.now()) });

  it('tell when it is lost and when it is back, and since when', () => {
    lost();
    clock.pass(30 * SECOND);
    back();
    clock.pass(10 * MINUTE);

    expect(lines).toEqual([
      'WARN Store at one:1 has been away since 2026-03-02T09:00:00.000Z (last answer 2026-03-02T08:59:59.000Z): connection refused',
      'Store at one:1 is back: it was away from 2026-03-02T09:00:00.000Z to 2026-03-02T09:00:30.000Z (30 s)',
    ]);
  });

  it('say it again while it lasts, less and less often, but every hour at the least', () => {
    lost();
    const minutes: number[] = [];
    for (let minute = 1; minute <= 400; minute += 1) {
      const before = lines.length;
      clock.pass(MINUTE);
      if (lines.length > before) minutes.push(minute);
    }

    // The loss within the first minute; then after 1, 2, 4, … 32 and 60 minutes more.
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 124, 184, 244, 304, 364]);
    expect(lines.at(-1)).toMatch(/^WARN Store at one:1 is still away, since 2026-03-02T09:00:00\.000Z .*: connection/);
  });

  it('begin anew with the next outage', () => {
    lost();
    clock.pass(5 * MINUTE);
    back();
    lines.length = 0;
    lost();
    clock.pass(MINUTE - 1);

    expect(lines).toEqual([expect.stringContaining('has been away since 2026-03-02T09:05:00.000Z')]);
  });

  it('give the last reason there is', () => {
    lost('no answer');
    clock.pass(2 * SECOND);
    found({ answers: false, since: toTimestamp(clock.now()), error: 'connection refused' });
    clock.pass(2 * MINUTE);

    expect(lines.map((line) => line.split(': ').at(-1))).toEqual(['no answer', 'connection refused']);
    expect(lines[1]).toContain('since 2026-03-02T09:00:00.000Z');
  });

  it('pass over what is over within a second', () => {
    for (let times = 0; times < 100; times += 1) {
      lost();
      clock.pass(SECOND - 1);
      back();
    }

    expect(lines).toEqual([]);
  });

  it('are one line each, without the credentials of an address', () => {
    lost('cannot connect to\n  esdb://user:s3cret@one:1,two:2\n  at once');
    clock.pass(2 * SECOND);

    expect(lines).toEqual([expect.stringMatching(/: cannot connect to esdb:\/\/one:1,two:2 at once$/)]);
  });

  it('end with whoever wanted them', () => {
    lost();
    end();
    clock.pass(10 * MINUTE);

    expect(lines).toEqual([]);
  });
});
