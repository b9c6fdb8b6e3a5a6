/** Something that is loaded from a file: a row is a command. */
export interface Loadable {
  /** The path that takes the command. */
  readonly path: string;
  /** Names of the columns: fields of the body; of an object in it with a dot between. */
  readonly columns: readonly string[];
  /** The column that people know a row by. */
  readonly known: string;
}

const ORGANISATION = 'rest/organisation/v1';

/** What can be loaded, by the word of the command line. */
export const LOADABLE = {
  units: {
    path: `${ORGANISATION}/territorial-units`,
    columns: [
      ...['code', 'kind', 'name', 'parent', 'region', 'province', 'municipality'],
      ...['aooCode', 'pec', 'establishedOn'],
    ],
    known: 'code',
  },
  hosts: {
    path: `${ORGANISATION}/host-bodies`,
    columns: [
      ...['kind', 'name', 'fiscalCode', 'ipaCode', 'region', 'province', 'municipality'],
      ...['recognitionAct.authority', 'recognitionAct.number', 'recognitionAct.date'],
    ],
    known: 'fiscalCode',
  },
} as const satisfies Record<string, Loadable>;

/** The body of a command: cells whose columns have a dot in their name stand in an object. */
export function bodyOf(cells: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const body: Record<string, unknown> = {};
  for (const [column, text] of Object.entries(cells)) {
    const [name = '', within] = column.split('.');
    if (within === undefined) body[name] = text;
    else body[name] = { ...(body[name] as object | undefined), [within]: text };
  }
  return body;
}
