import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { PuntoInpsRectified, PuntoInpsServicesRevised } from '#service-points';
import { AgendaOpened, AgendaTransferred } from '../domain/events/agenda-events.ts';
import { offerAsPoint } from '../use-cases/with-punto-inps.ts';

/** The agendas of a point. */
interface Offering {
  readonly agendas: readonly string[];
}

/**
 * Agendas offer what their Punto INPS does (K1). An instance is a point; it folds both sides, so that an agenda which is
 * written just after the services were revised, by someone who looked just before, follows too. It stands apart from the
 * other process of a point so that it reads the log of an installation of before from its beginning.
 */
export const agendasOfferAsPuntoInps = defineProcessManager<Offering>({
  name: 'agendas-offer-as-punto-inps',
  gives: [offerAsPoint],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      [AgendaOpened, AgendaTransferred],
      (state = { agendas: [] }, { data: { agendaId } }, puntoInpsId): Reaction<Offering> => {
        const { agendas } = state;
        if (agendas.includes(agendaId)) return { state };
        const next = { agendas: [...agendas, agendaId] };
        return { state: next, commands: [give(offerAsPoint, { agendaId, puntoInpsId })] };
      },
      ({ data: { owner } }) => (owner.point === undefined ? [] : [owner.point]),
    ),
    when(PuntoInpsServicesRevised, follow),
    // A revision on another day, or that never was, may leave others than today's.
    when(PuntoInpsRectified, follow),
  ],
});

function follow(state: Offering | undefined, _event: unknown, puntoInpsId: string): Reaction<Offering> {
  const { agendas = [] } = state ?? {};
  return { state, commands: agendas.map((agendaId) => give(offerAsPoint, { agendaId, puntoInpsId })) };
}
