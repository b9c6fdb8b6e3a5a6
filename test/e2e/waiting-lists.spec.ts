import type { StoredEvent } from '#kernel/ports';
import { accepted, AGENDAS, seedAgenda } from './support/agenda.ts';
import { beginningOf } from './support/beginning.ts';
import { dieOnTheWay, eventsAfter, parkedIn, runServer, type Cause } from './support/dying.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';

/** More than any step here writes: one that never comes to its end fails. */
const DYING = { mostDeaths: 100, isRepeated: true };
const serviceId = 'cedolino-pensione';
const ERASED = { ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta' };

describe('A6, A9: a freed place on its way down a waiting list, killed after every append and every save', () => {
  const beginning = beginningOf(async (application) => {
    const central = await application.as();
    const { agendaId, day, starts } = await seedAgenda(central, { slots: 2 });
    const what = { mode: 'IN_PERSON', serviceId };
    const wish = { ...what, start: starts[0], citizen: fictitiousPerson(1) };
    const { id: booked } = await accepted(central.post(`${day}/appointments`, wish));
    /** Of who waits, in their order. */
    const entries: string[] = [];
    for (const person of [2, 3]) {
      const entry = { ...what, citizen: fictitiousPerson(person) };
      entries.push((await accepted(central.post(`${AGENDAS}/${agendaId}/waiting-list`, entry))).id);
    }
    const joined = await eventsOf(application.stores.eventStore, 'WaitlistJoined');
    // Who waits first, and declines.
    const { subject: declined } = joined[0]!.data as { readonly subject: string };
    return { day, booked, entries, declined };
  });

  const consequencesIn = (directory: string): Promise<readonly StoredEvent[]> =>
    eventsAfter(directory, beginning.before);
  /** What happened to each thing, by whom, but for ids and times; and nothing stands still. */
  const endStateOf = async (directory: string): Promise<object> => {
    const streams: Record<string, object[]> = {};
    for (const { type, stream, data, metadata } of await consequencesIn(directory)) {
      (streams[stream] ??= []).push({ type, ...told(data), actor: (metadata as { actor: object }).actor });
    }
    expect(await parkedIn(directory)).toEqual([]);
    return streams;
  };
  const holdOfferedTo = async (directory: string, entryId: string): Promise<string> => {
    const offers = (await consequencesIn(directory)).filter(({ type }) => type === 'WaitlistOffered');
    const offer = offers
      .map(({ data }) => data as { entryId: string; holdId: string })
      .findLast((one) => one.entryId === entryId);
    return offer!.holdId;
  };

  it('loses nobody and nothing, and gives nothing twice: freed, offered, declined, offered to the next, taken; and who is erased waits no longer', async () => {
    const { day, booked, entries, declined } = beginning.standing;
    const [plain, killed] = [beginning.copy(), beginning.copy()];
    const [first, second] = entries as [string, string];
    const steps: readonly ((directory: string) => Promise<Cause>)[] = [
      async () => ({ path: `${day}/appointments/${booked}/cancellation`, body: { reason: 'CANNOT_ATTEND' } }),
      async (directory) => ({ path: `${day}/holds/${await holdOfferedTo(directory, first)}/release`, body: {} }),
      async (directory) => {
        const holdId = await holdOfferedTo(directory, second);
        return { path: `${day}/appointments`, body: { holdId, serviceId, citizen: fictitiousPerson(3) } };
      },
      async () => ({ path: '/rest/privacy/v1/erasures', body: { subject: declined, ...ERASED } }),
    ];
    for (const step of steps) {
      expect(await runServer(plain, 0, await step(plain))).toBe('done');
      expect(await dieOnTheWay(killed, await step(killed), DYING)).toBeGreaterThan(5);
      expect(await endStateOf(killed)).toEqual(await endStateOf(plain));
    }
    const types = (await consequencesIn(killed)).map(({ type }) => type);
    const count = (type: string): number => types.filter((one) => one === type).length;
    expect([count('SlotHeld'), count('WaitlistOffered'), count('WaitlistOfferExpired')]).toEqual([2, 2, 1]);
    expect([count('AppointmentBooked'), count('WaitlistAccepted'), count('WaitlistLeft')]).toEqual([1, 1, 1]);
    const left = (await consequencesIn(killed)).find(({ type }) => type === 'WaitlistLeft');
    expect(left?.data).toMatchObject({ entryId: first, because: 'SUBJECT_ERASED' });
  }, 900_000);
});

/** What an event says that does not differ from one run to the next. */
function told(data: unknown): object {
  const { start, units, how, because, reason, turn, offer, agendaId } = data as Readonly<Record<string, unknown>>;
  return { start, units, how, because, reason, turn, offer, agendaId };
}
