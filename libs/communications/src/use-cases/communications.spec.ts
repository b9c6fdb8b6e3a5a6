import { SPEC_COMMAND_ID } from '#kernel/specification';
import { deriveId } from '#kernel/domain';
import type { AnyPrincipal } from '#use-cases';
import { specify } from '#use-cases/specification';
import { communication } from '../domain/communication.ts';
import type { CommunicationEvent } from '../domain/events.ts';
import { MAX_MESSAGES } from '../domain/thread-bounds.ts';
import {
  answered,
  closed,
  continued,
  knownSender,
  mail,
  mailRegistered,
  senderLike,
  sent,
  taken,
} from '../specification/sample-communication.ts';
import { answerCommunication } from './answer-communication.ts';
import { closeCommunication } from './close-communication.ts';
import { continueCommunication } from './continue-communication.ts';
import { registerCommunication } from './register-communication.ts';
import { registerMailOfCommunication } from './register-mail-of-communication.ts';
import { sendCommunication } from './send-communication.ts';
import { takeChargeOfCommunication } from './take-charge-of-communication.ts';

const thread = specify(communication);
const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const anotherDirectorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '12' };
const centre: AnyPrincipal = { id: 'centre-1', role: 'central' };
const NOBODY_ELSE: AnyPrincipal[] = [
  { id: 'p', role: 'provincial', region: '08', province: '037' },
  { id: 'd', role: 'desk-operator', region: '08', province: '037' },
  { id: 'h', role: 'host-operator', host: 'host-1' },
  { id: 'i', role: 'integration' },
  { id: 'a', role: 'analyst' },
];
const question = { kind: 'CLARIFICATION' as const, unit: 'DR-08', subject: 'Postazioni', text: 'Come si fa?' };
const id = deriveId('Communication', SPEC_COMMAND_ID);

describe('a directorate writes to the centre', () => {
  it('about its own region, which follows from the office that writes', () => {
    thread
      .given()
      .as(directorate)
      .when(sendCommunication, question, knownSender)
      .then({ type: 'CommunicationSent', data: { communicationId: id, region: '08', ...question } });
  });

  it('never for an office of another region', () => {
    thread
      .given()
      .as(anotherDirectorate)
      .when(sendCommunication, question, knownSender)
      .thenRefused('OUTSIDE_TERRITORY');
  });

  it('as an office that is there today', () => {
    thread
      .given()
      .when(sendCommunication, question, senderLike(undefined))
      .thenRefused('SENDER_UNKNOWN', { unit: 'DR-08', on: '2026-03-02' });
  });

  it('as an office of a kind that writes to the centre', () => {
    thread
      .given()
      .when(sendCommunication, question, senderLike({ kind: 'DIREZIONE_PROVINCIALE' }))
      .thenRefused('SENDER_OF_ANOTHER_KIND', { kind: 'DIREZIONE_PROVINCIALE' });
  });

  it('and goes on in the same thread, which then waits for the centre again', () => {
    const given = thread.given(sent('CLARIFICATION'), answered);
    given.as(directorate).when(continueCommunication, { text: 'E poi?' }).then(continued);
    expect(thread.given(sent('CLARIFICATION'), answered, continued).status()).toBe('OPEN');
  });

  it('and nobody else does: not the centre, no other office, no host, no system', () => {
    for (const other of [centre, ...NOBODY_ELSE]) {
      thread.given().as(other).when(sendCommunication, question, knownSender).thenRefused('ROLE_NOT_ALLOWED');
    }
  });
});

