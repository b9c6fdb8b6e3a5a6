import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { idOf } from '#kernel';
import { answer, CommandAnswer, CommandContext, NoFields, type HttpReply } from '#platform';
import {
  AssignConventionOfficer,
  BringProtocolIntoForce,
  DraftProtocol,
  ForwardProtocolToCentralOrganisation,
  RecordProtocolSignature,
  RejectProtocol,
  SubmitProtocol,
  TerminateProtocol,
  WithdrawProtocol,
} from '../application/commands.ts';
import {
  BringIntoForceBody,
  DraftProtocolBody,
  ForwardProtocolBody,
  OfficerBody,
  ReasonBody,
  RecordSignatureBody,
  TerminateProtocolBody,
} from './protocol-commands.dto.ts';
import { ProtocolPath } from './protocol-queries.dto.ts';

const PATH = 'rest/protocols/v1/protocols';

/** What the regional directorates do with protocols. */
@ApiTags('protocols')
@Controller(PATH)
export class ProtocolsController {
  constructor(private readonly commands: CommandBus) {}

  /** Drafts a protocol between the institute and a hosting body. */
  @Post()
  async draft(
    @Body() body: DraftProtocolBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const result = await this.commands.execute(new DraftProtocol(command.envelope(body)));
    const id = idOf(result.stream);
    return answer(reply, result, { id, created: `/${PATH}/${id}` });
  }

  /** Names an officer for the convention, or another in place of the one named before. */
  @Post(':protocolId/officers')
  @HttpCode(200)
  async assignOfficer(
    @Param() { protocolId }: ProtocolPath,
    @Body() { ...officer }: OfficerBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId, ...officer });
    return answer(reply, await this.commands.execute(new AssignConventionOfficer(envelope)), { id: protocolId });
  }

  /** Submits a draft for signature. */
  @Post(':protocolId/submission')
  @HttpCode(200)
  async submit(
    @Param() { protocolId }: ProtocolPath,
    @Body() _none: NoFields,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId });
    return answer(reply, await this.commands.execute(new SubmitProtocol(envelope)), { id: protocolId });
  }

  /** Rejects a submitted protocol. */
  @Post(':protocolId/rejection')
  @HttpCode(200)
  async reject(
    @Param() { protocolId }: ProtocolPath,
    @Body() { reason }: ReasonBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId, reason });
    return answer(reply, await this.commands.execute(new RejectProtocol(envelope)), { id: protocolId });
  }

  /** Withdraws a protocol before it is signed. */
  @Post(':protocolId/withdrawal')
  @HttpCode(200)
  async withdraw(
    @Param() { protocolId }: ProtocolPath,
    @Body() { reason }: ReasonBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId, reason });
    return answer(reply, await this.commands.execute(new WithdrawProtocol(envelope)), { id: protocolId });
  }

  /** Records the signature of one party; the second one over the same document concludes the protocol. */
  @Post(':protocolId/signatures')
  @HttpCode(200)
  async recordSignature(
    @Param() { protocolId }: ProtocolPath,
    @Body() { ...signature }: RecordSignatureBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId, ...signature });
    return answer(reply, await this.commands.execute(new RecordProtocolSignature(envelope)), { id: protocolId });
  }

  /** Forwards a signed protocol to the central organisation. */
  @Post(':protocolId/forwarding')
  @HttpCode(200)
  async forward(
    @Param() { protocolId }: ProtocolPath,
    @Body() { ...forwarding }: ForwardProtocolBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId, ...forwarding });
    return answer(reply, await this.commands.execute(new ForwardProtocolToCentralOrganisation(envelope)), {
      id: protocolId,
    });
  }

  /** Brings a signed protocol into force, now or on a later date. */
  @Post(':protocolId/entry-into-force')
  @HttpCode(200)
  async bringIntoForce(
    @Param() { protocolId }: ProtocolPath,
    @Body() { ...entry }: BringIntoForceBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId, ...entry });
    return answer(reply, await this.commands.execute(new BringProtocolIntoForce(envelope)), { id: protocolId });
  }

  /** Ends a protocol with notice, now or on a later date. */
  @Post(':protocolId/termination')
  @HttpCode(200)
  async terminate(
    @Param() { protocolId }: ProtocolPath,
    @Body() { ...termination }: TerminateProtocolBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const envelope = command.envelope({ protocolId, ...termination });
    return answer(reply, await this.commands.execute(new TerminateProtocol(envelope)), { id: protocolId });
  }
}
