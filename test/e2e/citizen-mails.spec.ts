import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import ICAL from 'ical.js';
import { Mailbox, type ReceivedMail } from '../servers/mailbox.ts';
import { addDays, romeDateOf } from '#italy';
import { accepted, AGENDAS, seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import type { Api } from './support/api.ts';
import { ShiftedClock, startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';
import { expectMailsOnce, mailingBy, pointsOf } from './support/killed-mailing.ts';
import { until } from './support/until.ts';

const ADDRESS = 'ada@example.org';

describe('A10: a server that is killed before each thing it writes for the mail of a booking', () => {
  const root = temporaryDirectory();
  const run = mailingBy('test/e2e/support/citizen-mailing-process.ts');
  let points: readonly string[] = [];

  beforeAll(async () => {
    points = await pointsOf(run, join(root, 'whole'));
  }, BUILD_TIMEOUT_MS);
  afterAll(() => rmSync(root, { recursive: true }));

  it('leaves exactly one mail in the mailbox, save of one accepted and not yet recorded', async () => {
    await expectMailsOnce({ run, points, from: 'AppointmentBooked', root, mails: 1 });
  });
});

describe('A10: people are told of their appointments by mail', () => {
  const clock = new ShiftedClock();
  const mailboxes = [new Mailbox()];
  let port = 0;
  let application: TestApplication;
  let central: Api;
  let desk: Api;
  let agenda: SeededAgenda;
  let people = 900;

  beforeAll(async () => {
    port = await mailboxes[0]!.listen();
    application = await startApplication({
      clock,
      environment: {
        ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${String(port)}`, RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org' },
        RETE_PUNTI_SELF_SERVICE_PAGE: 'https://punti.example.org/appuntamento',
      },
    });
    central = await application.as();
    desk = await application.as({ role: 'desk-operator', id: 'desk', ...TERRITORY });
    agenda = await seedAgenda(central, { slots: 2, capacity: 20 });
  });
  afterAll(async () => {
    await application.close();
    await mailboxes[0]!.close();
    rmSync(application.directory, { recursive: true });
  });
  beforeEach(() => {
    mailboxes[0]!.received.length = 0;
  });

  /** Another server at the same port: the one before is away. */
  async function back(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await mailbox.listen(port);
    mailboxes[0] = mailbox;
    return mailbox;
  }

  async function book(more: object) {
    people += 1;
    const citizen = { ...fictitiousPerson(people), ...more };
    const body = { start: '09:00', mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen };
    const { id, position } = await accepted(desk.post(`${agenda.day}/appointments`, body));
    return { id, position, citizen };
  }
  const cancel = (id: string) =>
    accepted(desk.post(`${agenda.day}/appointments/${id}/cancellation`, { reason: 'CANNOT_ATTEND' }));
  /** To 09:00 of another day, or to what is held for it. */
  const move = (id: string, from: string, to: object) =>
    accepted(desk.post(`${AGENDAS}/${agenda.agendaId}/days/${from}/appointments/${id}/rescheduling`, { to }));
  /** The last that the waiting list has offered. */
  const lastOffer = async () => {
    const offers = (await eventsOf(application.stores.eventStore)).filter(({ type }) => type === 'WaitlistOffered');
    const { eventId, data } = offers.at(-1)!;
    return { messageId: `<${eventId}@punti.example.org>`, ...(data as { holdId: string; date: string }) };
  };
  const mailsOf = (address: string): ReceivedMail[] => mailboxes[0]!.received.filter(({ to }) => to === address);

  it('as plain text and HTML with a calendar file, which a cancellation takes out again', async () => {
    const { id } = await book({ email: ADDRESS });
    await cancel(id);
    await application.settled();

    const [booked, cancelled, ...others] = mailsOf(ADDRESS);
    expect(others).toEqual([]);
    expect(booked?.subject).toBe('Appuntamento INPS confermato');
    expect(booked?.header('Auto-Submitted')).toBe('auto-generated');
    for (const part of [
      'multipart/alternative',
      'text/plain',
      'text/html',
      'text/calendar; charset=utf-8; method=REQUEST',
    ]) {
      expect(booked?.source).toContain(part);
    }
    expect(cancelled?.source).toContain('method=CANCEL');
    expect([eventIn(booked), eventIn(cancelled)]).toEqual([
      { uid: id, sequence: 0, status: 'CONFIRMED', day: agenda.date },
      { uid: id, sequence: 1, status: 'CANCELLED', day: agenda.date },
    ]);
  });

  it('of a move as of one change of the same entry of a calendar, and of its cancellation where it stands then', async () => {
    const address = 'moved@example.org';
    const { id } = await book({ email: address });
    const date = addDays(agenda.date, 7);
    await move(id, agenda.date, { date, start: '09:00' });
    await application.settled();
    const there = `${AGENDAS}/${agenda.agendaId}/days/${date}/appointments/${id}`;
    await accepted(desk.post(`${there}/cancellation`, { reason: 'CANNOT_ATTEND' }));
    await application.settled();

    const mails = mailsOf(address);
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Appuntamento INPS confermato',
      'Appuntamento INPS spostato',
      'Appuntamento INPS disdetto',
    ]);
    expect(mails.map(eventIn)).toEqual([
      { uid: id, sequence: 0, status: 'CONFIRMED', day: agenda.date },
      { uid: id, sequence: 1, status: 'CONFIRMED', day: date },
      { uid: id, sequence: 2, status: 'CANCELLED', day: date },
    ]);
    expect(mails.map(({ source }) => /method=(\w+)/.exec(source)?.[1])).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3);
  });

  it('and of a place that a waiting list offers them, under an id that follows from the offer', async () => {
    people += 1;
    const citizen = { ...fictitiousPerson(people), email: 'waits@example.org' };
    const wish = { mode: 'IN_PERSON', serviceId: agenda.serviceId, citizen };
    await accepted(desk.post(`${AGENDAS}/${agenda.agendaId}/waiting-list`, wish));
    await cancel((await book({})).id);
    await application.settled();

    const { holdId, messageId } = await lastOffer();
    const [offered, ...others] = mailsOf('waits@example.org');
    expect([offered?.messageId, others]).toEqual([messageId, []]);
    for (const part of ['multipart/alternative', 'text/plain', 'text/html']) expect(offered?.source).toContain(part);
    expect(textIn(offered)).toContain('Da accettare prima di');
    expect(textIn(offered)).not.toContain(holdId);

    await accepted(desk.post(`${agenda.day}/appointments`, { holdId, serviceId: agenda.serviceId, citizen }));
    await application.settled();
    const subjects = mailsOf('waits@example.org').map(({ subject }) => subject);
    expect(subjects).toEqual(["Lista d'attesa INPS: un posto per lei", 'Appuntamento INPS confermato']);
  });

  it('that the office has ended their waiting; its list says who was told and when, and who is to be called', async () => {
    const { agendaId, serviceId } = await seedAgenda(central, { slots: 1 });
    const list = `${AGENDAS}/${agendaId}/waiting-list`;
    const joined = async (more: object) => {
      people += 1;
      const wish = { mode: 'IN_PERSON', serviceId, citizen: { ...fictitiousPerson(people), ...more } };
      return (await accepted(desk.post(list, wish))).id;
    };
    const [mailed, called] = [await joined({ email: 'waited@example.org' }), await joined({ email: undefined })];
    await mailboxes[0]!.close();
    const effectiveDate = romeDateOf(clock.now());
    await accepted(central.post(`${AGENDAS}/${agendaId}/termination`, { effectiveDate }));
    const notices = async () => {
      const { body } = await desk.get(`${list}?purpose=AVVISO&leftBecause=AGENDA_CLOSED`);
      const { items } = body as { items: { entryId: string; notice: object }[] };
      return Object.fromEntries(items.map(({ entryId, notice }) => [entryId, notice]));
    };
    const toCall = { [called]: { state: 'TO_BE_CALLED', at: null } };
    const waits = { [mailed]: { state: 'MAIL_WAITS', at: null }, ...toCall };
    await until(async () => (isDeepStrictEqual(await notices(), waits) ? true : undefined));

    await back();
    await application.settled();
    expect(mailsOf('waited@example.org').map(({ subject }) => subject)).toEqual([
      "Lista d'attesa INPS: richiesta chiusa",
    ]);
    const at = expect.any(String) as string;
    expect(await notices()).toEqual({ [mailed]: { state: 'MAILED', at }, ...toCall });
  });

  it('in German to who chose so', async () => {
    await book({ email: 'josef@example.org', language: 'de' });
    await application.settled();
    expect(textIn(mailsOf('josef@example.org')[0])).toContain('Buchungscode');
  });

  it('and not those who gave no address: nothing is asked or recorded of a mail to them', async () => {
    const before = await eventsOf(application.stores.eventStore);
    await book({ email: undefined });
    await application.settled();
    const after = (await eventsOf(application.stores.eventStore)).slice(before.length).map(({ type }) => type);
    expect(after).toContain('AppointmentBooked');
    expect(after.filter((type) => type.startsWith('Mail'))).toEqual([]);
    expect(mailboxes[0]!.received).toEqual([]);
  });

  it('whose data is opened for it by the policy that sends mail, which stands in the access log', async () => {
    await book({ email: ADDRESS });
    await application.settled();
    const { body } = await central.get('/rest/privacy/v1/access-log?reader=mail&limit=1');
    expect((body as { items: object[] }).items).toEqual([
      expect.objectContaining({
        ...{ actorId: 'mail', role: 'policy', purpose: 'MAIL', outcome: 'READ' },
        resource: `AgendaDay-${agenda.agendaId}_${agenda.date}`,
      }),
    ]);
  });

  it('when the mail server is back, save who was erased meanwhile; bookings wait for neither', async () => {
    await mailboxes[0]!.close();
    // A server that hangs up: once it was tried, nobody's address is opened for it for a while.
    let tried = 0;
    const away = createServer((socket) => {
      tried += 1;
      socket.destroy();
    }).listen(port, '127.0.0.1');
    const stays = await book({ email: 'stays@example.org' });
    await until(() => tried > 0 || undefined);
    const gone = await book({ email: 'gone@example.org' });
    const erasure = { fiscalCode: gone.citizen.fiscalCode, ground: 'OBJECTION', reason: 'Richiesta' };
    await accepted(central.post('/rest/privacy/v1/erasures', erasure));
    expect(stays.id).not.toBe(gone.id);

    away.close();
    await once(away, 'close');
    const { received } = await back();
    await application.settled();
    expect(received.map(({ to }) => to)).toEqual(['stays@example.org']);
  });

  it('that their appointment needs another day, with the nearest free places, and when one is held for it', async () => {
    const address = 'displaced@example.org';
    const date = addDays(agenda.date, 7);
    const { id } = await book({ email: address, language: 'de' });
    const other = await book({});
    await move(id, agenda.date, { date, start: '09:00' });
    const closure = { from: date, until: addDays(date, 7), reason: 'Lavori' };
    await accepted(central.post(`${AGENDAS}/${agenda.agendaId}/closures`, closure));
    await application.settled();
    const text = textIn(mailsOf(address).at(-1));
    expect(text).toContain('am gebuchten Tag und zur gebuchten Uhrzeit können wir Sie nicht empfangen');
    // As text and as HTML: the first day of the same desk that is still open, which may be today.
    const asked = `serviceId=${agenda.serviceId}&mode=IN_PERSON`;
    const { body } = await central.get(`${AGENDAS}/${agenda.agendaId}/alternatives?${asked}`);
    const [first] = (body as { items: { date: string }[] }).items;
    expect([date, closure.until]).not.toContain(first?.date);
    const named = text.matchAll(/ (\d+)\. \p{L}+ \d{4}, 09:00 Uhr: Sportello di prova, Roma \(0 km entfernt\)/gu);
    const day = String(Number(first?.date.slice(8)));
    expect([...named].map(([, ofMonth]) => ofMonth)).toEqual([day, day]);

    await cancel(other.id);
    await application.settled();
    const { holdId, date: offered, messageId } = await lastOffer();
    const mail = mailsOf(address).at(-1);
    expect([mail?.messageId, mail?.subject]).toEqual([
      messageId,
      'Termin beim NISF/INPS: ein Platz an einem anderen Tag',
    ]);
    await move(id, date, { date: offered, holdId });
    await application.settled();
    expect(
      mailsOf(address)
        .slice(2)
        .flatMap((one) => (one === mail ? [] : [eventIn(one)])),
    ).toEqual([
      { uid: id, sequence: 2, status: 'CANCELLED', day: date },
      { uid: id, sequence: 3, status: 'CONFIRMED', day: agenda.date },
    ]);
  });

  it('of each change, where the server refuses one for good: that waits for a person, and what follows does not', async () => {
    const address = 'refused@example.org';
    refuseOnce(address, 550);
    const { id } = await book({ email: address });
    await cancel(id);
    await application.settled();
    expect(mailsOf(address).map(({ subject }) => subject)).toEqual(['Appuntamento INPS disdetto']);
    await application.processes.retry('mail');
    await application.settled();
    expect(mailsOf(address).map(({ subject }) => subject)).toContain('Appuntamento INPS confermato');
  });

  it('a day before it begins, once', async () => {
    const { id } = await book({ email: 'reminded@example.org' });
    await application.settled();
    clock.ahead = Date.parse(`${agenda.date}T08:30:00Z`) - 24 * 3_600_000 - Date.now();
    await until(() => (mailsOf('reminded@example.org').length > 1 ? true : undefined));
    await application.settled();

    const subjects = mailsOf('reminded@example.org').map(({ subject }) => subject);
    expect(subjects).toEqual(['Appuntamento INPS confermato', 'Promemoria del suo appuntamento INPS']);
    const reminded = (await eventsOf(application.stores.eventStore)).filter(
      ({ type, data }) =>
        type === 'AppointmentReminderSent' && (data as { appointmentId: string }).appointmentId === id,
    );
    expect(reminded).toHaveLength(1);
  });

  // The last, as one that is put off is tried again after a minute.
  it('of one change after another: while the server puts one off, others are told, and they of no later one', async () => {
    const [address, another] = ['put-off@example.org', 'another@example.org'];
    // The clock has gone on.
    desk = await application.as({ role: 'desk-operator', id: 'desk', ...TERRITORY });
    refuseOnce(address, 452);
    const { id } = await book({ email: address });
    await cancel(id);
    await book({ email: another });
    await until(() => (mailsOf(another).length > 0 ? true : undefined));
    expect(mailsOf(address)).toEqual([]);
  });

  /** The next mail to an address is not accepted. */
  function refuseOnce(address: string, responseCode: number): void {
    const mailbox = mailboxes[0]!;
    mailbox.refusing = (to) => {
      if (to !== address) return undefined;
      mailbox.refusing = () => undefined;
      return { responseCode };
    };
  }
});

/** The parts of a mail, decoded. */
function partsIn({ source }: ReceivedMail): { readonly head: string; readonly body: string }[] {
  return source.split(/\r\n--[^\r\n]+/).flatMap((part) => {
    const [head = '', ...rest] = part.trimStart().split('\r\n\r\n');
    const body = rest.join('\r\n\r\n');
    if (/base64/i.test(head)) return [{ head, body: Buffer.from(body, 'base64').toString('utf8') }];
    if (/quoted-printable/i.test(head)) return [{ head, body: fromQuotedPrintable(body) }];
    return [{ head, body }];
  });
}

function fromQuotedPrintable(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function textIn(mail: ReceivedMail | undefined): string {
  return mail
    ? partsIn(mail)
        .map(({ body }) => body)
        .join('\n')
    : '';
}

/** What a calendar reads in the file that came with a mail. */
function eventIn(mail: ReceivedMail | undefined) {
  const file = mail && partsIn(mail).find(({ head }) => head.includes('text/calendar'))?.body;
  const calendar = new ICAL.Component(ICAL.parse(file ?? '') as unknown[]);
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  const status = calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue('status');
  const day = romeDateOf(event.startDate.toJSDate().getTime());
  return { uid: event.uid, sequence: event.sequence, status, day };
}
