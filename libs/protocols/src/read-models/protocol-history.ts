import { historyOf } from '#use-cases';
import { protocolEvents } from '../domain/events.ts';

/** The whole history of each protocol. */
export const protocolHistory = historyOf('protocol-history', protocolEvents);
