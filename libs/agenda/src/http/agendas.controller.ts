import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { deriveId, idOf } from '#kernel';
import {
  answer,
  CommandAnswer,
  CommandContext,
  CurrentPrincipal,
  NoFields,
  Public,
  readOptions,
  ReadOptionsQuery,
  type HttpReply,
  type Principal,
} from '#platform';
import {
  ChangeAgendaCapacity,
  CloseAgenda,
  DeclareClosure,
  DefineOpeningBand,
  OpenAgenda,
  WithdrawClosure,
  WithdrawOpeningBand,
} from '../application/commands.ts';
import { GetAgenda, GetAvailability, ListAgendas } from '../application/queries.ts';
import {
  AgendaAnswer,
  AgendaPage,
  AgendaPath,
  BandPath,
  ChangeCapacityBody,
  CloseAgendaBody,
  ClosurePath,
  DeclareClosureBody,
  DefineOpeningBandBody,
  ListAgendasQuery,
  OpenAgendaBody,
} from './agendas.dto.ts';
import { AvailabilityAnswer, AvailabilityQuery } from './availability.dto.ts';

const PATH = 'rest/agenda/v1/agendas';

@ApiTags('agenda')
@Controller(PATH)
export class AgendasController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Opens an agenda, which receives nobody before it has opening bands. */
  @Post()
  async open(
    @Body() { ...wanted }: OpenAgendaBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const result = await this.commands.execute(new OpenAgenda(command.envelope(wanted)));
    const id = idOf(result.stream);
    return answer(reply, result, { id, created: `/${PATH}/${id}` });
  }

  /** Adds hours of a day of the week, by the wall clock in Rome. */
  @Post(':agendaId/opening-bands')
  async defineBand(
    @Param() { agendaId }: AgendaPath,
    @Body() { ...band }: DefineOpeningBandBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, ...band });
    const result = await this.commands.execute(new DefineOpeningBand(envelope));
    const id = deriveId('OpeningBand', command.origin.commandId);
    return answer(reply, result, { id, created: `/${PATH}/${agendaId}/opening-bands/${id}` });
  }

  /** Takes hours back; what was booked in them is displaced. */
  @Post(':agendaId/opening-bands/:bandId/withdrawal')
  @HttpCode(200)
  async withdrawBand(
    @Param() { agendaId, bandId }: BandPath,
    @Body() _none: NoFields,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, bandId });
    return answer(reply, await this.commands.execute(new WithdrawOpeningBand(envelope)), { id: bandId });
  }

  /** Changes how many persons a band receives at once. */
  @Post(':agendaId/opening-bands/:bandId/capacity')
  @HttpCode(200)
  async changeCapacity(
    @Param() { agendaId, bandId }: BandPath,
    @Body() { capacity }: ChangeCapacityBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, bandId, capacity });
    return answer(reply, await this.commands.execute(new ChangeAgendaCapacity(envelope)), { id: bandId });
  }

  /** Declares days on which nobody is received; what was booked on them is displaced. */
  @Post(':agendaId/closures')
  async declareClosure(
    @Param() { agendaId }: AgendaPath,
    @Body() { ...closure }: DeclareClosureBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, ...closure });
    const result = await this.commands.execute(new DeclareClosure(envelope));
    const id = deriveId('Closure', command.origin.commandId);
    return answer(reply, result, { id, created: `/${PATH}/${agendaId}/closures/${id}` });
  }

  /** Withdraws a closure; what it displaced stays displaced. */
  @Post(':agendaId/closures/:closureId/withdrawal')
  @HttpCode(200)
  async withdrawClosure(
    @Param() { agendaId, closureId }: ClosurePath,
    @Body() _none: NoFields,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, closureId });
    return answer(reply, await this.commands.execute(new WithdrawClosure(envelope)), { id: closureId });
  }

  /** Ends an agenda from a day on. */
  @Post(':agendaId/termination')
  @HttpCode(200)
  async close(
    @Param() { agendaId }: AgendaPath,
    @Body() { effectiveDate }: CloseAgendaBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ agendaId, effectiveDate });
    return answer(reply, await this.commands.execute(new CloseAgenda(envelope)), { id: agendaId });
  }

  /** Agendas by name; staff see those of their territory, citizens all. */
  @Get()
  list(@Query() query: ListAgendasQuery, @CurrentPrincipal() principal: Principal): Promise<AgendaPage> {
    const { limit, cursor, region, province, unit, serviceLine } = query;
    const filter = { region, province, unit, serviceLine };
    return this.queries.execute(new ListAgendas({ principal, filter, limit, cursor, read: readOptions(query) }));
  }

  /** One agenda with its bands and closures. */
  @Get(':agendaId')
  async get(
    @Param() { agendaId: id }: AgendaPath,
    @Query() query: ReadOptionsQuery,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<AgendaAnswer> {
    const agenda = await this.queries.execute(new GetAgenda({ principal, id, read: readOptions(query) }));
    void reply.header('etag', `"${agenda.revision}"`);
    return agenda;
  }

  /** What may be booked now; answers to everyone. Days without slots, and slots at too short notice, are left out. */
  @Public()
  @Get(':agendaId/availability')
  async availability(
    @Param() { agendaId }: AgendaPath,
    @Query() query: AvailabilityQuery,
  ): Promise<AvailabilityAnswer> {
    const { from, to } = query;
    const available = await this.queries.execute(new GetAvailability({ agendaId, from, to, read: readOptions(query) }));
    return { ...available, nextCursor: null };
  }
}
