import { Query } from '@nestjs/cqrs';
import type { Opened, PageAnswer, ReadOptions } from '#kernel';
import type { DocumentRequest, ListRequest, Principal } from '#platform';
import type { Citizen } from '../domain/events/agenda-day-events.ts';
import type { AgendaDocument, AgendaFilter } from '../projections/agenda-directory.ts';
import type { AppointmentDocument } from '../projections/appointments.ts';
import type { Availability } from '../projections/availability.ts';

export class ListAgendas extends Query<PageAnswer<AgendaDocument>> {
  constructor(readonly request: ListRequest<AgendaFilter>) {
    super();
  }
}

export class GetAgenda extends Query<AgendaDocument> {
  constructor(readonly request: DocumentRequest) {
    super();
  }
}

/** What may be booked; anyone may ask. */
export class GetAvailability extends Query<Availability> {
  constructor(
    readonly request: {
      readonly agendaId: string;
      readonly from: string;
      readonly to: string;
      readonly read: ReadOptions;
    },
  ) {
    super();
  }
}

interface Paged {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly read: ReadOptions;
}

/** An appointment with the citizen's data, or the fact that the citizen was erased. */
export type SheetEntry = Omit<AppointmentDocument, 'citizen'> & { readonly citizen: Opened<Citizen> };

/**
 * Why citizens' data is read: to receive them at the desk, to verify a booking, to answer a complaint, for an audit.
 * Codes and no text of one's own, because a purpose stands in URLs and in the access log.
 */
export const READING_PURPOSES = ['SPORTELLO', 'VERIFICA', 'RECLAMO', 'AUDIT'] as const;
export type ReadingPurpose = (typeof READING_PURPOSES)[number];

/** Who comes to an agenda on a day, by name. */
export class GetDaySheet extends Query<PageAnswer<SheetEntry>> {
  constructor(
    readonly request: Paged & {
      readonly principal: Principal;
      readonly agendaId: string;
      readonly date: string;
      /** Why the data is read; stands in the access log. */
      readonly purpose: ReadingPurpose;
      /** The route; stands in the access log. */
      readonly resource: string;
    },
  ) {
    super();
  }
}

/** An appointment as its own person sees it. */
export type OwnAppointment = Omit<AppointmentDocument, 'citizen' | 'subject'>;

export class ListOwnAppointments extends Query<PageAnswer<OwnAppointment>> {
  constructor(readonly request: Paged & { readonly principal: Principal }) {
    super();
  }
}