describe('the centre answers', () => {
  it('as often as it has something to say', () => {
    thread.given(sent('CLARIFICATION')).as(centre).when(answerCommunication, { text: 'Così.' }).then(answered);
    thread.given(sent('CLARIFICATION'), answered).when(answerCommunication, { text: 'Così.' }).then(answered);
  });

  it('and no directorate in its place', () => {
    const given = thread.given(sent('SUPPORT'), taken).as(directorate);
    given.when(answerCommunication, { text: 'Così.' }).thenRefused('ROLE_NOT_ALLOWED');
    given.when(takeChargeOfCommunication, { personInCharge: 'officer' }).thenRefused('ROLE_NOT_ALLOWED');
  });

  it('a support request once somebody is in charge of it', () => {
    thread.given(sent('SUPPORT')).when(answerCommunication, { text: 'Così.' }).thenRefused('NOBODY_IN_CHARGE');
    thread.given(sent('SUPPORT'), taken).when(answerCommunication, { text: 'Così.' }).then(answered);
  });

  it('names another person in charge, but not the same once more', () => {
    const given = thread.given(sent('SUPPORT'), taken).as(centre);
    given
      .when(takeChargeOfCommunication, { personInCharge: 'centre-2' })
      .then({ type: 'CommunicationTakenInCharge', data: { personInCharge: 'centre-2' } });
    given.when(takeChargeOfCommunication, { personInCharge: 'centre-1' }).thenRefused('ALREADY_IN_CHARGE');
  });

  it('takes charge of nothing but support', () => {
    thread
      .given(sent('NOTICE'))
      .when(takeChargeOfCommunication, { personInCharge: 'centre-1' })
      .thenRefused('ONLY_SUPPORT_HAS_A_PERSON_IN_CHARGE', { kind: 'NOTICE' });
  });

  it('in a thread that has room: one more message than it holds is refused', () => {
    const full = thread.given(sent('NOTICE'), ...Array.from({ length: MAX_MESSAGES - 1 }, () => continued));
    for (const one of [
      full.when(answerCommunication, { text: 'Così.' }),
      full.when(continueCommunication, { text: 'E poi?' }),
      full.when(registerMailOfCommunication, { mail }, knownSender),
    ]) {
      one.thenRefused('THREAD_IS_FULL', { messages: MAX_MESSAGES });
    }
  });
});

describe('a communication is closed', () => {
  it('by either side', () => {
    for (const side of [centre, directorate]) {
      thread
        .given(sent('NOTICE'))
        .as(side)
        .when(closeCommunication, {})
        .then({ type: 'CommunicationClosed', data: {} });
    }
  });

  it('never by a directorate of another region, nor by anybody else', () => {
    const given = thread.given(sent('NOTICE'));
    given.as(anotherDirectorate).when(closeCommunication, {}).thenRefused('OUTSIDE_TERRITORY');
    for (const other of NOBODY_ELSE) given.as(other).when(closeCommunication, {}).thenRefused('ROLE_NOT_ALLOWED');
  });

  it('with the reason, where it is a question that nobody has answered', () => {
    const given = thread.given(sent('CLARIFICATION'));
    given.when(closeCommunication, {}).thenRefused('CLARIFICATION_NOT_ANSWERED');
    for (const asked of [continued, mailRegistered]) {
      const again = thread.given(sent('CLARIFICATION'), answered, asked);
      again.when(closeCommunication, {}).thenRefused('CLARIFICATION_NOT_ANSWERED');
    }
    given
      .when(closeCommunication, { reason: 'Superata' })
      .then({ type: 'CommunicationClosed', data: { reason: 'Superata' } });
    thread
      .given(sent('CLARIFICATION'), answered)
      .when(closeCommunication, {})
      .then({ type: 'CommunicationClosed', data: {} });
  });

  it('with its outcome, where it is support, and by who is in charge of it', () => {
    const outcome = { result: 'SOLVED', explanation: 'Fatto' };
    thread.given(sent('SUPPORT')).when(closeCommunication, { outcome }).thenRefused('NOBODY_IN_CHARGE');
    thread.given(sent('SUPPORT'), taken).when(closeCommunication, {}).thenRefused('SUPPORT_HAS_AN_OUTCOME');
    thread.given(sent('SUPPORT'), taken).when(closeCommunication, { outcome }).then(closed);
    thread
      .given(sent('NOTICE'))
      .when(closeCommunication, { outcome })
      .thenRefused('ONLY_SUPPORT_HAS_AN_OUTCOME', { kind: 'NOTICE' });
  });
});

