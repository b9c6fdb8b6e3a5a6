import { idOf } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { racing } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import { proposingOn } from '../../specification/proposals.ts';

const refusal = (code: string, facts: object): unknown =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
const kind = 'DIREZIONE_PROVINCIALE';

/** Three provincial units, and a point that has been under the first since 1-6-2025. */
async function network(store: EventStore = new MemoryEventStore()) {
  const process = proposingOn(store);
  await process.setUp(...['DP-1', 'DP-2', 'DP-3'].map((code) => ({ code, kind, parent: 'DR' })));
  const proposal = { proposedBy: 'DR', referenceUnit: 'DP-1', proposedOn: '2025-06-01' };
  const { stream } = await process.propose('a point of last year', proposal);
  return {
    id: idOf(stream),
    ...process,
    close: (code: string, closedOn: string) =>
      process.organise('CloseTerritorialUnit', { code, closedOn, reason: 'Riordino' }, `close ${code}`),
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

  it('that of a change, or of the proposal, which turns out to be of an earlier day', async () => {
    const { id, moveUnder, rectify, rectifyPoint } = await network();
    await moveUnder(id, 'DP-2', '2025-09-01');
    await rectifyPoint(id, 1, { changedOn: '2025-07-01' });
    const refused = refusal('TERRITORIAL_UNIT_RELIED_ON', { on: '2025-07-01', total: 1 });
    await expect(rectify('DP-2', '2025-07-02')).rejects.toEqual(refused);

    await rectifyPoint(id, 0, { proposedOn: '2025-03-01' });
    const proposed = refusal('TERRITORIAL_UNIT_RELIED_ON', { on: '2025-03-01', total: 1 });
    await expect(rectify('DP-1', '2025-03-02')).rejects.toEqual(proposed);
    await expect(rectify('DP-1', '2025-03-01')).resolves.toMatchObject({ revision: 1 });
  });

  it('one that it has left, since the day from which it turns out to have had that', async () => {
    const { id, moveUnder, leave, rectify, rectifyPoint } = await network();
    await moveUnder(id, 'DP-2', '2025-09-01');
    await leave(id, 'DP-1', '2025-09-01');
    await rectifyPoint(id, 0, { proposedOn: '2025-03-01' });
    const refused = refusal('TERRITORIAL_UNIT_RELIED_ON', { on: '2025-03-01', total: 1 });
    await expect(rectify('DP-1', '2025-03-02')).rejects.toEqual(refused);
  });
});

describe('T2: a reference unit is there on all days on which a Punto INPS turns out to have needed it', () => {
  const closed = refusal('UNIT_NOT_THERE', { unit: 'DP-1' });

  it('to the day of a change that is rectified to a later one', async () => {
    const { id, moveUnder, leave, close, rectifyPoint } = await network();
    await moveUnder(id, 'DP-2', '2025-09-01');
    await leave(id, 'DP-1', '2025-09-01');
    await close('DP-1', '2025-10-01');
    await expect(rectifyPoint(id, 1, { changedOn: '2025-10-02' })).rejects.toEqual(closed);
    await expect(rectifyPoint(id, 1, { changedOn: '2025-10-01' })).resolves.toMatchObject({ revision: 2 });
  });

  it('to the day of its closure, where the change that followed never was', async () => {
    const { id, moveUnder, leave, close, closePoint, rectifyPoint } = await network();
    await moveUnder(id, 'DP-2', '2025-09-01');
    await leave(id, 'DP-1', '2025-09-01');
    await closePoint(id, '2025-11-01');
    await close('DP-1', '2025-10-01');
    await expect(rectifyPoint(id, 1)).rejects.toEqual(closed);
  });
});

