import { historyOf } from '#use-cases';
import { puntoClienteEvents } from '../domain/events.ts';

/** The whole history of each Punto Cliente. */
export const servicePointHistory = historyOf('service-point-history', puntoClienteEvents);
