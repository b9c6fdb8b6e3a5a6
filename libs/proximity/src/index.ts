export { proximity } from './proximity.ts';
