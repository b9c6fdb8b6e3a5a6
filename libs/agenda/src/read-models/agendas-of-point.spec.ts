import { agendasOfPoint } from './agendas-of-point.ts';

/** Answers pages of a list, as a reader of read models does. */
function readerOf(agendas: number) {
  const all = Array.from({ length: agendas }, (_none, index) => ({ agendaId: `a-${index}` }));
  return {
    find: (_of: unknown, { limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string }) => {
      const end = Number(cursor) + limit;
      return Promise.resolve({
        items: all.slice(Number(cursor), end),
        nextCursor: end < all.length ? String(end) : null,
      });
    },
  };
}

it.each([0, 1, 200, 201, 450])('a Punto INPS of %i agendas has all of them read', async (agendas) => {
  const found = await agendasOfPoint('point-1', '0100', { reader: readerOf(agendas) as never, read: {} });
  expect(found.map(({ agendaId }) => agendaId)).toEqual(Array.from({ length: agendas }, (_none, at) => `a-${at}`));
});
