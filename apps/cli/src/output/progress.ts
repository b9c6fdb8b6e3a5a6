import cliProgress from 'cli-progress';

/** A progress bar on standard error: steps done, rate and remaining time. Without a terminal, a line now and then. */
export class Progress {
  readonly #bar: cliProgress.SingleBar;
  readonly #started = performance.now();

  /**
   * @param label what is being done
   * @param unit what is being counted, in the plural
   * @param total steps expected
   */
  constructor(label: string, unit: string, total: number) {
    this.#bar = new cliProgress.SingleBar({
      format: `${label} {bar} {percentage}% | {value}/{total} ${unit} | {rate}/s | {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 5_000,
      etaBuffer: 100,
      barsize: 30,
    });
    this.#bar.start(total, 0, { rate: 0 });
  }

  /** Sets how many steps are done. */
  update(done: number): void {
    const seconds = (performance.now() - this.#started) / 1_000;
    this.#bar.update(done, { rate: Math.round(done / Math.max(seconds, 0.001)) });
  }

  /** Ends the bar as it stands. */
  stop(): void {
    this.#bar.stop();
  }
}
