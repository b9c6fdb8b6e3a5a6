import {
  GetProtocolAudit,
  ListPointsOnDate,
  pointsOf,
  PointsPage,
  pointsTable,
  ProtocolAudit,
  protocolEventsOf,
  protocolTable,
  type PointsAnswer,
} from '#audit';
import { dated } from '#composition';
import { csvOf } from '#platform';
import { printJson, printTable } from '#terminal';
import type { AnswerTable } from '#use-cases';
import { asking, type Ask, type AskingOptions } from '../installation/asking.ts';

/** How the answer is printed. */
export const AUDIT_FORMATS = ['table', 'json', 'csv'] as const;

export interface AuditOptions extends AskingOptions {
  readonly knownAt?: string;
  readonly format: (typeof AUDIT_FORMATS)[number];
}
export interface AuditPointsOptions extends AuditOptions {
  /** ISTAT code. */
  readonly region: string;
  /** ISTAT code; a provincial directorate names its own. */
  readonly province?: string;
  readonly on: string;
}

/** Prints which points were active in a region on a date, under which protocol, signed by whom, forwarded when. */
export async function auditPoints({
  region,
  province,
  on,
  knownAt,
  format,
  ...options
}: AuditPointsOptions): Promise<void> {
  const answer = await asking(options, (ask) => everyPage(ask, { region, province, on, knownAt }));
  print(answer, pointsTable, { format, columns: POINT_COLUMNS });
  if (format !== 'table') return;
  const { length: active } = answer.items;
  const where = province === undefined ? `region ${region}` : `province ${province}`;
  const { length: forPart } = answer.forPartOfDay;
  const forPartOfDay = forPart === 0 ? '' : `, and ${forPart} for a part of that day`;
  const known = knownAt === undefined ? '' : `, as it was known at ${knownAt}`;
  process.stdout.write(`${active} active in ${where} on ${on}${forPartOfDay}${known}.\n`);
}

/** Prints every event of a protocol, with its two times, who brought it about, and what of it was rectified. */
export async function auditProtocol(protocolId: string, { knownAt, format, ...options }: AuditOptions): Promise<void> {
  const answer = await asking(options, (ask) =>
    ask({
      input: GetProtocolAudit,
      path: `rest/audit/v1/protocols/${encodeURIComponent(protocolId)}`,
      fields: { protocolId, knownAt },
      options: { knownAt: '--known-at' },
      inPath: ['protocolId'],
      leaves: ProtocolAudit,
      answer: (input, shell) => protocolEventsOf(dated, input, shell),
    }),
  );
  print(answer, protocolTable, { format, columns: EVENT_COLUMNS });
}

/** What a terminal has room for. */
const POINT_COLUMNS = [
  'point',
  'kind',
  'host',
  'province',
  'municipality',
  'protocol',
  'inps_signer',
  'host_signer',
  'signed_at',
  'forwarded_on',
];
const EVENT_COLUMNS = [
  'revision',
  'event',
  'recorded_at',
  'effective_at',
  'counts',
  'policy',
  'person',
  'role',
  'office_name',
  'rectified_by',
];

/** All pages of an answer as one. */
async function everyPage(
  ask: Ask,
  asked: Readonly<Record<'region' | 'province' | 'on' | 'knownAt', string | undefined>>,
): Promise<PointsAnswer> {
  const page = (cursor: string | undefined): Promise<PointsAnswer> =>
    ask({
      input: ListPointsOnDate,
      path: 'rest/audit/v1/points',
      fields: { ...asked, cursor },
      options: { region: '--region', province: '--province', on: '--on', knownAt: '--known-at' },
      leaves: PointsPage,
      answer: (input, shell) => pointsOf(dated, input, shell),
    });
  let answer = await page(undefined);
  while (answer.nextCursor !== null) {
    const { items, forPartOfDay } = answer;
    const next = await page(answer.nextCursor);
    answer = { ...next, items: [...items, ...next.items], forPartOfDay: [...forPartOfDay, ...next.forPartOfDay] };
  }
  return answer;
}

function print<Answer>(
  answer: Answer,
  table: AnswerTable<Answer>,
  { format, columns }: { readonly format: AuditOptions['format']; readonly columns: readonly string[] },
): void {
  if (format === 'json') printJson(answer);
  else if (format === 'csv') process.stdout.write(csvOf(table.columns, table.rows(answer)));
  else {
    const shown = columns.map((name) => table.columns.indexOf(name));
    printTable(
      columns,
      table.rows(answer).map((row) => shown.map((index) => row[index] ?? '')),
    );
  }
}
