import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication, type ApplicationOptions, type RunningApplication } from '#composition';
import type { Clock } from '#kernel/domain';
import { readConfiguration, type TokenRequest } from '#platform';
import { Api } from './api.ts';

const TOKEN_LIFETIME_SECONDS = 12 * 3_600;

/** A new temporary directory. Whoever makes one removes it. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'rete-punti-e2e-'));
}

/** An application of this process, over a real directory, that answers at a free port. */
export interface TestApplication extends RunningApplication {
  readonly directory: string;
  /** A client with a token of its own: central's unless told otherwise, nobody's for null. */
  as(request?: TokenRequest | null): Promise<Api>;
  /** Resolves when everything has happened that follows from what was done. */
  settled(): Promise<void>;
}

export type StartOptions = Partial<Omit<ApplicationOptions, 'configuration' | 'clock'>> & {
  /** A new temporary one when absent. */
  readonly directory?: string;
  readonly clock?: Clock;
};

/** Starts the product as it is, contexts and all. */
export async function startApplication(options: StartOptions = {}): Promise<TestApplication> {
  const { directory = temporaryDirectory(), ...others } = options;
  const configuration = readConfiguration({
    RETE_PUNTI_PORT: '0',
    RETE_PUNTI_LOG: 'off',
    RETE_PUNTI_DATA: directory,
    // A few clients of a specification ask as much as a day of many thousands.
    RETE_PUNTI_RATE_LIMIT: '0',
    RETE_PUNTI_ADDRESS_RATE_LIMIT: '0',
  });
  const application = await createApplication({ configuration, environment: {}, ...others });
  const as = async (request: TokenRequest | null = { role: 'central', id: 'central-officer' }): Promise<Api> =>
    new Api(application.url, request === null ? undefined : await tokenOf(application, request));
  return { ...application, directory, as, settled: () => application.processes.settled() };
}

async function tokenOf({ tokens }: RunningApplication, request: TokenRequest): Promise<string> {
  if (!tokens) throw new Error('an external issuer signs the tokens');
  return tokens.issue(request, TOKEN_LIFETIME_SECONDS);
}

/** A clock that runs with the machine's, so far ahead of it. */
export class ShiftedClock implements Clock {
  /** @param ahead milliseconds */
  constructor(public ahead = 0) {}

  now(): number {
    return Date.now() + this.ahead;
  }
}
