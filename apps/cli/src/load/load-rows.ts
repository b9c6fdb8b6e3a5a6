import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Given, OperationsClient } from '../installation/operations-client.ts';
import { bodyOf, type Loadable } from './loadable.ts';
import type { CsvRow } from './csv-rows.ts';

/** Why a row was refused. */
export interface RefusedRow {
  /** Of the file, from 1. */
  readonly line: number;
  /** What people know the row by. */
  readonly row: string;
  readonly code: string;
  readonly why: string;
}

/** What became of a file. */
export interface LoadReport {
  /** Rows whose thing is there now, whether it was loaded now or before. */
  readonly loaded: number;
  readonly refused: readonly RefusedRow[];
}

/** How often a row is given again that a server has no time for. */
const ATTEMPTS = 20;
/** Pause where the server names none, in milliseconds. */
const USUAL_PAUSE_MS = 500;

/**
 * Gives a command for each row, one after the other, since a row may build on those above it. The Idempotency-Key follows
 * from the row, so a file that is loaded again makes nothing twice: what was loaded is answered as it was, what was refused is
 * tried again, and what was corrected in the file is another row.
 * @param name of what is loaded: part of the keys
 * @param onRow told how many were dealt with
 * @throws Failure when nobody answers, or who asks may not
 */
export async function loadRows(
  client: OperationsClient,
  { name, path, known }: Loadable & { readonly name: string },
  rows: AsyncIterable<CsvRow>,
  onRow: (count: number) => void,
): Promise<LoadReport> {
  const refused: RefusedRow[] = [];
  let loaded = 0;
  for await (const { line, cells } of rows) {
    const body = bodyOf(cells);
    const key = `load:${name}:${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;
    const answer = await given(client, path, body, key);
    if (answer.status < 300) loaded += 1;
    else refused.push({ line, row: cells[known] ?? '', code: answer.problem.code, why: whyOf(answer) });
    onRow(loaded + refused.length);
  }
  return { loaded, refused };
}

/** Given again as long as the server says that it will take it later. */
async function given(client: OperationsClient, path: string, body: object, key: string): Promise<Given> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.give(path, body, key);
    const { retryAfter } = answer;
    if (answer.status < 300 || retryAfter === undefined || attempt === ATTEMPTS) return answer;
    await sleep(Math.max(retryAfter * 1_000, USUAL_PAUSE_MS));
  }
}

function whyOf({ problem: { detail, errors = [] } }: Given): string {
  return errors.length === 0 ? detail : errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
}
