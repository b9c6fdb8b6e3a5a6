import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, deriveId, DomainError } from '#kernel';
import { territorialUnit } from '#organisation';
import { requireRole, requireScope, type CommandEnvelope } from '#platform';
import type { AgendaCommand } from '../domain/agenda/agenda-commands.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { Territory } from '../domain/events/schemas.ts';
import { AGENDA_RULES, type AgendaRules } from './agenda-rules.ts';
import {
  ChangeAgendaCapacity,
  CloseAgenda,
  DeclareClosure,
  DefineOpeningBand,
  OpenAgenda,
  WithdrawClosure,
  WithdrawOpeningBand,
  type AgendaResult,
} from './commands.ts';

@CommandHandler(OpenAgenda)
export class OpenAgendaHandler implements ICommandHandler<OpenAgenda> {
  constructor(
    private readonly executor: CommandExecutor,
    @Inject(AGENDA_RULES) private readonly rules: AgendaRules,
  ) {}

  async execute({ envelope }: OpenAgenda): Promise<AgendaResult> {
    const { data, origin, principal } = envelope;
    requireRole(principal, 'central', 'regional', 'provincial');
    const territory = await this.#territoryOf(data.owner.unit);
    requireScope(principal, territory);
    const agendaId = deriveId('Agenda', origin.commandId);
    const { horizonDays, noticeMinutes, holdMinutes } = this.rules;
    const profile = { horizonDays, noticeMinutes, holdMinutes, ...data, agendaId, ...territory };
    return this.executor.execute(agenda, {
      id: agendaId,
      command: { type: 'OpenAgenda', profile },
      origin,
      context: (known) => known,
    });
  }

  async #territoryOf(code: string): Promise<Territory> {
    const { unit } = (await this.executor.peek(territorialUnit, code)).state;
    if (!unit) throw new DomainError('UNIT_UNKNOWN', { unit: code });
    const { region, province } = unit;
    if (region === undefined || province === undefined) throw new DomainError('UNIT_HAS_NO_PROVINCE', { unit: code });
    return { region, province, unit: code };
  }
}

/** Staff of the agenda's territory, who may change when it is open and how many it receives. */
function change(
  executor: CommandExecutor,
  { data, origin, principal, ifRevision }: CommandEnvelope<{ readonly agendaId: string }>,
  command: AgendaCommand,
): Promise<AgendaResult> {
  requireRole(principal, 'central', 'regional', 'provincial');
  return executor.execute(agenda, {
    id: data.agendaId,
    command,
    origin,
    context: (known) => known,
    authorize: ({ profile }) => {
      if (profile) requireScope(principal, { region: profile.region, province: profile.province, unit: profile.unit });
    },
    ...(ifRevision === undefined ? {} : { ifRevision }),
  });
}

@CommandHandler(DefineOpeningBand)
export class DefineOpeningBandHandler implements ICommandHandler<DefineOpeningBand> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: DefineOpeningBand): Promise<AgendaResult> {
    const { agendaId: _agenda, ...band } = envelope.data;
    return change(this.executor, envelope, { type: 'DefineOpeningBand', ...band });
  }
}

@CommandHandler(WithdrawOpeningBand)
export class WithdrawOpeningBandHandler implements ICommandHandler<WithdrawOpeningBand> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: WithdrawOpeningBand): Promise<AgendaResult> {
    const { bandId } = envelope.data;
    return change(this.executor, envelope, { type: 'WithdrawOpeningBand', bandId });
  }
}

@CommandHandler(ChangeAgendaCapacity)
export class ChangeAgendaCapacityHandler implements ICommandHandler<ChangeAgendaCapacity> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: ChangeAgendaCapacity): Promise<AgendaResult> {
    const { bandId, capacity } = envelope.data;
    return change(this.executor, envelope, { type: 'ChangeAgendaCapacity', bandId, capacity });
  }
}

@CommandHandler(DeclareClosure)
export class DeclareClosureHandler implements ICommandHandler<DeclareClosure> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: DeclareClosure): Promise<AgendaResult> {
    const { from, until, reason } = envelope.data;
    return change(this.executor, envelope, { type: 'DeclareClosure', from, until, reason });
  }
}

@CommandHandler(WithdrawClosure)
export class WithdrawClosureHandler implements ICommandHandler<WithdrawClosure> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: WithdrawClosure): Promise<AgendaResult> {
    const { closureId } = envelope.data;
    return change(this.executor, envelope, { type: 'WithdrawClosure', closureId });
  }
}

@CommandHandler(CloseAgenda)
export class CloseAgendaHandler implements ICommandHandler<CloseAgenda> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: CloseAgenda): Promise<AgendaResult> {
    const { effectiveDate } = envelope.data;
    return change(this.executor, envelope, { type: 'CloseAgenda', effectiveDate });
  }
}

export const agendaHandlers = [
  OpenAgendaHandler,
  DefineOpeningBandHandler,
  WithdrawOpeningBandHandler,
  ChangeAgendaCapacityHandler,
  DeclareClosureHandler,
  WithdrawClosureHandler,
  CloseAgendaHandler,
];
