export { communications } from './communications.ts';
export { communicationRegister } from './read-models/communication-register.ts';
