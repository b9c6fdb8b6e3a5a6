import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DomainError, ProjectionReader, type Clock, type PageAnswer } from '#kernel';
import { CLOCK, requireRole, requireScope, type Role } from '#platform';
import { PersonalDataVault } from '#privacy';
import { addDays } from '#italy';
import {
  agendaOf,
  knownAgenda,
  listAgendas,
  territoryOf,
  type AgendaDocument,
} from '../projections/agenda-directory.ts';
import { appointmentsOf, daySheet } from '../projections/appointments.ts';
import { availabilityOf, MAX_DAYS, type Availability } from '../projections/availability.ts';
import { ownSubject } from './booking-party.ts';
import {
  GetAgenda,
  GetAvailability,
  GetDaySheet,
  ListAgendas,
  ListOwnAppointments,
  type OwnAppointment,
  type SheetEntry,
} from './queries.ts';

const READERS: readonly Role[] = [
  'central',
  'regional',
  'provincial',
  'desk-operator',
  'integration',
  'analyst',
  'citizen',
];

@QueryHandler(ListAgendas)
export class ListAgendasHandler implements IQueryHandler<ListAgendas> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: ListAgendas): Promise<PageAnswer<AgendaDocument>> {
    requireRole(request.principal, ...READERS);
    return listAgendas(this.reader, request);
  }
}

@QueryHandler(GetAgenda)
export class GetAgendaHandler implements IQueryHandler<GetAgenda> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: GetAgenda): Promise<AgendaDocument> {
    requireRole(request.principal, ...READERS);
    return agendaOf(this.reader, request);
  }
}

@QueryHandler(GetAvailability)
export class GetAvailabilityHandler implements IQueryHandler<GetAvailability> {
  constructor(
    private readonly reader: ProjectionReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ request }: GetAvailability): Promise<Availability> {
    const { from, to } = request;
    if (to < from) throw new DomainError('PERIOD_REVERSED', { from, to });
    if (to >= addDays(from, MAX_DAYS)) throw new DomainError('PERIOD_TOO_LONG', { from, to, maxDays: MAX_DAYS });
    return availabilityOf(this.reader, { ...request, now: this.clock.now() });
  }
}

/** Opens the citizens' data for staff of the agenda's territory; the vault writes who read it, and why. */
@QueryHandler(GetDaySheet)
export class GetDaySheetHandler implements IQueryHandler<GetDaySheet> {
  constructor(
    private readonly reader: ProjectionReader,
    private readonly vault: PersonalDataVault,
  ) {}

  async execute({ request }: GetDaySheet): Promise<PageAnswer<SheetEntry>> {
    const { principal, agendaId, purpose, resource } = request;
    requireRole(principal, 'central', 'regional', 'provincial', 'desk-operator');
    requireScope(principal, territoryOf(await knownAgenda(this.reader, agendaId)));
    const page = await daySheet(this.reader, request);
    const sealed = page.items.map(({ citizen }) => citizen);
    const opened = await this.vault.open(sealed, { principal, purpose, resource });
    const items = page.items.map((item, index) => ({ ...item, citizen: opened[index] ?? { erased: true as const } }));
    return { ...page, items };
  }
}

@QueryHandler(ListOwnAppointments)
export class ListOwnAppointmentsHandler implements IQueryHandler<ListOwnAppointments> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: ListOwnAppointments): Promise<PageAnswer<OwnAppointment>> {
    const subject = ownSubject(request.principal);
    const page = await appointmentsOf(this.reader, { ...request, subject });
    return { ...page, items: page.items.map(({ citizen: _sealed, subject: _own, ...item }) => item) };
  }
}

export const queryHandlers = [
  ListAgendasHandler,
  GetAgendaHandler,
  GetAvailabilityHandler,
  GetDaySheetHandler,
  ListOwnAppointmentsHandler,
];
