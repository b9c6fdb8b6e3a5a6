import type { RecordedEvent } from '#kernel/domain';
import { SystemError } from '#kernel/domain';
import type { MailDefinition } from '#use-cases';
import { mailLookUps } from '#use-cases/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import type { AgendaProfile } from '../domain/events/agenda-events.ts';
import { citizenOf, waitingWorld } from '../specification/waiting-world.ts';
import { waitingEndedMail } from './waiting-ended-mail.ts';
import { waitingRestoredMail } from './waiting-restored-mail.ts';

async function newWorld(profile?: Partial<AgendaProfile>) {
  const stores = { store: new MemoryEventStore(), work: new MemoryWorkStore() };
  const world = await waitingWorld({
    ...stores,
    keyStore: new MemoryKeyStore(),
    accessLog: new MemoryAccessLog(),
    profile,
  });
  const mailFor = async (event: RecordedEvent, of: MailDefinition) => {
    if (!of.concerns(event)) return undefined;
    const principal = { id: 'mail', role: 'policy', name: 'mail' } as const;
    const reader = { principal, purpose: 'MAIL', resource: event.stream };
    return of.compose(
      event,
      mailLookUps({
        look: (of, id, read) => world.executor.look(of, id, (state) => read(state)),
        open: async (sealed) => (await world.vault.open([sealed], reader))[0] ?? { erased: true },
        // Without free places: the mail does not wait for read models.
        reader: new Proxy({} as never, {
          get: () => () => Promise.reject(new SystemError('PROJECTION_BEHIND', 'not yet')),
        }),
      }),
    );
  };
  const mailsFor = async (events: readonly RecordedEvent[], of: MailDefinition) =>
    (await Promise.all(events.map((event) => mailFor(event, of)))).flatMap((mail) => mail ?? []);
  return {
    ...world,
    /** The mails to those who have left the list, in order. */
    mails: async () => mailsFor(await world.departures(), waitingEndedMail),
    /** The mails to those who were put back on it, in order. */
    mailsOfReturn: async () => mailsFor(await world.arrivals(), waitingRestoredMail),
  };
}

const address = (more: object = {}) => ({ citizen: { ...citizenOf(1), email: 'ada@example.org', ...more } });

describe('A9: the mail to somebody whose waiting the office has ended', () => {
  it('says what was waited for, and where, without an id, a name or a time', async () => {
    const world = await newWorld();
    const entryId = await world.join(1, address());
    await world.offersOnly('obis-m');
    await world.follow();
    const [mail, ...others] = await world.mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: { name: 'citizen', address: 'ada@example.org' },
      subject: "Lista d'attesa INPS: richiesta chiusa",
    });
    expect(mail?.text).toContain('Servizio: Cedolino della pensione');
    expect(mail?.text).toContain('Dove: ');
    expect(mail?.text).not.toContain('Quando');
    const all = JSON.stringify(mail);
    for (const secret of [citizenOf(1).fiscalCode, citizenOf(1).familyName, entryId]) expect(all).not.toContain(secret);
  });

  it('sends nobody anywhere who waited to be called, or to meet on the web', async () => {
    const world = await newWorld({ modes: ['IN_PERSON', 'PHONE_CALLBACK', 'WEB_MEETING'] });
    await world.join(1, { ...address(), mode: 'PHONE_CALLBACK' });
    await world.join(2, { citizen: { ...citizenOf(2), email: 'ada@example.org' }, mode: 'WEB_MEETING' });
    await world.offersOnly('obis-m');
    await world.follow();
    const mails = await world.mails();
    expect(mails).toHaveLength(2);
    for (const { text } of mails) expect(text).not.toContain('Dove');
  });

  it('is in German where the person chose so', async () => {
    const world = await newWorld();
    await world.join(1, address({ language: 'de' }));
    await world.offersOnly();
    await world.follow();
    expect((await world.mails())[0]?.subject).toBe('Warteliste des NISF/INPS: Anfrage geschlossen');
  });

  it('is none for who gave no address, left by themselves, or was erased', async () => {
    const world = await newWorld();
    await world.join(2);
    await world.leave(await world.join(1, address()));
    await world.offersOnly();
    await world.follow();
    expect(await world.mails()).toEqual([]);

    const other = await newWorld();
    await other.join(1, address());
    await other.offersOnly();
    await other.follow();
    await other.erase(1);
    expect(await other.mails()).toEqual([]);
  });
});

describe('A9: the mail to somebody who waits again', () => {
  it('says for what, and in place of the one that their waiting has ended, where that was not sent yet', async () => {
    const world = await newWorld();
    await world.join(1, address());
    await world.join(2);
    await world.offersOnly('obis-m');
    await world.follow();
    expect(await world.mailsOfReturn()).toEqual([]);
    await world.offersOnly('obis-m', 'cedolino-pensione');
    await world.follow();
    expect(await world.mails()).toEqual([]);
    const [mail, ...others] = await world.mailsOfReturn();
    expect(others).toEqual([]);
    expect(mail?.subject).toBe("Lista d'attesa INPS: richiesta riaperta");
    expect(mail?.text).toContain('Servizio: Cedolino della pensione');
  });

  it('is none to who waits no longer by then', async () => {
    const world = await newWorld();
    await world.join(1, address());
    await world.offersOnly();
    await world.follow();
    await world.offersOnly('cedolino-pensione');
    await world.follow();
    const [again] = await world.waiting();
    await world.leave(again!.entryId);
    expect(await world.mailsOfReturn()).toEqual([]);
  });
});
