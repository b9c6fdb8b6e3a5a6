import type { RecordedEvent } from '#kernel/domain';
import { mailLookUps } from '#use-cases/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import { citizenOf, waitingWorld, type Person } from '../specification/waiting-world.ts';
import { offerMail } from './offer-mail.ts';

const NINE = '09:00';
const LATER = '2026-03-16';
const PAGE = 'https://punti.example.org/appuntamento';

/** Somebody who gave an address. */
const notified = (person: Person, more: object = {}) => ({
  citizen: { ...citizenOf(person), email: 'ada@example.org', ...more },
});

async function newWorld() {
  const stores = { store: new MemoryEventStore(), work: new MemoryWorkStore() };
  const world = await waitingWorld({ ...stores, keyStore: new MemoryKeyStore(), accessLog: new MemoryAccessLog() });
  return {
    ...world,
    /** The mail for an event; undefined where there is none. */
    mailFor: async (event: RecordedEvent | undefined) => {
      if (!event || !offerMail.concerns(event)) return undefined;
      const principal = { id: 'mail', role: 'policy', name: 'mail' } as const;
      const reader = { principal, purpose: 'MAIL', resource: event.stream };
      return offerMail.compose(
        event,
        mailLookUps({
          look: (of, id, read) => world.executor.look(of, id, (state) => read(state)),
          open: async (sealed) => (await world.vault.open([sealed], reader))[0] ?? { erased: true },
          settings: () => ({ selfServicePage: PAGE }) as never,
        }),
      );
    },
  };
}

/** A place is freed while somebody waits. */
async function offered(more: object = {}) {
  const world = await newWorld();
  const booked = await world.book(0, NINE);
  const entryId = await world.join(1, notified(1, more));
  await world.cancel(booked);
  await world.follow();
  const [offer] = await world.offers();
  return { ...world, entryId, offer };
}

describe('A9: the mail to somebody on a waiting list whom a place is offered', () => {
  it('says what is held for them, until when, and how to take it, without an id, a code or a name', async () => {
    const { mailFor, offer, offerOf, entryId } = await offered();
    const mail = await mailFor(offer);

    expect(mail).toMatchObject({
      to: { name: 'citizen', address: 'ada@example.org' },
      subject: "Lista d'attesa INPS: un posto per lei",
    });
    const told = [
      'lunedì 9 marzo 2026, ore 09:00',
      'di persona',
      'DP-RIETI',
      'Cedolino della pensione',
      'Per accettarlo',
    ];
    for (const text of [...told, 'Da accettare prima di: lunedì 2 marzo 2026, ore 10:00']) {
      expect(mail?.text).toContain(text);
    }
    expect(mail?.html).toContain('<dd>lunedì 2 marzo 2026, ore 10:00</dd>');
    expect(mail?.calendar).toBeUndefined();
    const all = JSON.stringify(mail);
    const { fiscalCode, familyName } = citizenOf(1);
    for (const secret of [fiscalCode, familyName, entryId, await offerOf(entryId), PAGE]) {
      expect(all).not.toContain(secret);
    }
  });

  it('is in German where the person chose so', async () => {
    const { mailFor, offer } = await offered({ language: 'de' });
    const mail = await mailFor(offer);
    expect(mail?.subject).toBe('Warteliste des NISF/INPS: ein Platz für Sie');
    expect(mail?.text).toContain('Anzunehmen vor: Montag, 2. März 2026, 10:00 Uhr');
  });

  it('goes to whose appointment was displaced, at the address of that, and says how it moves there', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    await world.book(2, NINE, LATER, notified(2));
    await world.shut(LATER);
    await world.follow();
    await world.cancel(booked);
    await world.follow();

    const mail = await world.mailFor((await world.offers())[0]);
    expect(mail?.to.address).toBe('ada@example.org');
    expect(mail?.subject).toBe('Appuntamento INPS: un posto in un altro giorno');
    for (const text of ['lunedì 9 marzo 2026, ore 09:00', 'Da accettare prima di', 'Codice di prenotazione', PAGE]) {
      expect(mail?.text).toContain(text);
    }
  });

  it('is none for who gave no address', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    await world.join(1);
    await world.cancel(booked);
    await world.follow();
    const [offer] = await world.offers();
    expect(offer).toBeDefined();
    expect(await world.mailFor(offer)).toBeUndefined();
  });

  it('is none of an offer that is over, however that came, nor for somebody who was erased', async () => {
    const declined = await offered();
    await declined.decline((await declined.offerOf(declined.entryId))!);
    await declined.follow();
    expect(await declined.mailFor(declined.offer)).toBeUndefined();

    const left = await offered();
    await left.leave(left.entryId);
    expect(await left.mailFor(left.offer)).toBeUndefined();

    const erased = await offered();
    await erased.erase(1);
    expect(await erased.mailFor(erased.offer)).toBeUndefined();
  });
});
