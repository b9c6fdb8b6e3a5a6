import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '#kernel';
import { requireRole } from '#platform';
import { PersonalDataVault } from '#privacy';
import { knownHold } from '../domain/agenda-day/holds.ts';
import { wantedSlots } from '../domain/agenda-day/places.ts';
import { planOf } from '../domain/agenda-day/taken.ts';
import { AgendaDayExecutor } from './agenda-day-executor.ts';
import { bookedSubject, channelOf, ownSubject, requireBookingRights } from './booking-party.ts';
import { ExpireHold, HoldSlot, PlanDay, ReleaseHold, type AgendaDayResult } from './commands.ts';

@CommandHandler(PlanDay)
export class PlanDayHandler implements ICommandHandler<PlanDay> {
  constructor(private readonly days: AgendaDayExecutor) {}

  async execute({ envelope }: PlanDay): Promise<AgendaDayResult> {
    requireRole(envelope.principal);
    const { plan, agendaRevision } = envelope.data;
    return this.days.execute({ ...envelope, data: plan }, { type: 'PlanDay', plan, agendaRevision });
  }
}

@CommandHandler(HoldSlot)
export class HoldSlotHandler implements ICommandHandler<HoldSlot> {
  constructor(
    private readonly days: AgendaDayExecutor,
    private readonly vault: PersonalDataVault,
  ) {}

  async execute({ envelope }: HoldSlot): Promise<AgendaDayResult> {
    const { data, principal } = envelope;
    const { start, units = 1, mode } = data;
    const day = await this.days.dayFor(envelope);
    if ('answer' in day) return day.answer;
    requireBookingRights(principal, day.state, start);
    const plan = planOf(day.state, start);
    const { startsAt, endsAt } = wantedSlots(day.state, start, units);
    const times = { startsAt, endsAt };
    const how = { start, units, mode, ...channelOf(principal, data.channel), claimed: times };
    const subject = await bookedSubject(envelope, data.citizen, this.vault);
    const command = { type: 'HoldSlot', ...how, subject } as const;
    return this.days.take(envelope, command, { subject, kind: 'HOLD', plan, times });
  }
}

@CommandHandler(ReleaseHold)
export class ReleaseHoldHandler implements ICommandHandler<ReleaseHold> {
  constructor(private readonly days: AgendaDayExecutor) {}

  async execute({ envelope }: ReleaseHold): Promise<AgendaDayResult> {
    const { principal } = envelope;
    const { holdId } = envelope.data;
    return this.days.execute(envelope, { type: 'ReleaseHold', holdId }, (state) => {
      const hold = knownHold(state, holdId);
      requireBookingRights(principal, state);
      if (principal.role === 'citizen' && hold.subject !== ownSubject(principal)) {
        throw new DomainError('HOLD_OF_ANOTHER_PERSON', { holdId }, 'forbidden');
      }
    });
  }
}

@CommandHandler(ExpireHold)
export class ExpireHoldHandler implements ICommandHandler<ExpireHold> {
  constructor(private readonly days: AgendaDayExecutor) {}

  async execute({ envelope }: ExpireHold): Promise<AgendaDayResult> {
    requireRole(envelope.principal);
    return this.days.execute(envelope, { type: 'ExpireHold', holdId: envelope.data.holdId });
  }
}

export const dayHandlers = [PlanDayHandler, HoldSlotHandler, ReleaseHoldHandler, ExpireHoldHandler];
