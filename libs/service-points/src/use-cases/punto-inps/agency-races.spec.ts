import type { EventStore } from '#kernel/ports';
import { processManager, racing, SPEC_NOW } from '#kernel/specification';
import { isDomainError, reservationId, type DomainEvent } from '#kernel/domain';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import type { Principal } from '#use-cases';
import { followersOver } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { agenciesOfPuntiInps } from '../../processes/agencies-of-punti-inps.ts';
import { agencyReservations } from '../../processes/agency-reservations.ts';
import { EVENTS_OF_PROPOSALS, proposingOn } from '../../specification/proposals.ts';
import { AGENCY } from './agency-to-become.ts';

const POLICY = { kind: 'policy', name: 'specification' } as const;
/** What somebody is told of a command that is refused. */
async function refusedTo(given: Promise<unknown>): Promise<object> {
  const refused = await given.catch((reason: unknown) => reason);
  return isDomainError(refused) ? { code: refused.code, facts: refused.facts, message: refused.message } : {};
}
const refusal = (code: string): unknown => expect.objectContaining({ code });

/** A process over a provincial unit with an agency under it. */
function processOn(store: EventStore) {
  const { setUp, propose, organise, ...commands } = proposingOn(store);
  return {
    ...commands,
    setUp: () =>
      setUp(
        { code: 'DP', kind: 'DIREZIONE_PROVINCIALE', parent: 'DR' },
        { code: 'AG', kind: 'AGENZIA_TERRITORIALE', parent: 'DP' },
      ),
    propose: (key: string, as?: Principal) =>
      propose(key, { proposedBy: 'DP', referenceUnit: 'DP', replaces: 'AG' }, as),
    close: (key: string) => organise('CloseTerritorialUnit', { code: 'AG', reason: 'Riordino' }, key),
    /** The process that keeps agencies for points reads the log from its beginning. */
    reserve: () =>
      followersOver({
        ...{ store, events: EVENTS_OF_PROPOSALS, clock: { now: () => SPEC_NOW }, over: commands, commands: [] },
        ...{ processes: [agencyReservations], aggregates: [puntoInps] },
      }).follow(new MemoryWorkStore()),
  };
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
  const process = processManager(agenciesOfPuntiInps);

  it('until the point opens; T2: on the day that is right', () => {
    process.given(proposed, opened()).thenCommands(leaves('2026-02-02'));
    process.given(proposed, opened(), closed).thenCommands();
    process
      .given(proposed, opened(), fact('PuntoInpsRectified', { changes: { openedOn: '2026-02-09' } }))
      .thenCommands(leaves('2026-02-09'));
  });

  it('or until the point comes to nothing', () => {
    process.given(proposed, closed).thenCommands(leaves('2026-02-20'));
    process.given(proposed, closed, opened('CLOSED')).thenCommands();
    process.given(fact('PuntoInpsProposed', { proposedOn: '2026-01-10' }), closed).thenCommands();
  });

  it('and kept for the point, which gives it back for another where it comes to nothing, and keeps it for good once it opened', () => {
    const keeper = processManager(agencyReservations);
    const held = { id: reservationId(AGENCY, 'AG'), kind: AGENCY, forCommandId: 'command-1' };
    const target = { category: 'PuntoInps', id: 'inps-1' };
    keeper.given(proposed).thenCommands({ name: 'RecordReservation', data: { ...held, target } });
    keeper.given(proposed, closed).thenCommands({ name: 'ReleaseReservation', data: held });
    keeper.given(proposed, opened(), closed).thenCommands();
    keeper.given(fact('PuntoInpsProposed', { proposedOn: '2026-01-10' }), closed).thenCommands();
  });
});

describe('K3: an agency that a log of before names, in which no agency was reserved', () => {
  const WANTED = { region: '08', province: '037', municipality: 'A944', ground: 'LOW_COMPLEXITY' };

  /** A log with Punti INPS that an earlier version proposed in the place of the agency; some were closed before they opened. */
  async function logOfBefore(
    ...points: readonly { readonly id: string; readonly isClosed?: true; readonly of?: object }[]
  ) {
    const store = new MemoryEventStore();
    const office = processOn(store);
    await office.setUp();
    const write = async (id: string, what: string, ...facts: readonly object[]): Promise<void> => {
      const origin = { commandId: `${what} ${id}`, actor: POLICY, correlationId: what, causationId: what };
      await office.executor.execute(puntoInps, { id, origin, decide: () => facts as PuntoInpsEvent[] });
    };
    for (const { id, of } of points) {
      const address = { street: 'Via Emilia 1', postalCode: '40026' };
      const units = { proposedBy: 'DP', referenceUnit: 'DP', replaces: 'AG' };
      const data = { puntoInpsId: id, name: id, ...WANTED, ...of, address, ...units, proposedOn: '2026-01-10' };
      await write(id, 'proposes', { type: 'PuntoInpsProposed', data, effectiveAt: startOf('2026-01-10') });
    }
    for (const { id, isClosed } of points) {
      const data = { closedOn: '2026-02-20', reason: 'REORGANISATION', from: 'PROPOSED', to: 'CLOSED' };
      if (isClosed) await write(id, 'closes', { type: 'PuntoInpsClosed', data, effectiveAt: startOf('2026-02-20') });
    }
    await office.reserve();
    return office;
  }

  it('is reserved for the point that stands', async () => {
    const { propose } = await logOfBefore({ id: 'inps-1' });
    await expect(propose('another')).rejects.toMatchObject({
      ...{ code: 'AGENCY_REPLACED_ALREADY', facts: { agency: 'AG', takenBy: { category: 'PuntoInps', id: 'inps-1' } } },
    });
  });

  it('for which, is told to those alone who may act where that point is', async () => {
    const { propose } = await logOfBefore({ id: 'inps-1', of: { province: '036', municipality: 'F257' } });
    const office = { id: 'clerk', region: '08' } as const;
    const told = { code: 'AGENCY_REPLACED_ALREADY', facts: { agency: 'AG' } };
    const refused = await refusedTo(propose('of the province', { ...office, role: 'provincial', province: '037' }));
    expect(refused).toMatchObject(told);
    expect(JSON.stringify(refused)).not.toContain('inps-1');
    const above = await refusedTo(propose('of the region', { ...office, role: 'regional' }));
    expect(above).toMatchObject({ ...told, facts: { takenBy: { id: 'inps-1' } } });
  });

  it('is free again where that was closed before it opened', async () => {
    const { propose } = await logOfBefore({ id: 'inps-1', isClosed: true });
    await expect(propose('another')).resolves.toMatchObject({ revision: 0 });
  });

  it('is reserved for the second that names it, where there were two and the first came to nothing', async () => {
    const { propose } = await logOfBefore({ id: 'inps-1', isClosed: true }, { id: 'inps-2' });
    await expect(propose('another')).rejects.toMatchObject({ facts: { takenBy: { id: 'inps-2' } } });
  });

  it('and one that is reserved already is reserved once', async () => {
    const store = new MemoryEventStore();
    const office = processOn(store);
    await office.setUp();
    await office.propose('first');
    const before = await office.written();
    await office.reserve();
    await expect(office.written()).resolves.toEqual(before);
  });
});