describe('the centre registers what came by mail', () => {
  it('as a communication of its own, of the office that sent the mail', () => {
    const told = { communicationId: id, kind: 'CLARIFICATION' as const, region: '08', unit: 'DR-08' };
    thread
      .given()
      .as(centre)
      .when(registerCommunication, { kind: 'CLARIFICATION', subject: 'Postazioni', mail }, knownSender)
      .then({ type: 'CommunicationRegistered', data: { ...told, subject: 'Postazioni', mail } });
  });

  it('in the thread that it belongs to, which then waits for the centre again, also after its end', () => {
    for (const history of [[answered], [answered, closed]]) {
      const earlier = (event: CommunicationEvent) => [event, { recordedAt: '2026-03-02T07:00:00.000Z' }] as const;
      const given = thread.given(...[sent('NOTICE'), ...history].map(earlier));
      given.as(centre).when(registerMailOfCommunication, { mail }, knownSender).then(mailRegistered);
      expect(thread.given(sent('NOTICE'), ...history, mailRegistered).status()).toBe('OPEN');
    }
  });

  it('never in the thread of another region', () => {
    thread
      .given(sent('NOTICE'))
      .when(registerMailOfCommunication, { mail }, senderLike({ region: '12' }))
      .thenRefused('MAIL_OF_ANOTHER_REGION');
  });

  it('T1, T4: of an office as it was on the day on which it wrote, whatever has become of it since', () => {
    const { sender: _today, ...kinds } = senderLike({});
    const there = {
      ...kinds,
      sender: (day: string) => (day === '2026-03-02' ? senderLike({ region: '07' }).sender() : undefined),
    };
    const what = { kind: 'NOTICE', subject: 'Avviso', mail } as const;
    expect(thread.given().as(centre).when(registerCommunication, what, there).events()).toMatchObject([
      { data: { region: '07', unit: 'DR-08' } },
    ]);
    const before = { ...mail, sentAt: '2026-03-01T22:30:00.000Z' };
    thread
      .given(sent('NOTICE'))
      .when(registerMailOfCommunication, { mail: before }, there)
      .thenRefused('SENDER_UNKNOWN', { unit: 'DR-08', on: '2026-03-01' });
  });

  it('with the time of its header, which has come', () => {
    const late = { ...mail, sentAt: '2026-03-02T09:00:00+01:00' };
    thread
      .given(sent('NOTICE'))
      .when(registerMailOfCommunication, { mail: late }, { ...knownSender, now: Date.parse('2026-03-02T08:00:01Z') })
      .then({ type: 'CommunicationMailRegistered', data: { mail: { ...mail, sentAt: '2026-03-02T08:00:00.000Z' } } });
    thread
      .given(sent('NOTICE'))
      .when(registerMailOfCommunication, { mail: late }, { ...knownSender, now: Date.parse('2026-03-02T07:59:59Z') })
      .thenRefused('MAIL_SENT_IN_FUTURE');
  });

  it('T1: waits where the thread was answered or closed after it had been sent, unless it was dealt with then', () => {
    const at = (event: CommunicationEvent, recordedAt: string) => [event, { recordedAt }] as const;
    const [before, dealtWith, after] = [
      '2026-03-01T09:00:00.000Z',
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T11:00:00.000Z',
    ];
    for (const last of [answered, closed]) {
      const until = [at(sent('NOTICE'), '2026-02-27T09:00:00.000Z'), at(last, dealtWith)] as const;
      const registering = (sentAt: string, said: { isDealtWith?: true }) =>
        thread.given(...until).when(registerMailOfCommunication, { mail: { ...mail, sentAt }, ...said }, knownSender);
      const waiting = registering(before, {}).events() as CommunicationEvent[];
      const over = registering(before, { isDealtWith: true }).events() as CommunicationEvent[];
      expect(waiting).toEqual([{ type: 'CommunicationMailRegistered', data: { mail: { ...mail, sentAt: before } } }]);
      expect(over).toMatchObject([{ data: { isDealtWith: true } }]);
      registering(after, { isDealtWith: true }).thenRefused('MAIL_NOT_DEALT_WITH');
      const closing = (events: readonly CommunicationEvent[]) =>
        thread
          .given(...until, ...events)
          .as(centre)
          .when(closeCommunication, {});
      expect(closing(waiting).events()).toHaveLength(1);
      if (last === closed) closing(over).thenRefused('COMMUNICATION_STATE_FORBIDS', { state: 'CLOSED' });
    }
  });

  it('and no directorate does', () => {
    const given = thread.given(sent('NOTICE')).as(directorate);
    given.when(registerMailOfCommunication, { mail }, knownSender).thenRefused('ROLE_NOT_ALLOWED');
  });
});
