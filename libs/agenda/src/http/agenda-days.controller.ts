import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { RecordedEvent } from '#kernel';
import {
  answer,
  CommandAnswer,
  CommandContext,
  CurrentPrincipal,
  NoFields,
  readOptions,
  type HttpReply,
  type Principal,
} from '#platform';
import {
  BookAppointment,
  CancelAppointment,
  HoldSlot,
  ReleaseHold,
  type AgendaDayResult,
  type BookFreeData,
  type BookHeldData,
} from '../application/commands.ts';
import { GetDaySheet } from '../application/queries.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import {
  AppointmentAnswer,
  AppointmentPath,
  BookAppointmentBody,
  CancelAppointmentBody,
  DayPath,
  DaySheetQuery,
  HoldAnswer,
  HoldPath,
  HoldSlotBody,
} from './agenda-days.dto.ts';
import { DaySheetPage } from './appointments.dto.ts';

const AGENDAS = 'rest/agenda/v1/agendas';

@ApiTags('agenda')
@Controller(`${AGENDAS}/:agendaId/days/:date`)
export class AgendaDaysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Keeps places for a person for some minutes. */
  @Post('holds')
  async hold(
    @Param() { agendaId, date }: DayPath,
    @Body() { ...wanted }: HoldSlotBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<HoldAnswer> {
    const result = await this.commands.execute(new HoldSlot(command.envelope({ agendaId, date, ...wanted })));
    const { holdId: id, startsAt, endsAt, expiresAt } = told(result, 'SlotHeld').data;
    const created = `/${AGENDAS}/${agendaId}/days/${date}/holds/${id}`;
    return Object.assign(answer(reply, result, { id, created }), { startsAt, endsAt, expiresAt });
  }

  /** Gives a hold up. */
  @Post('holds/:holdId/release')
  @HttpCode(200)
  async release(
    @Param() { agendaId, date, holdId }: HoldPath,
    @Body() _none: NoFields,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, date, holdId });
    return answer(reply, await this.commands.execute(new ReleaseHold(envelope)), { id: holdId });
  }

  /** Books an appointment, of a hold or on free places. */
  @Post('appointments')
  async book(
    @Param() day: DayPath,
    @Body() body: BookAppointmentBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<AppointmentAnswer> {
    const result = await this.commands.execute(new BookAppointment(command.envelope(wantedBooking(day, body))));
    const { appointmentId: id, bookingCode, startsAt, endsAt } = told(result, 'AppointmentBooked').data;
    const created = `/${AGENDAS}/${day.agendaId}/days/${day.date}/appointments/${id}`;
    return Object.assign(answer(reply, result, { id, created }), { bookingCode, startsAt, endsAt });
  }

  /** Cancels an appointment before it starts. */
  @Post('appointments/:appointmentId/cancellation')
  @HttpCode(200)
  async cancel(
    @Param() { agendaId, date, appointmentId }: AppointmentPath,
    @Body() { reason }: CancelAppointmentBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, date, appointmentId, reason });
    return answer(reply, await this.commands.execute(new CancelAppointment(envelope)), { id: appointmentId });
  }

  /** Who comes, by name, for staff of the territory. Each reading stands in the access log. */
  @Get('sheet')
  sheet(
    @Param() { agendaId, date }: DayPath,
    @Query() query: DaySheetQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DaySheetPage> {
    const { limit, cursor, purpose } = query;
    const resource = `GET /${AGENDAS}/{agendaId}/days/{date}/sheet`;
    const what = { principal, agendaId, date, purpose, resource };
    return this.queries.execute(new GetDaySheet({ ...what, limit, cursor, read: readOptions(query) }));
  }
}

/** The event of a type that a command brought about. */
function told<T extends AgendaDayEvent['type']>(
  { events, stream }: AgendaDayResult,
  type: T,
): RecordedEvent<Extract<AgendaDayEvent, { type: T }>> {
  const event = events.find((each) => each.type === type);
  if (!event) throw new TypeError(`a command on ${stream} answered without ${type}`);
  return event as RecordedEvent<Extract<AgendaDayEvent, { type: T }>>;
}

/** The validation has made sure that there is a hold, or a start and a mode. */
function wantedBooking(
  { agendaId, date }: DayPath,
  { holdId, start = '', units, mode, ...rest }: BookAppointmentBody,
): BookHeldData | BookFreeData {
  const common = { agendaId, date, ...rest };
  if (holdId !== undefined) return { ...common, holdId, ...(mode === undefined ? {} : { mode }) };
  return { ...common, start, mode: mode ?? 'IN_PERSON', ...(units === undefined ? {} : { units }) };
}
