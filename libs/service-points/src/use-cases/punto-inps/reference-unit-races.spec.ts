import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { organisation, territorialUnit, unitOn } from '#organisation';
import { MemoryEventStore } from '#store-memory';
import { commandsOver } from '#use-cases/specification';
import { puntiInps } from '../../punti-inps.ts';
import { proposePuntoInps } from './propose-punto-inps.ts';

const events = [organisation, puntiInps].flatMap((context) => context.events);
const refusal = (code: string): unknown => expect.objectContaining({ code });
const commandOf = (name: string) => organisation.commands.find((command) => command.name === name)!;

const ON = '2026-03-02';
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };

/** A process: its own command bus and caches over the log. */
function processOn(store: EventStore) {
  const { give, executor } = commandsOver({ store, events });
  const establish = (code: string, kind: string, more: object) => {
    const data = { code, kind, name: code, aooCode: code, pec: `${code.toLowerCase()}@pec.example.it`, ...more };
    return give(commandOf('EstablishTerritorialUnit'), data, { key: `establish ${code}` });
  };
  return {
    /** A region with two provincial units of one province. */
    setUp: async (): Promise<void> => {
      const place = { region: '08', province: '037', municipality: 'A944', establishedOn: '2020-01-01' };
      await establish('DC', 'DIREZIONE_CENTRALE', { establishedOn: '2020-01-01' });
      await establish('DR', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC', establishedOn: '2020-01-01' });
      await establish('DP-1', 'DIREZIONE_PROVINCIALE', { ...place, parent: 'DR' });
      await establish('DP-2', 'DIREZIONE_PROVINCIALE', { ...place, parent: 'DR' });
      await give(commandOf('CompleteUnitTree'), {}, { key: 'complete' });
    },
    propose: (key: string) =>
      give(
        proposePuntoInps,
        {
          ...{ name: 'Punto INPS', region: '08', province: '037', municipality: 'A944', ground: 'LOW_COMPLEXITY' },
          ...{ address: { street: 'Via Emilia 1', postalCode: '40026' }, proposedBy: 'DP-2', referenceUnit: 'DP-1' },
        },
        { key },
      ),
    reclassify: (key: string) =>
      give(
        commandOf('ReclassifyTerritorialUnit'),
        { code: 'DP-1', kind: 'AGENZIA_COMPLESSA', parent: 'DP-2' },
        { key },
      ),
    /** It never was a directorate. */
    rectify: (key: string) =>
      give(
        commandOf('RectifyTerritorialUnit'),
        { code: 'DP-1', rectifies: 0, changes: { kind: 'AGENZIA_COMPLESSA', parent: 'DP-2' }, reason: 'Errore', act },
        { key },
      ),
    /** What the keeper of the tree and the sweeper give. */
    settle: (forCommandId: string) => give(commandOf('SettleUnitKindChange'), { unit: 'DP-1', forCommandId }),
    release: (forCommandId: string) => give(commandOf('ReleaseUnitClaim'), { unit: 'DP-1', forCommandId }),
    kind: () => executor.look(territorialUnit, 'DP-1', (unit) => unitOn(unit, ON)?.kind),
  };
}

/** The second comes when the first writes to a stream that it is sought by. */
function racing(store: EventStore, isThere: (stream: string) => boolean, second: () => Promise<unknown>) {
  let raced: Promise<unknown> | undefined;
  const slow = intercept<EventStore>(store, {
    append: async (request) => {
      if (!raced && isThere(request.stream)) {
        raced = second();
        await raced.catch(() => undefined);
      }
      return store.append(request);
    },
  });
  return { slow, raced: () => raced };
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
