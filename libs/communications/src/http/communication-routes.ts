import { create, createAt, get, post, routes } from '#use-cases';
import { getCommunication, listCommunications } from '../read-models/communication-queries.ts';
import { answerCommunication } from '../use-cases/answer-communication.ts';
import { closeCommunication } from '../use-cases/close-communication.ts';
import { continueCommunication } from '../use-cases/continue-communication.ts';
import { registerCommunication } from '../use-cases/register-communication.ts';
import { registerMailOfCommunication } from '../use-cases/register-mail-of-communication.ts';
import { sendCommunication } from '../use-cases/send-communication.ts';
import { takeChargeOfCommunication } from '../use-cases/take-charge-of-communication.ts';

export const communicationRoutes = routes('communications', 'rest/communications/v1/communications', [
  get('', listCommunications),
  create('', sendCommunication),
  createAt('', 'registration', registerCommunication),
  get(':communicationId', getCommunication),
  post(':communicationId/mails', registerMailOfCommunication),
  post(':communicationId/messages', continueCommunication),
  post(':communicationId/charge', takeChargeOfCommunication),
  post(':communicationId/answers', answerCommunication),
  post(':communicationId/closing', closeCommunication),
]);
