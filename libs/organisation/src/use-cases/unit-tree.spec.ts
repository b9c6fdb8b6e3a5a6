import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import { commandsOver } from '#use-cases/specification';
import { territorialUnitEvents } from '../domain/events.ts';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { dependantsOf, unitDependants } from '../domain/unit-dependants/unit-dependants.ts';
import { unitDependantEvents } from '../domain/unit-dependants/events.ts';
import { unitOn } from '../domain/unit-on.ts';
import type { UnitKind } from '../domain/unit-kinds.ts';
import { unitTreeEvents } from '../domain/unit-tree/events.ts';
import { closeTerritorialUnit } from './close-territorial-unit.ts';
import { establishTerritorialUnit } from './establish-territorial-unit.ts';
import { completeUnitTree, confirmUnitTreeChange, enterUnitInTree, releaseUnitTreeChange } from './keep-unit-tree.ts';
import { reassignTerritorialUnit } from './reassign-territorial-unit.ts';
import { releaseUnitClaim, enterUnitDependant } from './keep-unit-dependants.ts';
import { rectifyTerritorialUnit, type RectifyTerritorialUnit } from './rectify-territorial-unit.ts';
import { reclassifyTerritorialUnit } from './reclassify-territorial-unit.ts';

const events = [...territorialUnitEvents, ...unitTreeEvents, ...unitDependantEvents];
const refusal = (code: string): unknown => expect.objectContaining({ code });

const ACT = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };

/** A process: its own command bus and caches over the log. */
function processOn(store: EventStore) {
  const { give, executor } = commandsOver({ store, events });
  const establish = (code: string, kind: UnitKind, parent?: string) => {
    const region = kind === 'DIREZIONE_CENTRALE' ? {} : { region: '08' };
    const province = parent === undefined || parent === 'DC' ? {} : { province: '037', municipality: 'A944' };
    const unit = { code, kind, name: code, aooCode: code, pec: `${code}@pec.example.it`, ...region, ...province };
    return give(establishTerritorialUnit, parent === undefined ? unit : { ...unit, parent }, {
      key: `establish ${code}`,
    });
  };
  return {
    establish,
    reassign: (key: string, code: string, parent: string) => give(reassignTerritorialUnit, { code, parent }, { key }),
    reclassify: (key: string, code: string, kind: UnitKind, parent: string) =>
      give(reclassifyTerritorialUnit, { code, kind, parent }, { key }),
    close: (key: string, code: string) => give(closeTerritorialUnit, { code, reason: 'Riordino' }, { key }),
    rectify: (key: string, code: string, rectifies: number, changes?: RectifyTerritorialUnit['changes']) =>
      give(
        rectifyTerritorialUnit,
        { code, rectifies, reason: 'Errata', act: ACT, ...(changes ? { changes } : { annuls: true }) },
        { key },
      ),
    /** What the keeper of the tree and its sweeper give. */
    complete: () => give(completeUnitTree, {}),
    enter: (unit: string, kind: UnitKind, parent?: string) => {
      const above = parent === undefined ? {} : { parent };
      return give(enterUnitInTree, { change: { unit, kind, makes: 'NEW', ...above }, forCommandId: `old ${unit}` });
    },
    confirm: (forCommandId: string) => give(confirmUnitTreeChange, { forCommandId }),
    release: (forCommandId: string) => give(releaseUnitTreeChange, { forCommandId }),
    releaseEnd: (unit: string, forCommandId: string) => give(releaseUnitClaim, { unit, forCommandId }),
    need: (unit: string) =>
      give(enterUnitDependant, { unit, dependant: { kind: 'AGENDA', id: 'agenda-1' }, from: '2026-03-02' }),
    endOf: (unit: string) => executor.look(unitDependants, unit, (state) => dependantsOf(state).closing?.closedOn),
    parentOf: (code: string) => executor.look(territorialUnit, code, (unit) => unitOn(unit, '2026-03-02')?.parent),
    executor,
  };
}

/** Two branches under one directorate, and an agency below each. */
async function network(store: EventStore) {
  const office = processOn(store);
  await office.establish('DC', 'DIREZIONE_CENTRALE');
  await office.establish('DR', 'DIREZIONE_REGIONALE', 'DC');
  await office.establish('FP-1', 'FILIALE_PROVINCIALE', 'DR');
  await office.establish('FP-2', 'FILIALE_PROVINCIALE', 'DR');
  await office.establish('AC-2', 'AGENZIA_COMPLESSA', 'FP-2');
  await office.complete();
  return office;
}

const commandOf = ({ events: [event] }: { readonly events: readonly { metadata: { commandId: string } }[] }): string =>
  event?.metadata.commandId ?? '';

