export { agreementsOver, directorate, host, MovedClock } from './agreements.ts';
export { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
