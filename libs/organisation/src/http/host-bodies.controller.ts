import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { idOf } from '#kernel';
import {
  answer,
  CommandAnswer,
  CommandContext,
  CurrentPrincipal,
  readOptions,
  ReadOptionsQuery,
  type HttpReply,
  type Principal,
} from '#platform';
import { CorrectHostBodyDetails, RegisterHostBody } from '../application/commands.ts';
import { GetHostBody, ListHostBodies } from '../application/queries.ts';
import {
  CorrectHostBodyBody,
  HostBodyAnswer,
  HostBodyPage,
  HostBodyPath,
  ListHostBodiesQuery,
  RegisterHostBodyBody,
} from './host-bodies.dto.ts';

const PATH = 'rest/organisation/v1/host-bodies';

@ApiTags('organisation')
@Controller(PATH)
export class HostBodiesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Registers a public administration or a recognised association that hosts Punti Cliente. */
  @Post()
  async register(
    @Body() { demonstration, ...body }: RegisterHostBodyBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const data = { ...body, ...(demonstration === true ? { demonstration } : {}) };
    const result = await this.commands.execute(new RegisterHostBody(command.envelope(data)));
    const id = idOf(result.stream);
    return answer(reply, result, { id, created: `/${PATH}/${id}` });
  }

  /** Corrects details of a body; its kind never changes. */
  @Post(':hostBodyId/corrections')
  @HttpCode(200)
  async correct(
    @Param() { hostBodyId }: HostBodyPath,
    @Body() corrections: CorrectHostBodyBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ hostBodyId, corrections });
    return answer(reply, await this.commands.execute(new CorrectHostBodyDetails(envelope)), { id: hostBodyId });
  }

  /** Bodies by name, within the territory of the token. */
  @Get()
  list(@Query() query: ListHostBodiesQuery, @CurrentPrincipal() principal: Principal): Promise<HostBodyPage> {
    const { limit, cursor, region, province, kind } = query;
    const filter = { region, province, kind };
    return this.queries.execute(new ListHostBodies({ principal, filter, limit, cursor, read: readOptions(query) }));
  }

  /** One body. */
  @Get(':hostBodyId')
  async get(
    @Param() { hostBodyId: id }: HostBodyPath,
    @Query() query: ReadOptionsQuery,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<HostBodyAnswer> {
    const body = await this.queries.execute(new GetHostBody({ principal, id, read: readOptions(query) }));
    void reply.header('etag', `"${body.revision}"`);
    return body;
  }
}
