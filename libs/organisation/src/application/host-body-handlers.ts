import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  ClaimingExecutor,
  deriveId,
  DomainError,
  reserve,
  type ClaimStep,
  type CommandResult,
  type DecisionContext,
} from '#kernel';
import { requireRole, requireScope } from '#platform';
import { romeDateOf } from '#italy';
import { hostBody, reservedAs, uniqueCodes, type HostBodyContext, type UniqueCode } from '../domain/host-body.ts';
import { italy } from '../reference/italy.ts';
import { CorrectHostBodyDetails, RegisterHostBody } from './commands.ts';

@CommandHandler(RegisterHostBody)
export class RegisterHostBodyHandler implements ICommandHandler<RegisterHostBody> {
  constructor(private readonly claiming: ClaimingExecutor) {}

  async execute({ envelope }: RegisterHostBody): Promise<CommandResult> {
    const { data, origin, principal } = envelope;
    requireRole(principal, 'central', 'regional');
    requireScope(principal, { region: data.region, province: data.province });
    const id = deriveId('HostBody', origin.commandId);
    const codes = uniqueCodes(data);
    return this.claiming.execute(
      hostBody,
      { id, command: { type: 'RegisterHostBody', id, ...data }, origin, context: contextWith(codes) },
      claimsOf(this.claiming, codes, origin.commandId, id),
    );
  }
}

@CommandHandler(CorrectHostBodyDetails)
export class CorrectHostBodyDetailsHandler implements ICommandHandler<CorrectHostBodyDetails> {
  constructor(private readonly claiming: ClaimingExecutor) {}

  async execute({ envelope }: CorrectHostBodyDetails): Promise<CommandResult> {
    const { data, origin, principal, ifRevision } = envelope;
    requireRole(principal, 'central', 'regional');
    const { hostBodyId: id, corrections } = data;
    const { body } = (await this.claiming.executor.peek(hostBody, id)).state;
    const held = body ? uniqueCodes(body).map(reservedAs) : [];
    const codes = uniqueCodes(corrections).filter((code) => !held.includes(reservedAs(code)));
    return this.claiming.execute(
      hostBody,
      {
        id,
        command: { type: 'CorrectHostBodyDetails', ...corrections },
        origin,
        context: contextWith(codes),
        authorize: (state) => {
          if (!state.body) throw new DomainError('HOST_BODY_NOT_FOUND', { id }, 'not-found');
          requireScope(principal, { region: state.body.region, province: state.body.province, host: id });
        },
        ...(ifRevision === undefined ? {} : { ifRevision }),
      },
      claimsOf(this.claiming, codes, origin.commandId, id),
    );
  }
}

function contextWith(codes: readonly UniqueCode[]): (known: DecisionContext) => HostBodyContext {
  const reserved = new Set(codes.map(reservedAs));
  return (known) => ({ ...known, territory: italy, today: romeDateOf(known.now), reserved });
}

function claimsOf(
  { executor }: ClaimingExecutor,
  codes: readonly UniqueCode[],
  commandId: string,
  id: string,
): ClaimStep[] {
  return codes.map(({ kind, value }) => reserve(executor, kind, value, commandId, { category: hostBody.category, id }));
}
