import { defineCounters, moves } from '#use-cases';
import {
  PuntoInpsClosed,
  PuntoInpsEstablished,
  PuntoInpsOpened,
  PuntoInpsProposed,
  PuntoInpsRectified,
  PuntoInpsResumed,
  PuntoInpsSuspended,
} from '../../domain/punto-inps/events.ts';
import { PUNTO_INPS_STATES, type PuntoInpsStatus } from '../../domain/punto-inps/vocabulary.ts';

/** What an event says that the point was and is today. */
const told = {
  from: ({ from }: { readonly from: PuntoInpsStatus }) => from,
  to: ({ to }: { readonly to: PuntoInpsStatus }) => to,
};

/** Punti INPS by state. */
export const puntoInpsCounters = defineCounters({
  name: 'puntiInps',
  description: 'Punti INPS by state.',
  counts: PUNTO_INPS_STATES,
  moves: [
    moves(PuntoInpsProposed, { to: 'PROPOSED' }),
    moves(PuntoInpsEstablished, told),
    moves(PuntoInpsOpened, told),
    moves(PuntoInpsSuspended, told),
    moves(PuntoInpsResumed, told),
    moves(PuntoInpsClosed, told),
    moves(PuntoInpsRectified, told),
  ],
});
