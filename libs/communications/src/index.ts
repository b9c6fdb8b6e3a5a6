export { communications } from './communications.ts';
export { answerCommunication } from './use-cases/answer-communication.ts';
export { closeCommunication } from './use-cases/close-communication.ts';
export { sendCommunication } from './use-cases/send-communication.ts';
export { takeChargeOfCommunication } from './use-cases/take-charge-of-communication.ts';
