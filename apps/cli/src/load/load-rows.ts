import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Given, OperationsClient } from '../installation/operations-client.ts';
import { eachTied } from './each-tied.ts';
import { hostsByFiscalCode } from './hosts-by-fiscal-code.ts';
import { bodyOf, HOST_COLUMN, tiesOf, type Loadable } from './loadable.ts';
import type { BrokenRow, CsvRow } from './csv-rows.ts';

/** Why a row was refused. */
export interface RefusedRow {
  /** Of the file, from 1. */
  readonly line: number;
  /** What people know the row by; empty where its cells do not tell. */
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

const ABANDONED = 'COMMAND_ABANDONED';
/** What follows from a row above it is still being written. */
const AWAITED = 'POINT_END_AWAITED';
/** How often a row is given again that a server has no time for. */
const ATTEMPTS = 20;
/** Pause where the server names none, in milliseconds. */
const USUAL_PAUSE_MS = 500;

/**
 * Gives a command for each row, several at once, but in their order those that may build on one another. The Idempotency-Key follows
 * from the row, so a file that is loaded again makes nothing twice: what was loaded is answered as it was, what was refused is
 * tried again, and what was corrected in the file is another row.
 * @param name of what is loaded: part of the keys
 * @param onRow told how many were dealt with
 * @throws Failure when nobody answers, or who asks may not
 */
export async function loadRows(
  client: OperationsClient,
  loadable: Loadable & { readonly name: string },
  rows: AsyncIterable<CsvRow | BrokenRow>,
  onRow: (count: number) => void,
): Promise<LoadReport> {
  const refused: RefusedRow[] = [];
  const namesHosts = loadable.columns.includes(HOST_COLUMN);
  const hosts = namesHosts ? await hostsByFiscalCode(client) : undefined;
  let loaded = 0;
  const load = async (row: CsvRow | BrokenRow): Promise<void> => {
    const { line } = row;
    if ('fault' in row) refused.push({ line, row: '', ...row.fault });
    else {
      const why = await whyRefused(client, loadable, row.cells, hosts);
      if (why) refused.push({ line, row: row.cells[loadable.known] ?? '', ...why });
      else loaded += 1;
    }
    onRow(loaded + refused.length);
  };
  await eachTied(rows, (row) => ('fault' in row ? [] : tiesOf(row.cells, loadable)), load);
  refused.sort((one, other) => one.line - other.line);
  return { loaded, refused };
}

/** Gives the command of one row. */
async function whyRefused(
  client: OperationsClient,
  { name, path, ...loadable }: Loadable & { readonly name: string },
  cells: CsvRow['cells'],
  hosts: ReadonlyMap<string, string> | undefined,
): Promise<Pick<RefusedRow, 'code' | 'why'> | undefined> {
  const { [HOST_COLUMN]: fiscalCode = '', ...others } = cells;
  const fields = bodyOf(others, loadable);
  const hostBodyId = hosts?.get(fiscalCode);
  if (hosts && hostBodyId === undefined) return hostNotRegistered(fiscalCode);
  const body = hosts ? { hostBodyId, ...fields } : fields;
  const key = `load:${name}:${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;
  const answer = await given(client, path, body, key);
  return answer.status < 300 ? undefined : { code: answer.problem.code, why: whyOf(answer) };
}

function hostNotRegistered(fiscalCode: string): Pick<RefusedRow, 'code' | 'why'> {
  const why = `No hosting body of fiscal code "${fiscalCode}" is registered: load it first, or correct ${HOST_COLUMN}.`;
  return { code: 'HOST_BODY_NOT_REGISTERED', why };
}

/**
 * Given again as long as the server will take it later. A row that was refused once something was claimed for it
 * is refused under its key for ever, and given anew under another: the thing that it makes is one by its own code.
 */
async function given(client: OperationsClient, path: string, body: object, key: string): Promise<Given> {
  let anew = 0;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.give(path, body, anew === 0 ? key : `${key}:${anew}`);
    const { retryAfter, status, problem } = answer;
    const isLater = retryAfter !== undefined || problem.code === AWAITED;
    const isAbandoned = problem.code === ABANDONED;
    if (status < 300 || attempt === ATTEMPTS || !(isLater || isAbandoned)) return answer;
    if (isAbandoned) anew += 1;
    else await sleep(Math.max((retryAfter ?? 0) * 1_000, USUAL_PAUSE_MS));
  }
}

function whyOf({ problem: { detail, errors = [] } }: Given): string {
  return errors.length === 0 ? detail : errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
}
