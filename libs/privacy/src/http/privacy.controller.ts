import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { answer, CommandAnswer, CommandContext, CurrentPrincipal, type HttpReply, type Principal } from '#platform';
import { ListAccesses } from '../application/list-accesses.ts';
import { EraseSubject, RegisterSubject, type EraseSubjectData } from '../application/subjects.ts';
import { AccessLogQuery, AccessPage, EraseSubjectBody, RegisterSubjectBody } from './privacy.dto.ts';

@ApiTags('privacy')
@Controller('rest/privacy/v1')
export class PrivacyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Finds the subject of a codice fiscale, or registers it. A codice fiscale is sent in a body and never in a URL. */
  @Post('subjects')
  @HttpCode(200)
  async subject(
    @Body() { fiscalCode }: RegisterSubjectBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const result = await this.commands.execute(new RegisterSubject(command.envelope({ fiscalCode })));
    return answer(reply, result, { id: result.subject });
  }

  /** Makes a person's data unreadable, everywhere and for ever. For the centre alone: no territory bounds it. */
  @Post('erasures')
  @HttpCode(200)
  async erase(
    @Body() body: EraseSubjectBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const result = await this.commands.execute(new EraseSubject(command.envelope(wantedErasure(body))));
    return answer(reply, result, { id: result.subject });
  }

  /** Who read whose data, when and why; the newest first. */
  @Get('access-log')
  async accesses(
    @Query() { subject, limit }: AccessLogQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AccessPage> {
    const items = await this.queries.execute(new ListAccesses(principal, subject, limit));
    return { items, nextCursor: null };
  }
}

function wantedErasure({ subject, fiscalCode = '', reason }: EraseSubjectBody): EraseSubjectData {
  const why = reason === undefined ? {} : { reason };
  return subject === undefined ? { fiscalCode, ...why } : { subject, ...why };
}
