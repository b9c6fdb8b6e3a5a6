import type { OpeningHours } from '../calendar/day-plan.ts';
import type { OpeningBand } from '../calendar/opening-bands.ts';
import type { AgendaEvent, AgendaProfile } from '../events/agenda-events.ts';

/** One agenda as its events made it. Plain JSON: the policy that plans its days keeps one, too. */
export interface AgendaState {
  /** Undefined until it is opened. */
  readonly profile?: AgendaProfile;
  readonly bands: readonly OpeningBand[];
  readonly withdrawnBands: readonly string[];
  readonly closures: readonly { readonly closureId: string; readonly from: string; readonly until: string }[];
  readonly withdrawnClosures: readonly string[];
  /** The first day on which it no longer receives. */
  readonly closedFrom?: string;
}

export const NO_AGENDA: AgendaState = { bands: [], withdrawnBands: [], closures: [], withdrawnClosures: [] };

/** The agenda after one more event. */
export function evolveAgenda(state: AgendaState, event: AgendaEvent): AgendaState {
  switch (event.type) {
    case 'AgendaOpened':
      return { ...state, profile: event.data };
    case 'OpeningBandDefined': {
      const { agendaId: _agenda, ...band } = event.data;
      return { ...state, bands: [...state.bands, band] };
    }
    case 'OpeningBandWithdrawn': {
      const { bandId } = event.data;
      return {
        ...state,
        bands: state.bands.filter((band) => band.bandId !== bandId),
        withdrawnBands: [...state.withdrawnBands, bandId],
      };
    }
    case 'AgendaCapacityChanged': {
      const { bandId, capacity } = event.data;
      return { ...state, bands: state.bands.map((band) => (band.bandId === bandId ? { ...band, capacity } : band)) };
    }
    case 'ClosureDeclared': {
      const { closureId, from, until } = event.data;
      return { ...state, closures: [...state.closures, { closureId, from, until }] };
    }
    case 'ClosureWithdrawn': {
      const { closureId } = event.data;
      return {
        ...state,
        closures: state.closures.filter((closure) => closure.closureId !== closureId),
        withdrawnClosures: [...state.withdrawnClosures, closureId],
      };
    }
    case 'AgendaClosed':
      return { ...state, closedFrom: event.data.effectiveDate };
  }
}

/** What its slots follow from. */
export function openingHours(state: AgendaState, profile: AgendaProfile): OpeningHours {
  const { slotMinutes, patronSaint } = profile;
  const { bands, closures, closedFrom } = state;
  return {
    slotMinutes,
    bands,
    closures,
    ...(closedFrom === undefined ? {} : { closedFrom }),
    ...(patronSaint === undefined ? {} : { patronSaint }),
  };
}
