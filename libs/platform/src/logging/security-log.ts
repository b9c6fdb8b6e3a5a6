/** Names of what a security monitor listens for; they never change. */
export type SecurityEventName =
  | 'security.token_issued'
  | 'security.token_revoked'
  | 'security.key_rotated'
  | 'security.login_refused'
  | 'security.forbidden'
  | 'security.rate_limited';

/** A line of the log for a security monitor. Never a token, a codice fiscale, a body or a URL. */
export interface SecurityEvent {
  readonly event: SecurityEventName;
  /** Opaque id of whom it is about. */
  readonly principal?: string;
  readonly role?: string;
  /** Of a refusal: its code. */
  readonly reason?: string;
  /** Method and template of the route. */
  readonly route?: string;
  /** Where an unknown caller comes from: its network, not its address, which may be a person's. */
  readonly network?: string;
  /** Also the trace of the request. */
  readonly requestId?: string;
  readonly tokenId?: string;
  /** Of a rotation: which key. */
  readonly key?: 'token' | 'master' | 'pepper';
  readonly kid?: string;
  /** RFC 3339. */
  readonly expiresAt?: string;
  /** Further refusals like one told before, within these seconds. */
  readonly repeats?: number;
  readonly seconds?: number;
}

/** Where lines go; Nest's `Logger` is one. */
export interface SecurityLines {
  log(event: SecurityEvent): void;
  warn(event: SecurityEvent): void;
}

/** Refusals like one that was told are counted for so long, in milliseconds, and then told in one line. */
const SUMMED_FOR_MS = 60_000;
/** Of how many callers, of each event, refusals are told apart within that time. */
const TOLD_APART = 200;

/** A refusal, with who was refused. */
export type Refusal = SecurityEvent & { readonly reason: string };

/** Refusals that were not told one by one. */
interface Counted {
  readonly like: SecurityEvent;
  repeats: number;
}

/**
 * Tells a security monitor what happens. Whoever is refused again and again gets one line, and one more at the end of the
 * minute with their number: an attack must not fill the disk, nor hide in its own noise.
 */
export class SecurityLog {
  readonly #lines: SecurityLines;
  readonly #summed = new Map<string, Counted>();
  readonly #callers = new Map<string, number>();
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(lines: SecurityLines) {
    this.#lines = lines;
  }

  /** Tells what somebody did. */
  tell(event: SecurityEvent): void {
    this.#lines.log(event);
  }

  /** Tells of a refusal, or counts it. */
  refused(refusal: Refusal): void {
    const { event, reason, principal, network } = refusal;
    const key = `${event} ${reason} ${principal ?? ''} ${network ?? ''}`;
    this.#timer ??= this.#begin();
    const known = this.#summed.get(key) ?? this.#others(event);
    if (known) {
      known.repeats += 1;
      return;
    }
    this.#callers.set(event, (this.#callers.get(event) ?? 0) + 1);
    this.#summed.set(key, { like: about(refusal), repeats: 0 });
    this.#lines.warn(refusal);
  }

  /** Tells of what was counted, and counts anew. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const seconds = Math.ceil((performance.now() - this.#since) / 1_000);
    const told = [...this.#summed.values()].filter(({ repeats }) => repeats > 0);
    this.#summed.clear();
    this.#callers.clear();
    for (const { like, repeats } of told) this.#lines.warn({ ...like, repeats, seconds });
  }

  /** All further callers as one, when there are too many to tell them apart. */
  #others(event: SecurityEventName): Counted | undefined {
    if ((this.#callers.get(event) ?? 0) < TOLD_APART) return undefined;
    const key = `${event} others`;
    const others = this.#summed.get(key) ?? { like: { event }, repeats: 0 };
    this.#summed.set(key, others);
    return others;
  }

  #begin(): NodeJS.Timeout {
    this.#since = performance.now();
    return setTimeout(() => this.flush(), SUMMED_FOR_MS).unref();
  }
}

/** What refusals that are counted together have in common. */
function about({ event, reason, principal, role, network }: Refusal): SecurityEvent {
  return {
    ...{ event, reason },
    ...(principal === undefined ? {} : { principal }),
    ...(role === undefined ? {} : { role }),
    ...(network === undefined ? {} : { network }),
  };
}
