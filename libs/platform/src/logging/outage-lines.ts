import { systemClock, toTimestamp, type Clock } from '#kernel/domain';

/** How a process finds a server that its stores are on. */
export interface ServerContact {
  readonly answers: boolean;
  /** RFC 3339: since when it does, or does not. */
  readonly since: string;
  /** RFC 3339, where it is known. */
  readonly lastAnswer?: string | undefined;
  /** Why it does not. */
  readonly error?: string | undefined;
}

/** A server that the stores of a process are on. */
export interface StoreServer {
  /** For people: which product, at which hosts. */
  readonly name: string;
  /**
   * Tells how it is found, now and whenever that changes.
   * @returns what ends it
   */
  watch(listener: (contact: ServerContact) => void): () => void;
}

/** Where lines go: a logger, for one. */
export interface Lines {
  log(line: string): void;
  warn(line: string): void;
}

/** Where the time comes from, and what wakes up at one. */
export interface AlarmClock extends Clock {
  /**
   * Calls once so many milliseconds have passed.
   * @returns what calls it off
   */
  after(milliseconds: number, call: () => void): () => void;
}

/** What is over sooner is no outage: calls are repeated over it, and a busy server would fill the log. */
const GRACE_MS = 1_000;
const FIRST_REPEAT_MS = 60_000;
const LONGEST_REPEAT_MS = 60 * 60_000;
const SECOND_MS = 1_000;

/** The machine's clock. An alarm keeps no process running. */
const machineClock: AlarmClock = {
  now: () => systemClock.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/**
 * Writes a line when a server is lost and one when it is back, each with since when; while it lasts the first is
 * repeated, after a minute and then less and less often, so that the end of a long log tells it too.
 * @returns what ends it
 */
export function tellOutages(servers: readonly StoreServer[], lines: Lines, clock = machineClock): () => void {
  const ends = servers.map((server) => {
    const outages = new Outages(server.name, lines, clock);
    const unwatch = server.watch((contact) => outages.saw(contact));
    return () => {
      unwatch();
      outages.close();
    };
  });
  return () => {
    for (const end of ends) end();
  };
}

interface Outage {
  contact: ServerContact;
  isTold: boolean;
  callOff(): void;
}

/** Those of one server, one after the other. */
class Outages {
  readonly #name: string;
  readonly #lines: Lines;
  readonly #clock: AlarmClock;
  #outage: Outage | undefined;

  constructor(name: string, lines: Lines, clock: AlarmClock) {
    this.#name = name;
    this.#lines = lines;
    this.#clock = clock;
  }

  saw(contact: ServerContact): void {
    if (contact.answers) this.#end();
    else if (this.#outage) this.#outage.contact = { ...this.#outage.contact, error: contact.error };
    else this.#begin(contact);
  }

  close(): void {
    this.#outage?.callOff();
  }

  #begin(contact: ServerContact): void {
    const outage: Outage = { contact, isTold: false, callOff: () => undefined };
    this.#outage = outage;
    outage.callOff = this.#clock.after(GRACE_MS, () => this.#tell(outage, FIRST_REPEAT_MS));
  }

  #tell(outage: Outage, pause: number): void {
    const { since, lastAnswer, error = 'it says nothing' } = outage.contact;
    const what = outage.isTold ? 'is still away,' : 'has been away';
    const last = lastAnswer === undefined ? '' : ` (last answer ${lastAnswer})`;
    this.#lines.warn(inOneLine(`${this.#name} ${what} since ${since}${last}: ${error}`));
    outage.isTold = true;
    const next = Math.min(2 * pause, LONGEST_REPEAT_MS);
    outage.callOff = this.#clock.after(pause, () => this.#tell(outage, next));
  }

  #end(): void {
    const outage = this.#outage;
    this.#outage = undefined;
    outage?.callOff();
    if (!outage?.isTold) return;
    const { since } = outage.contact;
    const now = this.#clock.now();
    const seconds = Math.round((now - Date.parse(since)) / SECOND_MS);
    this.#lines.log(`${this.#name} is back: it was away from ${since} to ${toTimestamp(now)} (${seconds} s)`);
  }
}

/** What a client says may have several lines, and name an address with the password of it. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/\/\/[^\s/@]+@/g, '//');
}
