import type { DomainEvent } from '#kernel/domain';
import { projection, type Envelope } from '#kernel/specification';
import type { CommunicationEvent } from '../domain/events.ts';
import {
  answered,
  closed,
  continued,
  mail,
  mailRegistered,
  sent,
  taken,
} from '../specification/sample-communication.ts';
import { communicationRegister } from './communication-register.ts';
import { communicationThreads } from './communication-threads.ts';

const day = (index: number): string => `2026-03-0${String(index + 1)}T09:00:00.000Z`;
/** An event a day, from the first of March on. */
const daily = (events: readonly CommunicationEvent[]): [CommunicationEvent, Envelope][] =>
  events.map((event, index) => [event, { stream: 'Communication-c-1', recordedAt: day(index) }]);
const lineAfter = (...events: CommunicationEvent[]) =>
  projection(communicationRegister)
    .given<CommunicationEvent>(...daily(events))
    .document('c-1');

describe('the list of communications', () => {
  it('tells since when one waits for the centre', () => {
    expect(lineAfter(sent('NOTICE'))).toMatchObject({ state: 'OPEN', waitingSince: day(0), waiting: day(0) });
    expect(lineAfter(sent('NOTICE'), continued)).toMatchObject({ state: 'OPEN', waitingSince: day(0) });
    expect(lineAfter(sent('NOTICE'), answered)).toMatchObject({ state: 'ANSWERED', waitingSince: null });
    expect(lineAfter(sent('NOTICE'), answered, continued)).toMatchObject({ state: 'OPEN', waitingSince: day(2) });
  });

  it('T1: of a mail since it was sent, whenever it is registered', () => {
    const registered: CommunicationEvent = {
      type: 'CommunicationRegistered',
      data: { communicationId: 'c-1', kind: 'NOTICE', region: '08', unit: 'DR-08', subject: 'Avviso', mail },
    };
    expect(lineAfter(registered)).toMatchObject({ begunAt: day(0), waitingSince: mail.sentAt, waiting: mail.sentAt });
    const later: CommunicationEvent = {
      type: 'CommunicationMailRegistered',
      data: { mail: { ...mail, sentAt: '2026-02-27T08:00:00.000Z' } },
    };
    expect(lineAfter(sent('NOTICE'), later)).toMatchObject({ waitingSince: '2026-02-27T08:00:00.000Z' });
    expect(lineAfter(sent('NOTICE'), mailRegistered)).toMatchObject({ waitingSince: day(0) });
    expect(lineAfter(sent('NOTICE'), mailRegistered, answered, mailRegistered)).toMatchObject({
      ...{ state: 'OPEN', waitingSince: mail.sentAt, answeredAt: day(2) },
    });
  });

  it('T1: does not wait for a mail that was dealt with before it was registered', () => {
    const late: CommunicationEvent = { type: 'CommunicationMailRegistered', data: { mail, isDealtWith: true } };
    expect(lineAfter(sent('NOTICE'), answered, late)).toMatchObject({ state: 'ANSWERED', waitingSince: null });
    expect(lineAfter(sent('NOTICE'), answered, continued, late)).toMatchObject({ state: 'OPEN', waitingSince: day(2) });
  });

  it('tells who is in charge of support and what it came to, until it is opened again', () => {
    const over = [sent('SUPPORT'), taken, answered, closed];
    expect(lineAfter(...over)).toMatchObject({
      ...{ state: 'CLOSED', personInCharge: 'centre-1', closedAt: day(3), waitingSince: null },
      outcome: { result: 'SOLVED', explanation: 'Fatto' },
    });
    expect(lineAfter(...over, mailRegistered)).toMatchObject({ state: 'OPEN', closedAt: null, outcome: null });
  });

  it('says nothing of what was written', () => {
    expect(JSON.stringify(lineAfter(sent('NOTICE'), answered))).not.toContain('Così');
  });
});

describe('the thread of a communication', () => {
  it('tells of each message what has become of its mail, and of no other thread', () => {
    const accepted = (stream: string) => ({
      type: 'MailAccepted' as const,
      data: {
        ...{ type: 'CommunicationSent', stream, revision: 0, eventId: 'event-1', to: 'DCOrg', scope: { region: '08' } },
        messageId: '<event-1@example.org>',
      },
    });
    const specified = projection(communicationThreads).given<DomainEvent>(
      ...daily([sent('NOTICE'), answered]),
      [accepted('Communication-c-1'), { stream: 'Mail-m-1', recordedAt: day(3) }],
      [accepted('Protocol-c-2'), { stream: 'Mail-m-2', recordedAt: day(3) }],
    );

    expect(specified.document('c-1')!.messages.map(({ mailed }) => mailed)).toEqual([
      { state: 'ACCEPTED', at: day(3) },
      null,
    ]);
    expect(specified.document('c-2')).toBeUndefined();
  });

  it('has a mail where it was sent, whenever it is registered (T1)', () => {
    const late = { ...mail, sentAt: '2026-03-01T12:00:00.000Z' };
    const { messages } = projection(communicationThreads)
      .given<CommunicationEvent>(
        ...daily([sent('NOTICE'), answered, { type: 'CommunicationMailRegistered', data: { mail: late } }]),
      )
      .document('c-1')!;
    expect(messages.map(({ revision }) => revision)).toEqual([0, 2, 1]);
  });

  it('has every message, by whom and when, and of mails how they are known again', () => {
    const later = { ...mail, sentAt: day(3) };
    const { messages } = projection(communicationThreads)
      .given<CommunicationEvent>(
        ...daily([sent('SUPPORT'), taken, answered, { type: 'CommunicationMailRegistered', data: { mail: later } }]),
      )
      .document('c-1')!;

    expect(messages).toEqual([
      { revision: 0, from: 'DIRECTORATE', at: day(0), text: 'Come si fa?', mail: null, mailed: null },
      { revision: 2, from: 'CENTRE', at: day(2), text: 'Così.', mail: null, mailed: null },
      { revision: 3, from: 'DIRECTORATE', at: day(3), text: null, mail: later, mailed: null },
    ]);
  });
});
