import { idOf } from '#kernel/domain';
import { MemoryEventStore } from '#store-memory';
import { proposingOn } from '../../specification/proposals.ts';

const refusal = (code: string, facts: object): unknown =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
const kind = 'DIREZIONE_PROVINCIALE';

/** Two provincial units, and a point that has been under the first since 1-6-2025. */
async function network() {
  const process = proposingOn(new MemoryEventStore());
  await process.setUp({ code: 'DP-1', kind, parent: 'DR' }, { code: 'DP-2', kind, parent: 'DR' });
  const proposal = { proposedBy: 'DR', referenceUnit: 'DP-1', proposedOn: '2025-06-01' };
  const { stream } = await process.propose('a point of last year', proposal);
  return {
    id: idOf(stream),
    ...process,
    /** It was there from another day on. */
    rectify: (code: string, establishedOn: string) => {
      const correction = { code, rectifies: 0, changes: { establishedOn }, reason: 'Errore', act };
      return process.organise('RectifyTerritorialUnit', correction, `${code} ${establishedOn}`);
    },
  };
}

describe('T2: a reference unit was there from the legal day on which a Punto INPS needed it, whenever that was recorded', () => {
  it('that of its proposal', async () => {
    const { rectify } = await network();
    const refused = refusal('TERRITORIAL_UNIT_RELIED_ON', { on: '2025-06-01', total: 1 });
    await expect(rectify('DP-1', '2025-06-02')).rejects.toEqual(refused);
    await expect(rectify('DP-1', '2025-06-01')).resolves.toMatchObject({ revision: 1 });
  });

  it('that of a change that was recorded late', async () => {
    const { id, moveUnder, rectify } = await network();
    await moveUnder(id, 'DP-2', '2025-09-01');
    const refused = refusal('TERRITORIAL_UNIT_RELIED_ON', { on: '2025-09-01', total: 1 });
    await expect(rectify('DP-2', '2025-09-02')).rejects.toEqual(refused);
    await expect(rectify('DP-2', '2025-09-01')).resolves.toMatchObject({ revision: 1 });
  });
});
