import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fastify, type FastifyInstance } from 'fastify';

/** Bytes of a booking as it stands in the log: data, metadata and the record of its key. */
const ROW_BYTES = 1_900;

const text = { type: 'string' } as const;

/** A booking as the bench sends it. */
const BODY = {
  type: 'object',
  required: ['start', 'mode', 'serviceId', 'citizen'],
  additionalProperties: false,
  properties: {
    start: { type: 'string', pattern: '^\\d{2}:\\d{2}$' },
    mode: { enum: ['IN_PERSON', 'REMOTE'] },
    serviceId: text,
    citizen: { type: 'object', required: ['fiscalCode'], additionalProperties: text, properties: { fiscalCode: text } },
  },
} as const;

/**
 * What durability over HTTP costs alone, and nothing of the product: a server that checks a booking by one JSON schema, appends
 * one row of the size of a booking, and answers once the disk has it. Rows of one turn share a commit.
 */
export class BareServer {
  readonly url: string;
  readonly #server: FastifyInstance;
  readonly #database: DatabaseSync;

  private constructor(url: string, server: FastifyInstance, database: DatabaseSync) {
    this.url = url;
    this.#server = server;
    this.#database = database;
  }

  /** @param directory where its file goes */
  static async open(directory: string): Promise<BareServer> {
    const database = new DatabaseSync(join(directory, 'bare.db'));
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec('CREATE TABLE rows (position INTEGER PRIMARY KEY, body TEXT NOT NULL)');
    const append = appendTogether(database);
    const server = fastify();
    server.post(
      '/rest/:api/v1/agendas/:agendaId/days/:date/appointments',
      { schema: { body: BODY } },
      async (request) => {
        const position = await append(JSON.stringify(request.body).padEnd(ROW_BYTES));
        return { position };
      },
    );
    return new BareServer(await server.listen({ host: '127.0.0.1', port: 0 }), server, database);
  }

  async close(): Promise<void> {
    await this.#server.close();
    this.#database.close();
  }
}

/** @returns what appends a row and resolves with its position once it is durable; rows of one turn are one transaction */
function appendTogether(database: DatabaseSync): (body: string) => Promise<number> {
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)');
  let waiting: { readonly body: string; readonly done: (position: number) => void }[] = [];
  const commit = (): void => {
    const group = waiting;
    waiting = [];
    database.exec('BEGIN IMMEDIATE');
    const positions = group.map(({ body }) => Number(insert.run(body).lastInsertRowid));
    database.exec('COMMIT');
    for (const [index, { done }] of group.entries()) done(positions[index] ?? 0);
  };
  return (body) =>
    new Promise((done) => {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ body, done });
    });
}
