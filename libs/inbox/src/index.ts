export { inbox } from './inbox.ts';