describe('T2, raced from two processes: a unit ends, or a Punto INPS turns out to have been under it after that, and never both', () => {
  it.each(['end', 'point'] as const)('(%s first)', async (first) => {
    const store = new MemoryEventStore();
    const { id, moveUnder, leave } = await network(store);
    await moveUnder(id, 'DP-2', '2025-09-01');
    await leave(id, 'DP-1', '2025-09-01');
    const given = {
      end: ({ organise }: ReturnType<typeof proposingOn>) =>
        organise('CloseTerritorialUnit', { code: 'DP-1', closedOn: '2025-10-01', reason: 'Riordino' }, 'close'),
      point: ({ rectifyPoint }: ReturnType<typeof proposingOn>) => rectifyPoint(id, 1, { changedOn: '2025-10-02' }),
    };
    const [one, other] = first === 'end' ? [given.end, given.point] : [given.point, given.end];
    const act = first === 'end' ? 'TerritorialUnit-DP-1' : `PuntoInps-${id}`;
    const race = racing(
      store,
      (stream) => stream === act,
      () => other(proposingOn(store)),
    );
    await one(proposingOn(race.slow));
    const code = first === 'end' ? 'TERRITORIAL_UNIT_CLOSING' : 'TERRITORIAL_UNIT_WAS_NEEDED';
    await expect(race.raced()).rejects.toEqual(refusal(code, {}));
  });
});

describe('K3, T2: an agency was there on the day of the proposal of the Punto INPS that it becomes', () => {
  it('also where that turns out to be an earlier one', async () => {
    const process = proposingOn(new MemoryEventStore());
    const unit = { code: 'DP', kind, parent: 'DR' };
    await process.setUp(unit, { code: 'AG', kind: 'AGENZIA_TERRITORIALE', parent: 'DP' });
    const proposal = { proposedBy: 'DR', referenceUnit: 'DP', replaces: 'AG', proposedOn: '2025-06-01' };
    const id = idOf((await process.propose('in its place', proposal)).stream);
    await process.rectifyPoint(id, 0, { proposedOn: '2025-03-01' });
    const rectify = (establishedOn: string) => {
      const correction = { code: 'AG', rectifies: 0, changes: { establishedOn }, reason: 'Errore', act };
      return process.organise('RectifyTerritorialUnit', correction, establishedOn);
    };
    const refused = refusal('TERRITORIAL_UNIT_RELIED_ON', { on: '2025-03-01', total: 1 });
    await expect(rectify('2025-03-02')).rejects.toEqual(refused);
    await rectify('2025-03-01');
    const before = refusal('UNIT_NOT_THERE', { unit: 'AG' });
    await expect(process.rectifyPoint(id, 0, { proposedOn: '2025-02-28' })).rejects.toEqual(before);
  });
});

describe('T1: a change of reference unit that is recorded once the unit has closed', () => {
  it('is taken where the point had another before that, and not where it would have it still', async () => {
    const { id, moveUnder, close } = await network();
    await moveUnder(id, 'DP-3', '2025-10-01');
    await close('DP-2', '2026-01-15');
    await expect(moveUnder(id, 'DP-2', '2025-08-01')).resolves.toMatchObject({ revision: 2 });
    const refused = refusal('TERRITORIAL_UNIT_CLOSING', { unit: 'DP-2' });
    await expect(moveUnder(id, 'DP-2', '2025-11-01')).rejects.toEqual(refused);
  });

  it('nor where it had that until a day after the unit had closed; and where it had closed before that, it is', async () => {
    const { id, moveUnder, close, closePoint } = await network();
    await closePoint(id, '2025-12-01');
    await close('DP-2', '2025-11-30');
    await expect(moveUnder(id, 'DP-2', '2025-08-01')).rejects.toEqual(refusal('TERRITORIAL_UNIT_CLOSING', {}));
    const other = await network();
    await other.closePoint(other.id, '2025-12-01');
    await other.close('DP-2', '2025-12-01');
    await expect(other.moveUnder(other.id, 'DP-2', '2025-08-01')).resolves.toMatchObject({ revision: 2 });
  });
});
