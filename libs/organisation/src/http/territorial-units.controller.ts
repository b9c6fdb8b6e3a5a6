import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
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
import { EstablishTerritorialUnit } from '../application/commands.ts';
import { GetTerritorialUnit, ListTerritorialUnits } from '../application/queries.ts';
import {
  EstablishTerritorialUnitBody,
  ListTerritorialUnitsQuery,
  TerritorialUnitAnswer,
  TerritorialUnitPage,
  UnitPath,
} from './territorial-units.dto.ts';

const PATH = 'rest/organisation/v1/territorial-units';

@ApiTags('organisation')
@Controller(PATH)
export class TerritorialUnitsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Establishes a unit under its parent. */
  @Post()
  async establish(
    @Body() { demonstration, ...unit }: EstablishTerritorialUnitBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const data = { ...unit, ...(demonstration === true ? { demonstration } : {}) };
    const result = await this.commands.execute(new EstablishTerritorialUnit(command.envelope(data)));
    return answer(reply, result, { id: unit.code, created: `/${PATH}/${unit.code}` });
  }

  /** Units by code, within the territory of the token. */
  @Get()
  list(
    @Query() query: ListTerritorialUnitsQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<TerritorialUnitPage> {
    const { limit, cursor, region, province, kind, parent } = query;
    const filter = { region, province, kind, parent };
    return this.queries.execute(
      new ListTerritorialUnits({ principal, filter, limit, cursor, read: readOptions(query) }),
    );
  }

  /** One unit. */
  @Get(':code')
  async get(
    @Param() { code }: UnitPath,
    @Query() query: ReadOptionsQuery,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<TerritorialUnitAnswer> {
    const unit = await this.queries.execute(new GetTerritorialUnit({ principal, id: code, read: readOptions(query) }));
    void reply.header('etag', `"${unit.revision}"`);
    return unit;
  }
}
