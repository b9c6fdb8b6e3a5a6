import type { StoredEvent } from '#kernel/ports';
import { accepted, AGENDAS, seedAgenda, TERRITORY } from './support/agenda.ts';
import { ShiftedClock, startApplication } from './support/application.ts';
import { beginningOf } from './support/beginning.ts';
import { dieOnTheWay, parkedIn, readIn, runServer } from './support/dying.ts';
import { eventsOf, openCommitments } from './support/log.ts';
import { placesOf } from './support/places-in-log.ts';
import { fictitiousPerson } from './support/people.ts';

/** More than anything here writes: what never comes to its end fails. */
const DYING = { mostDeaths: 120, isRepeated: true };
const LONGEST_MS = 600_000;
const MINUTE_MS = 60_000;
const DESK = { role: 'desk-operator', id: 'desk', province: TERRITORY.province } as const;

describe('A7, A8, no-shows: killed after every append and every save of a process', () => {
  const beginning = beginningOf(async (application) => {
    const central = await application.as();
    const from = await seedAgenda(central, { slots: 2 });
    const to = await seedAgenda(central, { slots: 2, name: 'Altro sportello' });
    const desk = await application.as(DESK);
    const what = { mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: fictitiousPerson(1) };
    const booked = await accepted(desk.post(`${from.day}/appointments`, { start: from.starts[0], ...what }));
    const { startsAt } = booked as unknown as { readonly startsAt: string };
    return { from, to, appointmentId: booked.id, startsAt: Date.parse(startsAt) };
  });

  const logOf = (directory: string): Promise<{ log: readonly StoredEvent[]; bound: number }> =>
    readIn(directory, async ({ eventStore }) => ({
      log: await eventsOf(eventStore),
      bound: (await openCommitments(eventStore)).size,
    }));
  const count = (log: readonly StoredEvent[], type: string): number =>
    log.filter((event) => event.type === type).length;

  it(
    'a move loses and doubles no appointment, and leaves its place after it stands at the new one',
    async () => {
      const { from, to, appointmentId } = beginning.standing;
      const move = {
        path: `${from.day}/appointments/${appointmentId}/rescheduling`,
        body: { to: { agendaId: to.agendaId, date: to.date, start: to.starts[1] } },
      };
      const onTheWay = beginning.copy();
      expect(await dieOnTheWay(onTheWay, move, DYING)).toBeGreaterThan(3);
      const stopped: string[] = [];
      for (let writes = 1; writes <= 4; writes += 1) {
        const directory = beginning.copy();
        if ((await runServer(directory, writes, move)) === 'killed') await runServer(directory, 0, move);
        stopped.push(directory);
      }
      for (const directory of [onTheWay, ...stopped]) {
        const { log, bound } = await logOf(directory);
        const places = placesOf(log, appointmentId);
        // Booked and claimed: one; there and not left yet: two; left: one.
        expect(Math.min(...places)).toBe(1);
        expect(places.at(-1)).toBe(1);
        expect(count(log, 'AppointmentRescheduled')).toBe(1);
        expect(count(log, 'AppointmentMovedAway')).toBe(1);
        expect(bound).toBe(1);
      }
    },
    LONGEST_MS,
  );

  it(
    'a displacement loses and doubles no appointment, and gives the time of the person back',
    async () => {
      const { from, appointmentId } = beginning.standing;
      const end = {
        path: `${AGENDAS}/${from.agendaId}/termination`,
        body: { effectiveDate: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(Date.now()) },
      };
      const directory = beginning.copy();
      expect(await dieOnTheWay(directory, end, DYING)).toBeGreaterThan(2);
      const { log, bound } = await logOf(directory);
      expect(count(log, 'AgendaClosed')).toBe(1);
      expect(count(log, 'AppointmentDisplacedByClosure')).toBe(1);
      expect(placesOf(log, appointmentId).at(-1)).toBe(0);
      expect(bound).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'a policy writes down once that nobody came who was called',
    async () => {
      const { from, appointmentId, startsAt } = beginning.standing;
      const directory = beginning.copy();
      const ahead = startsAt + MINUTE_MS - Date.now();
      const application = await startApplication({ directory, clock: new ShiftedClock(ahead) });
      try {
        const desk = await application.as(DESK);
        for (let call = 1; call <= 3; call += 1) {
          await accepted(desk.post(`${from.day}/appointments/${appointmentId}/calls`, {}));
        }
        await application.settled();
      } finally {
        await application.close();
      }
      expect(count((await logOf(directory)).log, 'AppointmentMarkedNoShow')).toBe(0);
      const plain = beginning.copy(directory);
      const later = { ahead: ahead + 15 * MINUTE_MS };
      expect(await runServer(plain, 0, undefined, later.ahead)).toBe('done');
      expect(await dieOnTheWay(directory, undefined, { ...DYING, ...later })).toBeGreaterThan(1);
      for (const ended of [plain, directory]) {
        const { log, bound } = await logOf(ended);
        const missed = log.filter(({ type }) => type === 'AppointmentMarkedNoShow');
        expect(missed.map(({ metadata }) => (metadata as { actor: object }).actor)).toEqual([
          expect.objectContaining({ kind: 'policy' }),
        ]);
        expect(bound).toBe(0);
        expect(await parkedIn(ended)).toEqual([]);
      }
    },
    LONGEST_MS,
  );
});
