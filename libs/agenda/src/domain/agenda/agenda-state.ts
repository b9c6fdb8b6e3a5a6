import type { Absent } from '#kernel/domain';
import type { Closure } from '../calendar/closures.ts';
import type { OpeningHours } from '../calendar/day-plan.ts';
import type { HolidayPlace } from '../calendar/holidays.ts';
import type { OpeningBand } from '../calendar/opening-bands.ts';
import type { AgendaEvent, AgendaProfile } from '../events/agenda-events.ts';
import { bandsAfter } from './bands-after.ts';

/** What every agenda has, from its opening on. Plain JSON: the process that plans its days stores one, too. */
export interface Opened {
  readonly profile: AgendaProfile;
  readonly bands: readonly OpeningBand[];
  readonly withdrawnBands: readonly string[];
  readonly closures: readonly Closure[];
  readonly withdrawnClosures: readonly string[];
  /** The first day on which it no longer receives; it may lie ahead. */
  readonly closedFrom?: string;
  /** How often it passed to another owner, or went with its seat; its days are planned anew when it does. */
  readonly transfers?: number;
}

export type OpenAgenda = Opened & { readonly status: 'OPEN' };
/** Nothing of it changes any more. */
type ClosedAgenda = Opened & { readonly status: 'CLOSED'; readonly closedFrom: string };

/** One agenda, as its events made it. */
export type Agenda = OpenAgenda | ClosedAgenda;

/** The agenda after one more event. The log holds what the rules let in: each event finds its state. */
export function evolveAgenda(state: Agenda | Absent, event: AgendaEvent): Agenda {
  if (event.type === 'AgendaOpened') {
    const none = { bands: [], withdrawnBands: [], closures: [], withdrawnClosures: [] };
    return { status: 'OPEN', profile: event.data, ...none };
  }
  const agenda = state as Agenda;
  switch (event.type) {
    case 'OpeningBandDefined':
    case 'AgendaCapacityChanged':
      return { ...agenda, bands: bandsAfter(agenda.bands, event) };
    case 'OpeningBandWithdrawn':
    case 'OpeningBandSplit': {
      const bands = bandsAfter(agenda.bands, event);
      const { bandId } = event.data;
      const isGone = !bands.some((band) => band.bandId === bandId);
      return { ...agenda, bands, withdrawnBands: [...agenda.withdrawnBands, ...(isGone ? [bandId] : [])] };
    }
    case 'ClosureDeclared': {
      const { agendaId: _agenda, reason: _told, ...closure } = event.data;
      return { ...agenda, closures: [...agenda.closures, closure] };
    }
    case 'ClosureWithdrawn': {
      const { closureId } = event.data;
      return {
        ...agenda,
        closures: agenda.closures.filter((closure) => closure.closureId !== closureId),
        withdrawnClosures: [...agenda.withdrawnClosures, closureId],
      };
    }
    case 'AgendaBookingsOpened': {
      const { awaitsPoint: _open, ...profile } = agenda.profile;
      return { ...agenda, profile };
    }
    case 'AgendaTransferred': {
      const { owner, region, province, unit, municipality = agenda.profile.municipality, services } = event.data;
      const place = { region, province, unit, ...(municipality === undefined ? {} : { municipality }) };
      const profile = { ...agenda.profile, owner, ...place, ...(services === undefined ? {} : { services }) };
      return { ...agenda, profile, transfers: (agenda.transfers ?? 0) + 1 };
    }
    case 'AgendaRelocated': {
      const { municipality: _left, ...profile } = agenda.profile;
      const { municipality } = event.data;
      const place = municipality === undefined ? {} : { municipality };
      return { ...agenda, profile: { ...profile, ...place }, transfers: (agenda.transfers ?? 0) + 1 };
    }
    case 'AgendaServicesChanged':
      return { ...agenda, profile: { ...agenda.profile, services: event.data.services } };
    case 'AgendaClosed':
      return { ...agenda, status: 'CLOSED', closedFrom: event.data.effectiveDate };
  }
}

/** What its slots follow from. */
export function openingHours({ profile, bands, closures, closedFrom }: Opened): OpeningHours {
  const { slotMinutes, awaitsPoint } = profile;
  return {
    slotMinutes,
    bands,
    closures,
    place: holidayPlaceOf(profile),
    ...(closedFrom === undefined ? {} : { closedFrom }),
    ...(awaitsPoint === undefined ? {} : { awaitsPoint }),
  };
}

/** Where an agenda is, for its holidays. */
export function holidayPlaceOf({ province, municipality, patronSaint }: Readonly<HolidayPlace>): HolidayPlace {
  return { province, municipality, patronSaint };
}
