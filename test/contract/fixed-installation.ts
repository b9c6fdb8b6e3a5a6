import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication, type RunningApplication } from '#composition';
import { DemoClock, instantInRome } from '#demonstration';
import { readConfiguration, type TokenRequest } from '#platform';
import type { CloudEvent } from '#use-cases';

const MINUTE_MS = 60_000;
const TOKEN_SECONDS = 3_600;

/** Who gives commands, unless it is said otherwise. */
const CENTRE: TokenRequest = { role: 'central', id: 'dcorg' };

/** A server in a directory of its own, on days that it is told, which does all that follows before the next thing happens. */
export class FixedInstallation {
  readonly #application: RunningApplication;
  readonly #clock: DemoClock;
  readonly #directory: string;
  #given = 0;

  private constructor(application: RunningApplication, clock: DemoClock, directory: string) {
    this.#application = application;
    this.#clock = clock;
    this.#directory = directory;
  }

  /** @param date yyyy-mm-dd, from which on it is used */
  static async start(date: string): Promise<FixedInstallation> {
    const directory = mkdtempSync(join(tmpdir(), 'rete-punti-contract-'));
    const clock = new DemoClock();
    clock.playAt(instantInRome(date, 0));
    const configuration = readConfiguration({
      ...{ RETE_PUNTI_PORT: '0', RETE_PUNTI_LOG: 'off', RETE_PUNTI_DATA: directory },
    });
    const application = await createApplication({ configuration, environment: {}, clock });
    return new FixedInstallation(application, clock, directory);
  }

  /** Moves the clock, in Rome, and lets everything that follows from that happen. */
  async comeTo(date: string, hour: number, minute = 0): Promise<void> {
    this.#clock.playAt(instantInRome(date, hour) + minute * MINUTE_MS);
    await this.#settled();
  }

  /**
   * Gives a command, and lets everything that follows from it happen.
   * @returns id of the thing
   * @throws Error with the answer when it is refused
   */
  async give(path: string, body: object, by = CENTRE): Promise<string> {
    this.#given += 1;
    const { id } = (await this.#ask(path, by, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `published-story-${String(this.#given)}` },
      body: JSON.stringify(body),
    })) as { readonly id: string };
    await this.#settled();
    return id;
  }

  /** Where the first event of a type stands in the history that is read at a path. */
  async revisionOf(path: string, type: string): Promise<number> {
    const { history } = (await this.#ask(path, CENTRE)) as { readonly history: readonly Fact[] };
    const fact = history.find((one) => one.type === type);
    if (!fact) throw new Error(`${path} has no ${type}`);
    return fact.revision;
  }

  /** All that is published, as one integration reads it that may read everything. */
  async published(): Promise<readonly CloudEvent[]> {
    const integration = await this.give('/rest/integration/v1/integrations', {
      ...{ name: 'Lettore', contact: 'Ufficio', scope: { nation: true } },
    });
    const reader: TokenRequest = { role: 'integration', id: 'lettore', integration };
    return (await this.#ask('/rest/integration/v1/events?limit=1000', reader)) as readonly CloudEvent[];
  }

  async close(): Promise<void> {
    await this.#application.close();
    rmSync(this.#directory, { recursive: true });
  }

  async #settled(): Promise<void> {
    const { processes, projections, stores } = this.#application;
    do await processes.settled();
    while ((await processes.fireDue()) > 0);
    await projections.caughtUp(await stores.eventStore.head());
  }

  async #ask(path: string, by: TokenRequest, { headers = {}, ...how }: Request = {}): Promise<unknown> {
    const { tokens, url } = this.#application;
    if (!tokens) throw new TypeError('an external issuer signs the tokens');
    const authorization = `Bearer ${await tokens.issue(by, TOKEN_SECONDS)}`;
    const answer = await fetch(url + path, { ...how, headers: { ...headers, authorization } });
    if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${await answer.text()}`);
    return answer.json();
  }
}

/** One event of a history. */
interface Fact {
  readonly type: string;
  readonly revision: number;
}

/** What a request has beside its path. */
interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
