import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication, type ApplicationOptions, type RunningApplication } from '#composition';
import { readConfiguration, type Environment, type ProblemDocument, type TokenRequest } from '#platform';
import { boothContext } from './booths.ts';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a specification expects, it says itself
  readonly body: any;
}

/** A request; of a POST the Idempotency-Key is a new one unless the request names it, and null leaves it out. */
export interface Call {
  readonly token?: string;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: unknown;
  /** As it is. */
  readonly raw?: string;
}

/** A real server in a directory of its own. */
export class TestServer {
  #running: RunningApplication | undefined;
  /** How far its clock is ahead of the real one, in milliseconds, unless it has a clock of its own. */
  ahead = 0;

  constructor(readonly directory = mkdtempSync(join(tmpdir(), 'rete-punti-http-'))) {}

  static async start(options: Partial<ApplicationOptions> = {}, environment: Environment = {}): Promise<TestServer> {
    const server = new TestServer();
    await server.start(options, environment);
    return server;
  }

  get running(): RunningApplication {
    if (!this.#running) throw new Error('the server is stopped');
    return this.#running;
  }

  async start(options: Partial<ApplicationOptions> = {}, environment: Environment = {}): Promise<void> {
    const configuration = readConfiguration({
      RETE_PUNTI_PORT: '0',
      RETE_PUNTI_LOG: 'off',
      RETE_PUNTI_DATA: this.directory,
      ...environment,
    });
    this.#running = await createApplication({
      configuration,
      environment: {},
      extraContexts: [boothContext],
      clock: { now: () => Date.now() + this.ahead },
      ...options,
    });
  }

  /** Stops the server; its directory stays. */
  async stop(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true });
  }

  async token(request: TokenRequest = { role: 'central', id: 'central-officer' }): Promise<string> {
    const { tokens } = this.running;
    if (!tokens) throw new Error('an external issuer signs the tokens');
    return tokens.issue(request, 3_600);
  }

  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const { token, key = method === 'POST' ? randomUUID() : null, headers = {}, body, raw } = call;
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.running.url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const answered = await response.text();
    const json = answered !== '' && (response.headers.get('content-type')?.includes('json') ?? false);
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(answered) as unknown) : answered,
    };
  }

  /** Removes a file of the directory, and what SQLite keeps beside it. */
  removeFile(name: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(this.directory, name + suffix), { force: true });
  }

  /** Number of events in the log that requests have brought about: what policies write beside is not counted. */
  async events(): Promise<number> {
    let events = 0;
    for await (const batch of this.running.stores.eventStore.readLog({ after: '0' })) {
      events += batch.events.filter(
        ({ metadata }) => (metadata as { actor: { kind: string } }).actor.kind !== 'policy',
      ).length;
    }
    return events;
  }
}

/** Expects a problem+json of this status and code, and gives it back. */
export function expectProblem({ status, headers, body }: Answer, expected: number, code: string): ProblemDocument {
  const problem = body as ProblemDocument;
  expect({ status, code: problem.code, inBody: problem.status }).toEqual({ status: expected, code, inBody: expected });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(problem.type).toBe(`urn:rete-punti:problem:${code.toLowerCase().replaceAll('_', '-')}`);
  expect([problem.title, problem.detail]).toEqual([expect.any(String), expect.any(String)]);
  return problem;
}

/** Names of the wrong fields, each once. */
export function wrongFields({ errors = [] }: ProblemDocument): string[] {
  return [...new Set(errors.map(({ field }) => field))].sort();
}
