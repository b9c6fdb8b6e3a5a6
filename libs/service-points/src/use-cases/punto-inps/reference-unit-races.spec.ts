import type { EventStore } from '#kernel/ports';
import { intercept, racing } from '#kernel/specification';
import { territorialUnit, unitOn } from '#organisation';
import { MemoryEventStore } from '#store-memory';
import { proposingOn } from '../../specification/proposals.ts';

const refusal = (code: string): unknown => expect.objectContaining({ code });

const ON = '2026-03-02';
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };

/** A process over a region with two provincial units of one province. */
function processOn(store: EventStore) {
  const { setUp, propose, organise, executor } = proposingOn(store);
  const kind = 'DIREZIONE_PROVINCIALE';
  const other = { kind: 'AGENZIA_COMPLESSA', parent: 'DP-2' };
  return {
    setUp: () => setUp({ code: 'DP-1', kind, parent: 'DR' }, { code: 'DP-2', kind, parent: 'DR' }),
    propose: (key: string) => propose(key, { proposedBy: 'DP-2', referenceUnit: 'DP-1' }),
    reclassify: (key: string) => organise('ReclassifyTerritorialUnit', { code: 'DP-1', ...other }, key),
    /** It never was a directorate. */
    rectify: (key: string) => {
      const correction = { code: 'DP-1', rectifies: 0, changes: other, reason: 'Errore', act };
      return organise('RectifyTerritorialUnit', correction, key);
    },
    /** What the keeper of the tree and the sweeper give. */
    settle: (forCommandId: string) => organise('SettleUnitKindChange', { unit: 'DP-1', forCommandId }),
    release: (forCommandId: string) => organise('ReleaseUnitClaim', { unit: 'DP-1', forCommandId }),
    kind: () => executor.look(territorialUnit, 'DP-1', (unit) => unitOn(unit, ON)?.kind),
  };
}

const claimantsOf = async (store: EventStore, type: string): Promise<string[]> => {
  const claimants: string[] = [];
  for await (const batch of store.readLog({ after: '0' })) {
    const claims = batch.events.filter((event) => event.type === type);
    claimants.push(...claims.map(({ data }) => (data as { forCommandId: string }).forCommandId));
  }
  return claimants;
};

describe('P4: a unit that becomes another kind, and a Punto INPS that needs it as reference unit', () => {
  it.each(['reclassify', 'rectify'] as const)(
    'raced from two processes (%s first): the unit changes, alone',
    async (how) => {
      const store = new MemoryEventStore();
      await processOn(store).setUp();
      const office = processOn(store);
      const race = racing(
        store,
        (stream) => stream === 'TerritorialUnit-DP-1',
        () => office.propose('second'),
      );
      await processOn(race.slow)[how]('first');
      await expect(race.raced()).rejects.toEqual(refusal('TERRITORIAL_UNIT_CHANGING'));
      expect(await office.kind()).toBe('AGENZIA_COMPLESSA');
      const [commandId = ''] = await claimantsOf(store, 'UnitKindChangeClaimed');
      await office.settle(commandId);
      await expect(office.propose('third')).rejects.toEqual(refusal('UNIT_NOT_FOR_REFERENCE'));
    },
  );

  it.each(['reclassify', 'rectify'] as const)(
    'raced from two processes (%s second): the point is proposed, alone',
    async (how) => {
      const store = new MemoryEventStore();
      await processOn(store).setUp();
      const office = processOn(store);
      const race = racing(
        store,
        (stream) => stream.startsWith('PuntoInps-'),
        () => office[how]('second'),
      );
      await expect(processOn(race.slow).propose('first')).resolves.toMatchObject({ revision: 0 });
      await expect(race.raced()).rejects.toEqual(refusal('TERRITORIAL_UNIT_RELIED_ON'));
      expect(await office.kind()).toBe('DIREZIONE_PROVINCIALE');
    },
  );

  it('a point that is proposed between the decision and the claim of the unit is seen', async () => {
    const store = new MemoryEventStore();
    await processOn(store).setUp();
    const office = processOn(store);
    const race = racing(
      store,
      (stream) => stream === 'UnitDependants-DP-1',
      () => office.propose('second'),
    );
    await expect(processOn(race.slow).reclassify('first')).rejects.toEqual(refusal('TERRITORIAL_UNIT_RELIED_ON'));
    await expect(race.raced()).resolves.toMatchObject({ revision: 0 });
  });

  it('a point whose unit has changed between its decision and its claim looks at the unit anew', async () => {
    const store = new MemoryEventStore();
    await processOn(store).setUp();
    const office = processOn(store);
    const changed = async (): Promise<void> => {
      const {
        events: [event],
      } = await office.reclassify('second');
      await office.settle(event!.metadata.commandId);
    };
    const race = racing(store, (stream) => stream === 'UnitDependants-DP-1', changed);
    await expect(processOn(race.slow).propose('first')).rejects.toEqual(refusal('UNIT_NOT_FOR_REFERENCE'));
    await race.raced();
  });

  it('one that dies before its act keeps points waiting until its claim is given back, and changes nothing', async () => {
    const store = new MemoryEventStore();
    await processOn(store).setUp();
    const office = processOn(store);
    const dying = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === 'TerritorialUnit-DP-1') throw new Error('the process dies here');
        return store.append(request);
      },
    });
    await expect(processOn(dying).reclassify('first')).rejects.toThrow('dies');
    await expect(office.propose('second')).rejects.toEqual(refusal('TERRITORIAL_UNIT_CHANGING'));
    const [commandId = ''] = await claimantsOf(store, 'UnitKindChangeClaimed');
    await office.release(commandId);
    await expect(office.propose('third')).resolves.toMatchObject({ revision: 0 });
  });
});
