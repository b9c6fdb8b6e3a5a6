import type { StoredEvent } from '#kernel/ports';
import { beginningOf } from './support/beginning.ts';
import { dieOnTheWay, eventsAfter, readIn, runServer, type Cause } from './support/dying.ts';
import { actorOf, endStateOf, type EndState } from './support/end-state.ts';
import { eventsOf } from './support/log.ts';
import { staffPoint } from './support/staffed-point.ts';

/** More than any cascade here writes: one that never comes to its end fails. */
const DYING = { mostDeaths: 200 };

describe('K7: a cascade that is killed after every append and every save of a process', () => {
  const beginning = beginningOf(staffPoint);

  const consequencesIn = (directory: string): Promise<readonly StoredEvent[]> =>
    eventsAfter(directory, beginning.before);
  const ofType = async (directory: string, wanted: string): Promise<readonly StoredEvent[]> =>
    (await consequencesIn(directory)).filter(({ type }) => type === wanted);
  const endState = (directory: string): Promise<EndState> => endStateOf(directory, beginning.before);
  const afterPlainly = async (cause: Cause, source?: string): Promise<string> => {
    const directory = beginning.copy(source);
    expect(await runServer(directory, 0, cause)).toBe('done');
    return directory;
  };
  const protocolPath = (act: string): string => `/rest/protocols/v1/protocols/${beginning.standing.protocolId}/${act}`;

  it('ends in the same place when the protocol is terminated, each consequence a policy’s, and caused by the first event', async () => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(Date.now());
    const cause = {
      path: protocolPath('termination'),
      body: { noticeDate: today, effectiveDate: today, reason: 'Recesso' },
    };
    const plain = await afterPlainly(cause);
    const killed = beginning.copy();
    const deaths = await dieOnTheWay(killed, cause, DYING);

    expect(deaths).toBeGreaterThan(10);
    expect(await endState(killed)).toEqual(await endState(plain));
    for (const directory of [plain, killed]) {
      const events = await consequencesIn(directory);
      const types = events.map(({ type }) => type);
      for (const consequence of [
        'PuntoClienteDeactivated',
        'OperatorAuthorizationRevoked',
        'AppointmentDisplacedByClosure',
      ]) {
        expect(types.filter((type) => type === consequence)).toHaveLength(1);
        const [event] = events.filter(({ type }) => type === consequence);
        expect(actorOf(event!)).toMatchObject({ kind: 'policy' });
        expect(firstCauseOf(event!, events)).toBe('ProtocolTerminated');
      }
      // What was booked from the point at a desk of INPS stands.
      const displaced = events.filter(({ type }) => type === 'AppointmentDisplacedByClosure');
      expect(displaced.map(({ data }) => (data as { appointmentId: string }).appointmentId)).toEqual([
        beginning.standing.heldAtPoint,
      ]);
      expect((await endState(directory)).parked).toEqual([]);
    }
  }, 600_000);

  it('ends in the same place when the protocol is suspended, and when it is resumed', async () => {
    const suspension = { path: protocolPath('suspension'), body: { reason: 'Verifiche' } };
    const plain = await afterPlainly(suspension);
    const killed = beginning.copy();
    expect(await dieOnTheWay(killed, suspension, DYING)).toBeGreaterThan(10);
    expect(await endState(killed)).toEqual(await endState(plain));

    const resumption = { path: protocolPath('resumption'), body: { reason: 'Verifiche concluse' } };
    const resumed = await afterPlainly(resumption, plain);
    expect(await dieOnTheWay(killed, resumption, DYING)).toBeGreaterThan(5);
    expect(await endState(killed)).toEqual(await endState(resumed));
    const last = (await consequencesIn(killed)).map(({ type }) => type);
    const given = ['PuntoClienteResumed', 'OperatorAuthorizationResumed', 'AppointmentReinstated'];
    expect(given.filter((type) => !last.includes(type))).toEqual([]);
  }, 600_000);

  it('A3, A7: ends in the same place when a day of an agenda is closed, and when its closure is withdrawn', async () => {
    const { agendaId, date } = await readIn(beginning.copy(), async ({ eventStore }) => {
      const booked = (await eventsOf(eventStore)).find(({ type }) => type === 'AppointmentBooked');
      return booked!.data as { readonly agendaId: string; readonly date: string };
    });
    const closures = `/rest/agenda/v1/agendas/${agendaId}/closures`;
    const closing = { path: closures, body: { from: date, until: date, reason: 'Assemblea' } };
    const plain = await afterPlainly(closing);
    const killed = beginning.copy();
    expect(await dieOnTheWay(killed, closing, DYING)).toBeGreaterThan(3);
    expect(await endState(killed)).toEqual(await endState(plain));
    const both = [beginning.standing.heldAtDesk, beginning.standing.heldAtPoint].sort();
    const displaced = (await consequencesIn(killed))
      .filter(({ type }) => type === 'AppointmentDisplacedByClosure')
      .map(({ data }) => (data as { appointmentId: string }).appointmentId);
    expect(displaced.sort()).toEqual(both);
    // Each is put on the waiting list once, before all others.
    expect(await ofType(killed, 'WaitlistJoined')).toHaveLength(2);

    const [closed] = await ofType(killed, 'ClosureDeclared');
    const { closureId } = closed!.data as { readonly closureId: string };
    const withdrawal = { path: `${closures}/${closureId}/withdrawal`, body: {} };
    const reopened = await afterPlainly(withdrawal, plain);
    expect(await dieOnTheWay(killed, withdrawal, DYING)).toBeGreaterThan(3);
    expect(await endState(killed)).toEqual(await endState(reopened));
    const back = (await ofType(killed, 'AppointmentReinstated')).map(
      ({ data }) => (data as { appointmentId: string }).appointmentId,
    );
    expect(back.sort()).toEqual(both);
    expect(await ofType(killed, 'WaitlistLeft')).toHaveLength(2);
  }, 600_000);
});

/** Type of the event that an event leads back to, from cause to cause. */
function firstCauseOf(event: StoredEvent, events: readonly StoredEvent[]): string {
  const { $causationId } = event.metadata as { $causationId: string };
  const cause = events.find(({ eventId }) => eventId === $causationId);
  return cause ? firstCauseOf(cause, events) : event.type;
}
