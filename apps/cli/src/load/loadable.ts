/** Something that is loaded from a file: a row is a command. */
export interface Loadable {
  /** The path that takes the command. */
  readonly path: string;
  /** Names of the columns: fields of the body; of an object in it with a dot between. */
  readonly columns: readonly string[];
  /** The column that people know a row by. */
  readonly known: string;
  /**
   * What ties rows together, so that they are given in their order: those that have the same cells in all columns of one of these
   * name one another, or claim the same thing. Of no columns: all rows.
   */
  readonly ties: readonly (readonly string[])[];
  /** Columns of several words with a space between: lists in the body. */
  readonly lists?: readonly string[];
  /** Columns of whole numbers. */
  readonly numbers?: readonly string[];
}

/** The column that names a host, where the body does by its id. */
export const HOST_COLUMN = 'hostFiscalCode';

const ORGANISATION = 'rest/organisation/v1';

const ENTRY = ['ipaCode', 'aoo', 'register', 'year', 'number', 'date'];
const entry = (of: string): string[] => ENTRY.map((column) => `${of}.registerEntry.${column}`);
const SIGNATURE = ['signedOn', 'format', 'kind', 'signedFileSha256', 'signerRole'];
const signature = (of: string): string[] => [...SIGNATURE.map((column) => `${of}.${column}`), ...entry(of)];
const ENTRIES = ['inpsSignature', 'hostSignature', 'forwarding', 'forwarding.acknowledgement'];

/** What can be loaded, by the word of the command line. */
export const LOADABLE = {
  units: {
    path: `${ORGANISATION}/territorial-units`,
    columns: [
      ...['code', 'kind', 'name', 'parent', 'region', 'province', 'municipality'],
      ...['aooCode', 'pec', 'establishedOn'],
    ],
    known: 'code',
    // There is one tree of them, and each stands under one above it in the file.
    ties: [[]],
  },
  hosts: {
    path: `${ORGANISATION}/host-bodies`,
    columns: [
      ...['kind', 'name', 'fiscalCode', 'ipaCode', 'region', 'province', 'municipality'],
      ...['recognitionAct.authority', 'recognitionAct.number', 'recognitionAct.date'],
    ],
    known: 'fiscalCode',
    ties: [['fiscalCode'], ['ipaCode']],
  },
  protocols: {
    path: 'rest/protocols/v1/protocols/loaded',
    columns: [
      ...['code', HOST_COLUMN, 'region', 'proposingUnit', 'pointCodes', 'kinds', 'durationMonths', 'documentSha256'],
      ...['inpsSignature.unit', ...signature('inpsSignature'), ...signature('hostSignature')],
      ...['forwarding.forwardedOn', 'forwarding.letterSha256', ...entry('forwarding')],
      ...['forwarding.acknowledgement.acknowledgedOn', ...entry('forwarding.acknowledgement')],
      ...['frameworkAgreementId', 'templateId', 'effectiveDate', 'renews', 'renewal.by', 'renewal.on'],
      ...['termination.noticeDate', 'termination.effectiveDate', 'termination.reason'],
    ],
    known: 'code',
    ties: [[HOST_COLUMN], ...ENTRIES.map(entry)],
    lists: ['pointCodes', 'kinds'],
    numbers: ['durationMonths', ...ENTRIES.flatMap((of) => [`${of}.registerEntry.year`, `${of}.registerEntry.number`])],
  },
  points: {
    path: 'rest/service-points/v1/punti-cliente/loaded',
    columns: [
      ...['code', HOST_COLUMN, 'protocolCode', 'kind', 'region', 'province', 'municipality'],
      ...['address.street', 'address.postalCode', 'hostRequest.protocolNumber', 'hostRequest.date', 'services'],
      ...['activatedOn', 'end.reason', 'end.deactivatedOn'],
    ],
    known: 'code',
    ties: [[HOST_COLUMN]],
    lists: ['services'],
  },
} as const satisfies Record<string, Loadable>;

type Body = Record<string, unknown>;

/** The body of a command: cells whose columns have dots in their names stand in objects. */
export function bodyOf(
  cells: Readonly<Record<string, string>>,
  { lists = [], numbers = [] }: Pick<Loadable, 'lists' | 'numbers'> = {},
): Readonly<Body> {
  const body: Body = {};
  for (const [column, text] of Object.entries(cells)) {
    const names = column.split('.');
    const field = names.pop() ?? '';
    let within = body;
    for (const name of names) within = (within[name] ??= {}) as Body;
    within[field] = lists.includes(column) ? text.split(/\s+/u) : numbers.includes(column) ? numberOf(text) : text;
  }
  return body;
}

/** What ties a row to others: of both that have one of these, the later is given once the earlier is done. */
export function tiesOf(cells: Readonly<Record<string, string>>, { ties }: Pick<Loadable, 'ties'>): readonly string[] {
  return ties.flatMap((columns) => {
    const told = columns.map((column) => cells[column] ?? '');
    return columns.length > 0 && told.every((cell) => cell === '') ? [] : [JSON.stringify(told)];
  });
}

/** What is no number stays as it is, and is refused for that. */
function numberOf(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
