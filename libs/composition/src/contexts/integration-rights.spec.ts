import { accessTable, ROLES, type AccessRow } from '#use-cases';
import { contexts } from './contexts.ts';

const rows = accessTable(contexts);
const isFor = ({ roles }: AccessRow, wanted: string): boolean => roles.some(({ role }) => role === wanted);
/** What everyone may know (T5), and so every role reads, wherever it is. */
const isForEveryRole = (row: AccessRow): boolean =>
  ROLES.every((role) => isFor(row, role)) && row.roles.every(({ bound }) => bound === 'everywhere');

describe('the rights of an integration', () => {
  it('are what is published, and what every role reads: no register, audit, load, queue or history', () => {
    const granted = rows.filter((row) => isFor(row, 'integration'));
    const more = granted.filter((row) => row.context !== 'integration' && !isForEveryRole(row));

    expect(granted.map(({ name }) => name)).toEqual(expect.arrayContaining(['ReadEvents', 'ListPublicPoints']));
    expect(more.map(({ name }) => name)).toEqual([]);
  });
});
