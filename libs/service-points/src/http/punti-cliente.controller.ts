import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { idOf } from '#kernel';
import {
  answer,
  CommandAnswer,
  CommandContext,
  CurrentPrincipal,
  NoFields,
  readOptions,
  ReadOptionsQuery,
  type HttpReply,
  type Principal,
} from '#platform';
import {
  ActivatePuntoCliente,
  ApprovePuntoCliente,
  DeactivatePuntoCliente,
  DeclinePuntoCliente,
  RequestPuntoCliente,
} from '../application/commands.ts';
import { GetPuntoCliente, ListPuntiCliente } from '../application/queries.ts';
import {
  ActivatePuntoClienteBody,
  DeactivatePuntoClienteBody,
  DeclinePuntoClienteBody,
  RequestPuntoClienteBody,
} from './punto-cliente-commands.dto.ts';
import {
  ListPuntiClienteQuery,
  PuntoClienteAnswer,
  PuntoClientePage,
  PuntoClientePath,
} from './punto-cliente-queries.dto.ts';

const PATH = 'rest/service-points/v1/punti-cliente';

@ApiTags('service-points')
@Controller(PATH)
export class PuntiClienteController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Requests a Punto Cliente at a hosting body. */
  @Post()
  async request(
    @Body() body: RequestPuntoClienteBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const result = await this.commands.execute(new RequestPuntoCliente(command.envelope(body)));
    const id = idOf(result.stream);
    return answer(reply, result, { id, created: `/${PATH}/${id}` });
  }

  /** Approves a requested point. */
  @Post(':pointId/approval')
  @HttpCode(200)
  async approve(
    @Param() { pointId }: PuntoClientePath,
    @Body() _none: NoFields,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ pointId });
    return answer(reply, await this.commands.execute(new ApprovePuntoCliente(envelope)), { id: pointId });
  }

  /** Declines a requested point. */
  @Post(':pointId/declination')
  @HttpCode(200)
  async decline(
    @Param() { pointId }: PuntoClientePath,
    @Body() { reason }: DeclinePuntoClienteBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ pointId, reason });
    return answer(reply, await this.commands.execute(new DeclinePuntoCliente(envelope)), { id: pointId });
  }

  /** Activates an approved point under the protocol in force that covers it. */
  @Post(':pointId/activation')
  @HttpCode(200)
  async activate(
    @Param() { pointId }: PuntoClientePath,
    @Body() { operators = [], ...activation }: ActivatePuntoClienteBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ pointId, operators, ...activation });
    return answer(reply, await this.commands.execute(new ActivatePuntoCliente(envelope)), { id: pointId });
  }

  /** Ends the activity of a point. */
  @Post(':pointId/deactivation')
  @HttpCode(200)
  async deactivate(
    @Param() { pointId }: PuntoClientePath,
    @Body() { ...deactivation }: DeactivatePuntoClienteBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ pointId, ...deactivation });
    return answer(reply, await this.commands.execute(new DeactivatePuntoCliente(envelope)), { id: pointId });
  }

  /** The register of points, newest request first, within the territory or body of the token. */
  @Get()
  list(@Query() query: ListPuntiClienteQuery, @CurrentPrincipal() principal: Principal): Promise<PuntoClientePage> {
    const { limit, cursor, region, province, state, kind, host, protocol, activeOn } = query;
    const filter = { region, province, state, kind, host, protocol, activeOn };
    return this.queries.execute(new ListPuntiCliente({ principal, filter, limit, cursor, read: readOptions(query) }));
  }

  /** One point with its periods of activity and its whole history. */
  @Get(':pointId')
  async get(
    @Param() { pointId: id }: PuntoClientePath,
    @Query() query: ReadOptionsQuery,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<PuntoClienteAnswer> {
    const point = await this.queries.execute(new GetPuntoCliente({ principal, id, read: readOptions(query) }));
    void reply.header('etag', `"${point.revision}"`);
    return point;
  }
}
