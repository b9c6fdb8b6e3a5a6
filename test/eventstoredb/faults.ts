import { setTimeout as sleep } from 'node:timers/promises';
import { notLeader, unavailable } from './refusal.ts';

/** What a fault can befall. Appends in batches and single ones are of one kind. */
export type CallKind = 'append' | 'delete' | 'read' | 'subscribe' | 'persistent' | 'features';

export type Fault =
  /** Answers later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Breaks every connection, before or after the call has had its effect. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  /** Never answers, without or with the effect. */
  | { readonly kind: 'silence'; readonly when: 'before' | 'after' }
  | { readonly kind: 'not-ready' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'not-leader'; readonly leader: { readonly host: string; readonly port: number } };

/** The server is starting. Batch appends have words of their own for it. */
export class NotReady extends Error {}

interface Planned {
  readonly call: CallKind;
  readonly fault: Fault;
  left: number;
}

/** Faults to come, in the order in which they were asked for. */
export class Faults {
  #planned: Planned[] = [];
  readonly #cut: () => void;

  /** @param cut breaks every connection */
  constructor(cut: () => void) {
    this.#cut = cut;
  }

  /**
   * The next calls of a kind suffer a fault.
   * @param times how many calls; Infinity until lifted
   * @returns what lifts it
   */
  next(call: CallKind, fault: Fault, times = 1): () => void {
    const planned: Planned = { call, fault, left: times };
    this.#planned.push(planned);
    return () => {
      this.#planned = this.#planned.filter((other) => other !== planned);
    };
  }

  /** Lifts all of them. */
  clear(): void {
    this.#planned = [];
  }

  /** How many calls are still to suffer. */
  get pending(): number {
    return this.#planned.reduce((sum, { left }) => sum + left, 0);
  }

  /**
   * Runs a call under the fault that is planned for it, if any.
   * @returns undefined when the call is not to be answered
   * @throws Refusal, NotReady
   */
  meet<T>(call: CallKind, effect: () => T): T | Promise<T | undefined> {
    const fault = this.#take(call);
    return fault ? this.#suffer(fault, effect) : effect();
  }

  #take(call: CallKind): Fault | undefined {
    const planned = this.#planned.find((candidate) => candidate.call === call);
    if (!planned) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    return planned.fault;
  }

  async #suffer<T>(fault: Fault, effect: () => T): Promise<T | undefined> {
    switch (fault.kind) {
      case 'delay':
        await sleep(fault.milliseconds);
        return effect();
      case 'cut':
        if (fault.when === 'after') effect();
        this.#cut();
        return undefined;
      case 'silence':
        if (fault.when === 'after') effect();
        return undefined;
      case 'not-ready':
        throw new NotReady('Server Is Not Ready');
      case 'unavailable':
        throw unavailable('Unavailable for a test');
      case 'not-leader':
        throw notLeader(fault.leader.host, fault.leader.port);
    }
  }
}
