import type { EventStore } from '#kernel/ports';
import { intercept, processManager } from '#kernel/specification';
import { reservationId, type DomainEvent } from '#kernel/domain';
import { organisation } from '#organisation';
import { MemoryEventStore } from '#store-memory';
import { commandsOver } from '#use-cases/specification';
import { agenciesOfPuntiInps } from '../../processes/agencies-of-punti-inps.ts';
import { puntiInps } from '../../punti-inps.ts';
import { AGENCY } from './agency-to-become.ts';
import { proposePuntoInps } from './propose-punto-inps.ts';

const events = [organisation, puntiInps].flatMap((context) => context.events);
const refusal = (code: string): unknown => expect.objectContaining({ code });
const commandOf = (name: string) => organisation.commands.find((command) => command.name === name)!;

/** A process: its own command bus and caches over the log. */
function processOn(store: EventStore) {
  const { give } = commandsOver({ store, events });
  const establish = (code: string, kind: string, more: object) => {
    const data = { code, kind, name: code, aooCode: code, pec: `${code.toLowerCase()}@pec.example.it`, ...more };
    return give(commandOf('EstablishTerritorialUnit'), data, { key: `establish ${code}` });
  };
  return {
    /** A provincial unit with an agency under it. */
    setUp: async (): Promise<void> => {
      const place = { region: '08', province: '037', municipality: 'A944', establishedOn: '2020-01-01' };
      await establish('DC', 'DIREZIONE_CENTRALE', { establishedOn: '2020-01-01' });
      await establish('DR', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC', establishedOn: '2020-01-01' });
      await establish('DP', 'DIREZIONE_PROVINCIALE', { ...place, parent: 'DR' });
      await establish('AG', 'AGENZIA_TERRITORIALE', { ...place, parent: 'DP' });
      await give(commandOf('CompleteUnitTree'), {}, { key: 'complete' });
    },
    propose: (key: string) =>
      give(
        proposePuntoInps,
        {
          ...{ name: 'Punto INPS', region: '08', province: '037', municipality: 'A944', ground: 'LOW_COMPLEXITY' },
          ...{ address: { street: 'Via Emilia 1', postalCode: '40026' }, proposedBy: 'DP', referenceUnit: 'DP' },
          replaces: 'AG',
        },
        { key },
      ),
    close: (key: string) => give(commandOf('CloseTerritorialUnit'), { code: 'AG', reason: 'Riordino' }, { key }),
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

describe('K3: an agency becomes one Punto INPS at most', () => {
  it.each(['PuntoInps-', 'UnitDependants-AG'])(
    'raced from two processes, one proposal stands (the second as the first writes to %s)',
    async (stream) => {
      const store = new MemoryEventStore();
      await processOn(store).setUp();
      const office = processOn(store);
      const race = racing(
        store,
        (one) => one.startsWith(stream),
        () => office.propose('second'),
      );
      const first = await processOn(race.slow)
        .propose('first')
        .catch((refused: unknown) => refused);
      const second = await race.raced()?.catch((refused: unknown) => refused);
      const refused = [first, second].filter((one) => (one as { code?: string }).code === 'AGENCY_REPLACED_ALREADY');
      expect(refused).toHaveLength(1);
    },
  );

  it('one whose reservation is written by two at once goes to one of them', async () => {
    const store = new MemoryEventStore();
    await processOn(store).setUp();
    const office = processOn(store);
    const race = racing(
      store,
      (stream) => stream === `Reservation-${reservationId(AGENCY, 'AG')}`,
      () => office.propose('second'),
    );
    await expect(processOn(race.slow).propose('first')).rejects.toEqual(refusal('AGENCY_REPLACED_ALREADY'));
    await expect(race.raced()).resolves.toMatchObject({ revision: 0 });
  });
});

describe('K3: an agency that is to become a Punto INPS is needed', () => {
  it('it is not closed while the point is not open, and says what needs it', async () => {
    const store = new MemoryEventStore();
    await processOn(store).setUp();
    const office = processOn(store);
    const race = racing(
      store,
      (stream) => stream.startsWith('PuntoInps-'),
      () => office.close('second'),
    );
    await processOn(race.slow).propose('first');
    await expect(race.raced()).rejects.toMatchObject({
      code: 'TERRITORIAL_UNIT_HAS_DEPENDANTS',
      facts: { total: 1, dependants: [expect.stringMatching(/^PUNTO_INPS_IN_ITS_PLACE /)] },
    });
  });

  it('raced from two processes (the closing first), no point is proposed in its place', async () => {
    const store = new MemoryEventStore();
    await processOn(store).setUp();
    const office = processOn(store);
    const race = racing(
      store,
      (stream) => stream === 'TerritorialUnit-AG',
      () => office.propose('second'),
    );
    await processOn(race.slow).close('first');
    await expect(race.raced()).rejects.toEqual(refusal('TERRITORIAL_UNIT_CLOSING'));
  });

  const at = { stream: 'PuntoInps-inps-1' };
  const fact = (type: string, data: object): [DomainEvent, typeof at] => [{ type, data }, at];
  const proposed = fact('PuntoInpsProposed', { replaces: 'AG', proposedOn: '2026-01-10' });
  const opened = (to = 'OPEN') => fact('PuntoInpsOpened', { openedOn: '2026-02-02', to });
  const closed = fact('PuntoInpsClosed', { closedOn: '2026-02-20' });
  const leaves = (leftOn: string) => ({
    name: 'LeaveUnit',
    data: { unit: 'AG', dependant: { kind: 'PUNTO_INPS_IN_ITS_PLACE', id: 'inps-1' }, leftOn },
  });
  const given = {
    name: 'ReleaseReservation',
    data: { id: reservationId(AGENCY, 'AG'), kind: AGENCY, forCommandId: 'command-1' },
  };
  const process = processManager(agenciesOfPuntiInps);

  it('until the point opens, which keeps it for good; T2: on the day that is right', () => {
    process.given(proposed, opened()).thenCommands(leaves('2026-02-02'));
    process.given(proposed, opened(), closed).thenCommands();
    process
      .given(proposed, opened(), fact('PuntoInpsRectified', { changes: { openedOn: '2026-02-09' } }))
      .thenCommands(leaves('2026-02-09'));
  });

  it('or until the point comes to nothing, which gives it back for another', () => {
    process.given(proposed, closed).thenCommands(leaves('2026-02-20'), given);
    process.given(proposed, closed, opened('CLOSED')).thenCommands();
    process.given(fact('PuntoInpsProposed', { proposedOn: '2026-01-10' }), closed).thenCommands();
  });
});
