import { Inject, Injectable } from '@nestjs/common';
import { ClaimingExecutor, toTimestamp, type Clock, type CommandRequest, type DecisionContext } from '#kernel';
import { CLOCK, type CommandEnvelope } from '#platform';
import { claimCommitment } from '#privacy';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayCommand, AgendaDayContext } from '../domain/agenda-day/day-commands.ts';
import type { AgendaDayState } from '../domain/agenda-day/day-state.ts';
import { MINUTE_MS } from '#italy';
import { AGENDA_RULES, type AgendaRules } from './agenda-rules.ts';
import type { AgendaDayResult } from './commands.ts';

/** A command on its way to a day of an agenda. */
type DayEnvelope = Omit<CommandEnvelope<{ readonly agendaId: string; readonly date: string }>, 'principal'>;

type DayRequest = CommandRequest<AgendaDayState, AgendaDayCommand, AgendaDayContext>;

/** Whose time a command takes, and for what. */
export interface TakenTime {
  readonly subject: string;
  readonly kind: 'HOLD' | 'APPOINTMENT';
  readonly plan: { readonly serviceLine: string; readonly holdMinutes: number };
  readonly times: { readonly startsAt: string; readonly endsAt: string };
}

/** Gives commands to the days of agendas. */
@Injectable()
export class AgendaDayExecutor {
  constructor(
    private readonly claiming: ClaimingExecutor,
    @Inject(AGENDA_RULES) private readonly rules: AgendaRules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A day as it stands, or the answer to a command that it has carried out before. */
  async dayFor(
    envelope: DayEnvelope,
  ): Promise<{ readonly answer: AgendaDayResult } | { readonly state: AgendaDayState }> {
    const { commandId } = envelope.origin;
    const { state, hasRun } = await this.claiming.executor.peek(agendaDay, idOf(envelope));
    if (!hasRun(commandId)) return { state };
    // Answered from the log, whatever has changed since; the command itself plays no part.
    return { answer: await this.execute(envelope, { type: 'AbandonCommand', abandonedCommandId: commandId }) };
  }

  /** Carries out a command that needs no claim. */
  execute(
    envelope: DayEnvelope,
    command: AgendaDayCommand,
    authorize?: (state: AgendaDayState) => void,
  ): Promise<AgendaDayResult> {
    const request = this.#request(envelope, command);
    return this.claiming.executor.execute(agendaDay, authorize ? { ...request, authorize } : request);
  }

  /** Carries out a command that takes free places, once the person's time was claimed for it. */
  take(
    envelope: DayEnvelope,
    command: AgendaDayCommand,
    { subject, kind, plan, times }: TakenTime,
  ): Promise<AgendaDayResult> {
    const { serviceLine, holdMinutes } = plan;
    const heldUntil = toTimestamp(this.clock.now() + holdMinutes * MINUTE_MS);
    const claim = claimCommitment(this.claiming.executor, this.rules.commitments, {
      subject,
      commitmentId: envelope.origin.commandId,
      commitment: { kind, serviceLine, ...times, ...(kind === 'HOLD' ? { heldUntil } : {}) },
      target: { category: agendaDay.category, id: idOf(envelope) },
    });
    return this.claiming.execute(agendaDay, this.#request(envelope, command), [claim]);
  }

  #request(envelope: DayEnvelope, command: AgendaDayCommand): DayRequest {
    const { origin, ifRevision } = envelope;
    const { reoffer } = this.rules;
    const context = (known: DecisionContext): AgendaDayContext => ({ ...known, reoffer });
    return { id: idOf(envelope), command, origin, context, ...(ifRevision === undefined ? {} : { ifRevision }) };
  }
}

function idOf({ data: { agendaId, date } }: DayEnvelope): string {
  return agendaDayId(agendaId, date);
}
