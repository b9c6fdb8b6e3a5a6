import type { Clock } from '#kernel/domain';
import { Temporal } from 'temporal-polyfill';

/** The time of the played month; when that is over, the machine's own. */
export class DemoClock implements Clock {
  #played: number | undefined;

  now(): number {
    return this.#played ?? Date.now();
  }

  /** Sets the played time, in milliseconds since the epoch. */
  playAt(time: number): void {
    this.#played = time;
  }

  /** From now on it is what the machine says. */
  followMachine(): void {
    this.#played = undefined;
  }
}

/** When it is this hour in Rome, in milliseconds since the epoch. */
export function instantInRome(date: string, hour: number): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({
    timeZone: 'Europe/Rome',
    plainTime: Temporal.PlainTime.from({ hour }),
  }).epochMilliseconds;
}
