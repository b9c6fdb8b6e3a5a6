export { communications } from './communications.ts';
