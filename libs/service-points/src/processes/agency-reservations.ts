import {
  defineProcessManager,
  give,
  heldValue,
  idOf,
  recordReservationCommand,
  releaseReservationCommand,
  when,
} from '#kernel/domain';
import { PuntoInpsClosed, PuntoInpsOpened, PuntoInpsProposed } from '../domain/punto-inps/events.ts';
import { puntoInps } from '../domain/punto-inps/punto-inps.ts';
import { AGENCY } from '../use-cases/punto-inps/agency-to-become.ts';

/** The agency that a point holds, as long as it has not opened. */
interface Held {
  readonly agency: string;
  /** The command that proposed the point. */
  readonly forCommandId: string;
}

/**
 * Keeps the agency of which a Punto INPS is made for that point alone (K3): one of a version that reserved none has it reserved
 * as this is read, from the beginning of its log. A point that comes to nothing gives its agency back, for another one; one that
 * opened keeps it for good. An instance is a point.
 */
export const agencyReservations = defineProcessManager<Held>({
  name: 'agency-reservations',
  gives: [recordReservationCommand, releaseReservationCommand],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(PuntoInpsProposed, (_state, { data: { replaces: agency }, metadata: { commandId: forCommandId } }, id) => {
      if (agency === undefined) return { state: undefined };
      const held = heldValue(AGENCY, agency, forCommandId);
      const target = { category: puntoInps.category, id };
      return { state: { agency, forCommandId }, commands: [give(recordReservationCommand, { ...held, target })] };
    }),
    when(PuntoInpsOpened, (state, { data: { to } }) => ({
      // Recorded after its end, it opened for nobody.
      state: to === 'CLOSED' ? state : undefined,
    })),
    when(PuntoInpsClosed, (state) => {
      if (!state) return { state };
      const { agency, forCommandId } = state;
      const held = heldValue(AGENCY, agency, forCommandId);
      return { state: undefined, commands: [give(releaseReservationCommand, held)] };
    }),
  ],
});
