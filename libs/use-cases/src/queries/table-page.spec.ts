import { tablePage } from './table-page.ts';

describe('a list of rows that are at hand', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'];
  const page = (cursor?: string) => tablePage(rows, (row) => row, { limit: 2, cursor });

  it('is read page by page to its end', () => {
    const first = page();
    const second = page(first.nextCursor ?? '');
    const third = page(second.nextCursor ?? '');
    expect([first.items, second.items, third.items]).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(third.nextCursor).toBeNull();
    expect(tablePage(rows, (row) => row, { limit: 5 }).nextCursor).toBeNull();
    expect(tablePage([], String, { limit: 5 })).toEqual({ items: [], nextCursor: null });
  });

  it('refuses a cursor that is of another list', () => {
    expect(() => page('eA')).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
