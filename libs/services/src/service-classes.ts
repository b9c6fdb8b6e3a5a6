import type { Static } from '@sinclair/typebox';
import { oneOf } from '#vocabulary';

/**
 * What kind of work a service is (INPS circolare 119/2011): rules speak of classes, never of single services.
 * PRIMA_ACCOGLIENZA receives and directs, CICLO_CHIUSO is done from beginning to end, TEMPO_REALE has its effect at once,
 * CONSULTAZIONE looks something up, LAVORAZIONE_AMMINISTRATIVA is tied to an administrative processing, REMOTO brings a
 * person and the institute together from afar.
 */
export const SERVICE_CLASSES = [
  'PRIMA_ACCOGLIENZA',
  'CICLO_CHIUSO',
  'TEMPO_REALE',
  'CONSULTAZIONE',
  'LAVORAZIONE_AMMINISTRATIVA',
  'REMOTO',
] as const;
export const ServiceClass = oneOf(SERVICE_CLASSES, 'ServiceClass');
export type ServiceClass = Static<typeof ServiceClass>;
