import { historyOf } from '#use-cases';
import { communicationEvents } from '../domain/events.ts';

/** The whole history of each communication. */
export const communicationHistory = historyOf('communication-history', communicationEvents);
