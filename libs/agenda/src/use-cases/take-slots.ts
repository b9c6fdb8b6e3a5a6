import type { Claim } from '#kernel/domain';
import { commitmentOf, subject as person } from '#privacy';
import { fact, setting } from '#use-cases';
import { agendaSettings } from '../agenda-settings.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { slotsFrom, slotStartingAt } from '../domain/agenda-day/places.ts';
import {
  commitmentRefusals,
  refuseBeyondLimits,
  type CommitmentLimits,
} from '../domain/commitments/commitment-limits.ts';
import { holdEnd } from '../domain/agenda-day/derived.ts';
import type { AnyDay, OnAgendaDay } from './on-agenda-day.ts';

/** The agenda of a day that has no slot at the start that is wanted, and cannot say why. */
export const agendaOfMissingSlot = fact(
  agenda,
  ({ agendaId, start }: OnAgendaDay & { readonly start?: string }, day: AnyDay) => {
    if (start === undefined || (day.status === 'PLANNED' && slotStartingAt(day, start))) return undefined;
    return agendaId;
  },
  (state) => state,
);

/** How much one person may take. */
export const commitmentLimits = setting(
  agendaSettings,
  ({ maxOpenPerServiceLine, maxOpenHolds }): CommitmentLimits => ({ maxOpenPerServiceLine, maxOpenHolds }),
);

/** What {@link claimsOnTime} may be refused. */
export const claimRefusals = [...commitmentRefusals, person.stateForbids];

interface Taking {
  readonly subject: string;
  readonly start: string;
  readonly units: number;
}

/**
 * The claims on a person's time that the taking of free slots needs: for the instants that the slots now have.
 * @param known.now milliseconds since the epoch
 */
export function claimsOnTime(
  kind: 'HOLD' | 'APPOINTMENT',
  { subject, start, units }: Taking,
  day: AnyDay,
  { now, limits }: { readonly now: number; readonly limits: CommitmentLimits },
): readonly Claim[] {
  const first = day.status === 'ABSENT' ? undefined : slotStartingAt(day, start);
  if (day.status === 'ABSENT' || !first) return [];
  const { startsAt, endsAt } = slotsFrom(day, first, units);
  const { serviceLine } = day.plan;
  const held = kind === 'HOLD' ? { heldUntil: holdEnd(day.plan, now) } : {};
  const claim = commitmentOf(subject, { kind, serviceLine, startsAt, endsAt, ...held }, (wanted, others, at) => {
    refuseBeyondLimits(wanted, others, limits, at);
  });
  return [claim];
}
