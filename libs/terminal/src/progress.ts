import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import type { Position } from '#kernel/domain';
import type { BuildProgress } from '#kernel/execution';

/** A progress bar on standard error. Without a terminal, a line now and then. */
class Bar {
  readonly #bar: cliProgress.SingleBar;
  readonly #started = performance.now();

  /**
   * @param format of a line, in the words of cli-progress, with `{counted}` and `{rate}`
   * @param total what is `done` at the end
   */
  constructor(format: string, total: number, stream: Writable) {
    this.#bar = new cliProgress.SingleBar({
      ...{ format, stream: stream },
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 5_000,
      etaBuffer: 100,
      formatTime,
      barsize: 30,
    });
    this.#bar.start(total, 0, { counted: 0, rate: 0 });
  }

  /** @param counted events or rows that were dealt with so far */
  update(done: number, counted: number): void {
    const seconds = (performance.now() - this.#started) / 1_000;
    this.#bar.update(done, { counted, rate: Math.round(counted / Math.max(seconds, 0.001)) });
  }

  /** Ends the bar as it stands. */
  stop(): void {
    this.#bar.stop();
  }
}

/** How many are done of those that are expected, in a second, and the time that is left. */
export class CountProgress {
  readonly #bar: Bar;

  /**
   * @param label what is being done
   * @param what is counted
   */
  constructor(label: string, expected: number, what: 'events' | 'rows', stream: Writable = process.stderr) {
    this.#bar = new Bar(
      `${label} {bar} {percentage}% | {counted}/{total} ${what} | {rate} ${what}/s | {eta_formatted} left`,
      expected,
      stream,
    );
  }

  update(done: number): void {
    this.#bar.update(done, done);
  }

  stop(): void {
    this.#bar.stop();
  }
}

/**
 * How far a build has come through the log: as a share of it, since positions do not count events (those of EventStoreDB
 * are bytes, of whatever events); beside that the events that were read, and the time that is left.
 */
export class LogProgress {
  readonly #bar: Bar;

  /**
   * @param label what is being built
   * @param end position to which the log is read
   */
  constructor(label: string, end: Position, stream: Writable = process.stderr) {
    this.#bar = new Bar(
      `${label} {bar} {percentage}% of the log | {counted} events | {rate} events/s | {eta_formatted} left`,
      Number(end),
      stream,
    );
  }

  update({ events, position }: BuildProgress): void {
    this.#bar.update(Number(position), events);
  }

  stop(): void {
    this.#bar.stop();
  }
}

/** Seconds for people. What cli-progress does not know yet it calls by a word, which its own format would cut to two letters. */
function formatTime(seconds: number, options: cliProgress.Options, roundTo: number): string {
  return Number.isFinite(seconds) ? cliProgress.Format.TimeFormat(seconds, options, roundTo) : '?';
}
