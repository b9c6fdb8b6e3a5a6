import { everyPair } from '#use-cases/specification';
import { communications } from '../communications.ts';
import { communication, type Communication } from '../domain/communication.ts';
import type { CommunicationEvent } from '../domain/events.ts';
import type { CommunicationStatus } from '../domain/vocabulary.ts';
import { answered, closed, knownSender, mail, sent, taken } from '../specification/sample-communication.ts';

const lives: Record<CommunicationStatus, CommunicationEvent[]> = {
  OPEN: [sent('SUPPORT'), taken],
  ANSWERED: [sent('SUPPORT'), taken, answered],
  CLOSED: [sent('SUPPORT'), taken, answered, closed],
};
const inEach = (states: readonly string[], type: CommunicationEvent['type']) =>
  Object.fromEntries(states.map((state) => [state, [type]]));
const GOING_ON = ['OPEN', 'ANSWERED'];

describe('every state of a communication with every command', () => {
  const trials: Parameters<typeof everyPair<Communication, CommunicationEvent>>[1]['trials'] = {
    SendCommunication: {
      input: { kind: 'NOTICE', unit: 'DR-08', subject: 'Avviso', text: 'Testo' },
      facts: knownSender,
      brings: inEach(['ABSENT'], 'CommunicationSent'),
    },
    RegisterCommunication: {
      input: { kind: 'NOTICE', subject: 'Avviso', mail },
      facts: knownSender,
      brings: inEach(['ABSENT'], 'CommunicationRegistered'),
    },
    RegisterMailOfCommunication: {
      input: { mail },
      facts: knownSender,
      brings: inEach([...GOING_ON, 'CLOSED'], 'CommunicationMailRegistered'),
    },
    ContinueCommunication: { input: { text: 'Ancora' }, brings: inEach(GOING_ON, 'CommunicationContinued') },
    TakeChargeOfCommunication: {
      input: { personInCharge: 'centre-2' },
      brings: inEach(GOING_ON, 'CommunicationTakenInCharge'),
    },
    AnswerCommunication: { input: { text: 'Risposta' }, brings: inEach(GOING_ON, 'CommunicationAnswered') },
    CloseCommunication: {
      input: { outcome: { result: 'SOLVED', explanation: 'Fatto' } },
      brings: inEach(GOING_ON, 'CommunicationClosed'),
    },
  };

  it.each(everyPair(communication, { lives, commands: communications.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
