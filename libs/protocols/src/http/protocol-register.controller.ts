import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, readOptions, ReadOptionsQuery, type HttpReply, type Principal } from '#platform';
import { GetProtocol, ListProtocols } from '../application/queries.ts';
import { ListProtocolsQuery, ProtocolAnswer, ProtocolPage, ProtocolPath } from './protocol-queries.dto.ts';

@ApiTags('protocols')
@Controller('rest/protocols/v1/protocols')
export class ProtocolRegisterController {
  constructor(private readonly queries: QueryBus) {}

  /** The register of protocols, newest draft first, within the territory or body of the token. */
  @Get()
  list(@Query() query: ListProtocolsQuery, @CurrentPrincipal() principal: Principal): Promise<ProtocolPage> {
    const { limit, cursor, region, host, state, point } = query;
    const filter = { region, host, state, point };
    return this.queries.execute(new ListProtocols({ principal, filter, limit, cursor, read: readOptions(query) }));
  }

  /** One protocol with its whole history: which event, when, by whom. */
  @Get(':protocolId')
  async get(
    @Param() { protocolId: id }: ProtocolPath,
    @Query() query: ReadOptionsQuery,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<ProtocolAnswer> {
    const protocol = await this.queries.execute(new GetProtocol({ principal, id, read: readOptions(query) }));
    void reply.header('etag', `"${protocol.revision}"`);
    return protocol;
  }
}