describe('two changes that would close a cycle together', () => {
  it('race from two processes: one wins, and never both', async () => {
    const store = new MemoryEventStore();
    await network(store);
    const other = processOn(store);
    let raced: Promise<unknown> = Promise.resolve();
    let isRaced = false;
    const slow = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === 'TerritorialUnit-AC-2' && !isRaced) {
          isRaced = true;
          raced = other.reclassify('second', 'FP-1', 'AGENZIA_TERRITORIALE', 'AC-2');
          await raced.catch(() => undefined);
        }
        return store.append(request);
      },
    });
    // Each fits alone: the agency under the branch, and the branch, made an agency, under the other agency.
    await processOn(slow).reassign('first', 'AC-2', 'FP-1');
    await expect(raced).rejects.toEqual(refusal('UNIT_TREE_CHANGING'));
    expect(await other.parentOf('AC-2')).toBe('FP-1');
    expect(await other.parentOf('FP-1')).toBe('DR');
  });

  it('race where both have decided before either claims: one wins', async () => {
    const store = new MemoryEventStore();
    await network(store);
    const other = processOn(store);
    let isRaced = false;
    const slow = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream.startsWith('UnitTree-') && !isRaced) {
          isRaced = true;
          await other.reclassify('second', 'FP-1', 'AGENZIA_TERRITORIALE', 'AC-2');
        }
        return store.append(request);
      },
    });
    await expect(processOn(slow).reassign('first', 'AC-2', 'FP-1')).rejects.toEqual(refusal('UNIT_TREE_CHANGING'));
    expect(await other.parentOf('AC-2')).toBe('FP-2');
    expect(await other.parentOf('FP-1')).toBe('AC-2');
  });

  it('at the same moment: one wins, whichever it is', async () => {
    const store = new MemoryEventStore();
    await network(store);
    const outcomes = await Promise.allSettled([
      processOn(store).reassign('first', 'AC-2', 'FP-1'),
      processOn(store).reclassify('second', 'FP-1', 'AGENZIA_TERRITORIALE', 'AC-2'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('one after the other: the second is refused for the cycle', async () => {
    const office = await network(new MemoryEventStore());
    await office.confirm(commandOf(await office.reassign('first', 'AC-2', 'FP-1')));
    await expect(office.reclassify('second', 'FP-1', 'AGENZIA_TERRITORIALE', 'AC-2')).rejects.toEqual(
      refusal('TERRITORIAL_UNIT_BELOW_ITSELF'),
    );
  });
});

describe('a change of the structure', () => {
  it('waits for one that is being carried out, since that may yet come to nothing', async () => {
    const office = await network(new MemoryEventStore());
    const first = await office.reassign('first', 'AC-2', 'FP-1');
    await expect(office.close('second', 'FP-2')).rejects.toEqual(refusal('UNIT_TREE_CHANGING'));
    await expect(office.establish('AC-3', 'AGENZIA_COMPLESSA', 'FP-2')).rejects.toEqual(refusal('UNIT_TREE_CHANGING'));
    await office.confirm(commandOf(first));
    await expect(office.close('third', 'FP-2')).resolves.toMatchObject({ revision: 1 });
  });

  it('is not held up by units that are new', async () => {
    const office = await network(new MemoryEventStore());
    await office.establish('AC-3', 'AGENZIA_COMPLESSA', 'FP-2');
    await expect(office.reassign('first', 'AC-3', 'FP-1')).resolves.toMatchObject({ revision: 1 });
  });

  it('loses against a unit that is established below it at the same moment', async () => {
    const store = new MemoryEventStore();
    await network(store);
    const outcomes = await Promise.allSettled([
      processOn(store).close('close', 'FP-1'),
      processOn(store).establish('AC-3', 'AGENZIA_COMPLESSA', 'FP-1'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('that is given up leaves the tree as it was', async () => {
    const store = new MemoryEventStore();
    const office = await network(store);
    const dying = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === 'TerritorialUnit-AC-2') throw new Error('the process dies here');
        return store.append(request);
      },
    });
    await expect(processOn(dying).reassign('first', 'AC-2', 'FP-1')).rejects.toThrow('dies');
    await expect(office.close('second', 'FP-1')).rejects.toEqual(refusal('UNIT_TREE_CHANGING'));
    const claims: string[] = [];
    for await (const batch of store.readLog({ after: '0' })) {
      const claimed = batch.events.filter(({ type }) => type === 'UnitTreeChangeClaimed');
      claims.push(...claimed.map(({ data }) => (data as { forCommandId: string }).forCommandId));
    }
    await office.release(claims.at(-1) ?? '');
    await expect(office.close('third', 'FP-1')).resolves.toMatchObject({ revision: 1 });
  });

  it('on a log from before the tree is decided once all units of before stand in it', async () => {
    const store = new MemoryEventStore();
    const office = processOn(store);
    const before = async (code: string, kind: UnitKind, parent?: string): Promise<void> => {
      const above = parent === undefined ? {} : { parent };
      const data = { code, kind, name: code, aooCode: code, pec: 'x@pec.example.it', ...above };
      const id = `old ${code}`;
      const actor = { kind: 'policy', name: 'old' } as const;
      await office.executor.execute(territorialUnit, {
        id: code,
        origin: { commandId: id, correlationId: id, causationId: id, actor },
        decide: () => [{ type: 'TerritorialUnitEstablished' as const, data }],
      });
    };
    await before('DC', 'DIREZIONE_CENTRALE');
    await before('DR', 'DIREZIONE_REGIONALE', 'DC');
    await before('DP', 'DIREZIONE_PROVINCIALE', 'DR');
    await expect(office.close('first', 'DR')).rejects.toEqual(refusal('UNIT_TREE_BEHIND'));
    await expect(office.establish('FP', 'FILIALE_PROVINCIALE', 'DR')).rejects.toEqual(refusal('UNIT_TREE_BEHIND'));
    await office.enter('DC', 'DIREZIONE_CENTRALE');
    await office.enter('DR', 'DIREZIONE_REGIONALE', 'DC');
    await office.enter('DP', 'DIREZIONE_PROVINCIALE', 'DR');
    await office.complete();
    await expect(office.close('second', 'DR')).rejects.toEqual(refusal('TERRITORIAL_UNIT_HAS_UNITS_BELOW'));
    await expect(office.close('third', 'DP')).resolves.toMatchObject({ revision: 1 });
  });
});

describe('T2: a rectification of the structure', () => {
  it('races with a change that would close a cycle with it: one wins, and never both', async () => {
    const store = new MemoryEventStore();
    const office = await network(store);
    await office.confirm(commandOf(await office.reassign('moved', 'AC-2', 'FP-1')));
    await office.confirm(commandOf(await office.reassign('back', 'AC-2', 'FP-2')));
    const outcomes = await Promise.allSettled([
      // The one stood under the first branch, and that, made an agency, under it.
      processOn(store).rectify('first', 'AC-2', 2, { parent: 'FP-1', effectiveDate: '2026-03-02' }),
      processOn(store).reclassify('second', 'FP-1', 'AGENZIA_TERRITORIALE', 'AC-2'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('stands in the tree once it stands in the log of its unit, and others are looked at with it', async () => {
    const office = await network(new MemoryEventStore());
    await office.confirm(commandOf(await office.rectify('parent', 'AC-2', 0, { parent: 'FP-1' })));
    await expect(office.close('first', 'FP-1')).rejects.toEqual(refusal('TERRITORIAL_UNIT_HAS_UNITS_BELOW'));
    await expect(office.reclassify('second', 'FP-1', 'AGENZIA_TERRITORIALE', 'AC-2')).rejects.toEqual(
      refusal('TERRITORIAL_UNIT_BELOW_ITSELF'),
    );
    await expect(office.close('third', 'FP-2')).resolves.toMatchObject({ revision: 1 });
  });

  it('of a mailbox keeps nobody waiting', async () => {
    const office = await network(new MemoryEventStore());
    await office.rectify('pec', 'AC-2', 0, { pec: 'new@pec.example.it' });
    await expect(office.close('first', 'FP-1')).resolves.toMatchObject({ revision: 1 });
  });

  it('by which an end never was lets others need the unit again, and stand below it', async () => {
    const store = new MemoryEventStore();
    const office = await network(store);
    await office.confirm(commandOf(await office.close('closed', 'AC-2')));
    expect(await office.endOf('AC-2')).toBe('2026-03-02');
    await office.confirm(commandOf(await office.rectify('never', 'AC-2', 1)));
    expect(await office.endOf('AC-2')).toBeUndefined();
    await office.need('AC-2');
    await expect(office.close('again', 'AC-2')).rejects.toEqual(refusal('TERRITORIAL_UNIT_HAS_DEPENDANTS'));
  });

  it('that is given up leaves the end of the unit as it was', async () => {
    const store = new MemoryEventStore();
    const office = await network(store);
    await office.confirm(commandOf(await office.close('closed', 'AC-2')));
    const dying = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === 'TerritorialUnit-AC-2') throw new Error('the process dies here');
        return store.append(request);
      },
    });
    await expect(processOn(dying).rectify('never', 'AC-2', 1)).rejects.toThrow('dies');
    const claims: string[] = [];
    for await (const batch of store.readLog({ after: '0' })) {
      const claimed = batch.events.filter(({ type }) => type === 'UnitReopeningClaimed');
      claims.push(...claimed.map(({ data }) => (data as { forCommandId: string }).forCommandId));
    }
    expect(claims).toHaveLength(1);
    const other = processOn(store);
    expect(await other.endOf('AC-2')).toBeUndefined();
    await other.releaseEnd('AC-2', claims[0]!);
    expect(await other.endOf('AC-2')).toBe('2026-03-02');
  });
});
