import { ProjectionReader } from '#kernel/execution';
import { recorded } from '#kernel/specification';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import type { Opened } from '#kernel/domain';
import { mailLookUps } from '#use-cases/specification';
import { agenda } from '../domain/agenda/agenda.ts';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent, Citizen } from '../domain/events/agenda-day-events.ts';
import { booked, cancelled, DAY, LATER, NOON, taken } from '../specification/sample-day.ts';
import { moveClaimed, movedAway } from '../specification/sample-move.ts';
import { citizenMails } from './citizen-mails.ts';

const ADA: Citizen = {
  fiscalCode: 'LVLDAA80A41H501X',
  givenName: 'Ada',
  familyName: 'Lovelace',
  email: 'ada@example.org',
};
const STREAM = 'AgendaDay-a_2026-03-02';
const UNIT = { status: 'ESTABLISHED', name: 'Sede <b>“Rieti”</b> & C.', municipality: 'H282' };

const notified = { notified: true } as const;
const appointment: AgendaDayEvent = { ...booked(NOON, 's'), data: { ...booked(NOON, 's').data, ...notified } };
const ended: AgendaDayEvent = cancelled(NOON, 's', 10);
const cancellation = (data: object): AgendaDayEvent =>
  ({ ...ended, data: { ...ended.data, ...notified, ...data } }) as never;
const displaced: AgendaDayEvent = {
  type: 'AppointmentDisplacedByClosure',
  data: { ...taken(NOON, 's'), ...notified, appointmentId: 'ap-s', agendaRevision: 2 },
};
const reinstated: AgendaDayEvent = {
  type: 'AppointmentReinstated',
  data: { ...taken(NOON, 's'), ...notified, appointmentId: 'ap-s', pointId: 'p' },
};

const moved = (sequence: number): AgendaDayEvent => ({
  type: 'AppointmentRescheduled',
  data: {
    ...{ ...appointment.data, ...taken(LATER, 's'), ...notified, sequence, by: 'CITIZEN' },
    from: { ...taken(NOON, 's'), agendaId: 'another', date: '2026-02-27' },
  } as never,
});
const reminded: AgendaDayEvent = {
  type: 'AppointmentReminderSent',
  data: { ...taken(NOON, 's'), ...notified, appointmentId: 'ap-s' },
};

interface Mailing {
  /** What has happened on the day since, before the mail is written. */
  readonly since?: readonly AgendaDayEvent[];
  readonly person?: Opened<Citizen>;
  readonly page?: string;
}

const dayAfter = (events: readonly AgendaDayEvent[]) =>
  events.reduce((day, event) => agendaDay.evolve(day, event), agendaDay.initialState());

/** The mail for the last of the events of a day; undefined where there is none. */
async function mailFor(history: readonly AgendaDayEvent[], { person, page, since = [] }: Mailing = {}) {
  const events = history.map((event, revision) => recorded(event, { stream: STREAM, revision }));
  const last = events.at(-1);
  const mail = citizenMails.find(({ definition }) => definition.type === last?.type);
  if (!last || !mail?.concerns(last)) return undefined;
  const lookUps = mailLookUps({
    look: async (of, _id, read) => {
      if (of.category === agendaDay.category) return read(dayAfter([...history, ...since]) as never);
      return read((of.category === agenda.category ? { status: 'ABSENT' } : UNIT) as never);
    },
    earlier: async () => events.slice(0, -1),
    open: async () => (person ?? { erased: false, value: ADA }) as never,
    // Nothing is projected: a mail waits for no read model.
    reader: new ProjectionReader({ log: new MemoryEventStore(), store: new MemoryReadModelStore() }),
    settings: () => ({ selfServicePage: page }) as never,
  });
  return mail.compose(last, lookUps);
}

const sequenceIn = (file?: string): string | undefined => /^SEQUENCE:(\d+)/m.exec(file ?? '')?.[1];

describe('A10: the mail to a person about an appointment', () => {
  it('says when, how, where and what for, with the booking code and without a name or the codice fiscale', async () => {
    const mail = await mailFor([DAY, appointment]);
    expect(mail?.to).toEqual({ name: 'citizen', address: 'ada@example.org' });
    for (const text of [
      'lunedì 2 marzo 2026, ore 12:00',
      'di persona',
      'Rieti',
      'Cedolino della pensione',
      'ABCDEFGH',
    ]) {
      expect(mail?.text).toContain(text);
      expect(mail?.html).toContain(text);
    }
    const all = JSON.stringify(mail);
    for (const secret of [ADA.fiscalCode, ADA.givenName, ADA.familyName]) expect(all).not.toContain(secret);
    expect(mail?.subject).toBe('Appuntamento INPS confermato');
    expect(mail?.calendar?.content).not.toContain('ABCDEFGH');
  });

  it('escapes in HTML what comes from elsewhere, and leaves the text as it is', async () => {
    const mail = await mailFor([DAY, appointment]);
    expect(mail?.html).toContain('Sede &lt;b&gt;“Rieti”&lt;/b&gt; &amp; C.');
    expect(mail?.text).toContain('Sede <b>“Rieti”</b> & C.');
  });

  it('is in German where the person chose so', async () => {
    const mail = await mailFor([DAY, appointment], { person: { erased: false, value: { ...ADA, language: 'de' } } });
    expect(mail?.subject).toBe('Termin beim NISF/INPS bestätigt');
    expect(mail?.text).toContain('Montag, 2. März 2026, 12:00 Uhr');
    expect(mail?.text).toContain('Dienst: Rentenaufstellung');
    expect(mail?.calendar?.content).toContain('Rentenaufstellung');
    expect(mail?.html).toContain('<html lang="de">');
  });

  it('names the page on which appointments are looked after, which is the same for everyone', async () => {
    const page = 'https://punti.example.org/appuntamento';
    const mail = await mailFor([DAY, appointment], { page });
    expect(mail?.text).toContain(page);
    expect(mail?.text.match(/https?:\/\/\S+/g)).toEqual([page]);
  });

  it('says nothing that is so no longer when it is written, as a server may have been away: what came after has its own', async () => {
    const was = [DAY, appointment];
    const left = movedAway(NOON, 's');
    const claimed = moveClaimed(NOON, 's');
    const written = async (last: AgendaDayEvent, ...since: AgendaDayEvent[]) =>
      (await mailFor([...was, last], { since })) !== undefined;

    expect(await written(displaced)).toBe(true);
    expect(await written(displaced, claimed, left)).toBe(false);
    expect(await written(displaced, reinstated)).toBe(false);
    expect(await written(displaced, cancellation({}))).toBe(false);
    expect(await written(reminded)).toBe(true);
    expect(await written(reminded, claimed)).toBe(false);
    expect(await written(reminded, claimed, left)).toBe(false);
    expect(await written(reminded, cancellation({}))).toBe(false);
  });

  it.each([
    [{ by: 'CITIZEN' }, 'Appuntamento INPS disdetto'],
    [{ by: 'OPERATOR' }, 'Appuntamento INPS disdetto'],
    [{ by: 'OFFICE' }, 'Appuntamento INPS annullato'],
    [{ by: 'SYSTEM' }, 'Appuntamento INPS annullato'],
  ])('tells of a cancellation on whose side it is: %j', async (by, subject) => {
    const mail = await mailFor([DAY, appointment, cancellation(by)]);
    expect(mail?.subject).toBe(subject);
    expect(mail?.calendar?.method).toBe('CANCEL');
    expect(mail?.text).not.toContain('codice fiscale');
  });

  it('counts in its calendar file the changes of the appointment until then, and of no other', async () => {
    const other: AgendaDayEvent = { ...booked(NOON, 'o'), data: { ...booked(NOON, 'o').data, ...notified } };
    const life = [DAY, other, appointment, displaced, { ...cancelled(NOON, 'o', 10) }, reinstated, cancellation({})];
    const files = await Promise.all([3, 4, 6, 7].map(async (count) => (await mailFor(life.slice(0, count)))?.calendar));
    expect(files.map((file) => [file?.method, sequenceIn(file?.content)])).toEqual([
      ['REQUEST', '0'],
      ['CANCEL', '1'],
      ['REQUEST', '2'],
      ['CANCEL', '3'],
    ]);
  });

  it('tells of a new place from what moved it alone, with all changes of before counted', async () => {
    const mail = await mailFor([DAY, moved(3)]);
    expect(mail?.subject).toBe('Appuntamento INPS spostato');
    expect(mail?.text).toContain('lunedì 2 marzo 2026, ore 13:00');
    expect([mail?.calendar?.method, sequenceIn(mail?.calendar?.content)]).toEqual(['REQUEST', '3']);
    const after = await mailFor([DAY, moved(3), cancellation(taken(LATER, 's'))]);
    expect(sequenceIn(after?.calendar?.content)).toBe('4');
  });

  it('reminds of it, which changes nothing in a calendar', async () => {
    const mail = await mailFor([DAY, appointment, reminded]);
    expect(mail?.subject).toBe('Promemoria del suo appuntamento INPS');
    expect(sequenceIn(mail?.calendar?.content)).toBe('0');
  });

  it('is the same however often it is written', async () => {
    expect(await mailFor([DAY, appointment])).toEqual(await mailFor([DAY, appointment]));
  });

  it.each<[string, readonly AgendaDayEvent[], Mailing]>([
    ['who gave no address', [DAY, booked(NOON, 's')], {}],
    ['whose appointment of before is cancelled now', [DAY, booked(NOON, 's'), cancelled(NOON, 's', 10)], {}],
    ['who was erased meanwhile', [DAY, appointment], { person: { erased: true } }],
    [
      'whose appointment ends with their erasure',
      [DAY, appointment, cancellation({ by: 'SYSTEM', reason: 'SUBJECT_ERASED' })],
      {},
    ],
  ])('is none for somebody %s', async (_who, history, mailing) => {
    expect(await mailFor(history, mailing)).toBeUndefined();
  });
});
