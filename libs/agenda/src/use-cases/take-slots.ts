import type { Claim } from '#kernel/domain';
import { commitmentOf, subject as person } from '#privacy';
import { fact, isWithinScope, setting, type AnyPrincipal, type Scope } from '#use-cases';
import type { Commitment } from '#vocabulary';
import { agendaSettings } from '../agenda-settings.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { slotsFrom, slotStartingAt } from '../domain/agenda-day/places.ts';
import { commitmentRefusals, refuseUnfit, type CommitmentLimits } from '../domain/commitments/commitment-limits.ts';
import { holdEnd } from '../domain/agenda-day/derived.ts';
import type { AnyDay, OnAgendaDay } from './on-agenda-day.ts';

/** The agenda of a day that has no slot at the start that is wanted, and cannot say why; of any other, none. */
export function missingAt(
  { agendaId, start }: { readonly agendaId: string; readonly start?: string | undefined },
  day: AnyDay,
): string | undefined {
  if (start === undefined || (day.status === 'PLANNED' && slotStartingAt(day, start))) return undefined;
  return agendaId;
}

/** That agenda, for a command that names the slot. */
export const agendaOfMissingSlot = fact(
  agenda,
  (wanted: OnAgendaDay & { readonly start?: string }, day: AnyDay) => missingAt(wanted, day),
  (state) => state,
);

/** How much one person may take. */
export const commitmentLimits = setting(
  agendaSettings,
  ({ maxOpenPerServiceLine, maxOpenHolds, maxGivenUpPerHour, maxGivenUpPerDay }): CommitmentLimits => ({
    ...{ maxOpenPerServiceLine, maxOpenHolds, maxGivenUpPerHour, maxGivenUpPerDay },
  }),
);

/** What {@link claimsOnTime} may be refused. */
export const claimRefusals = [...commitmentRefusals, person.stateForbids];

interface Taking {
  readonly subject: string;
  readonly start: string;
  readonly units: number;
  /** Who takes them: what they may not know of the person is not said. */
  readonly principal: AnyPrincipal;
  /** The commitment in whose stead they are taken. */
  readonly replaces?: string | undefined;
}

/**
 * The claims on a person's time that the taking of free slots needs: for the instants that the slots now have.
 * @param known.now milliseconds since the epoch
 */
export function claimsOnTime(
  kind: Commitment['kind'],
  { subject, start, units, principal, replaces }: Taking,
  day: AnyDay,
  { now, limits }: { readonly now: number; readonly limits: CommitmentLimits },
): readonly Claim[] {
  const first = day.status === 'ABSENT' ? undefined : slotStartingAt(day, start);
  if (day.status === 'ABSENT' || !first) return [];
  const { startsAt, endsAt } = slotsFrom(day, first, units);
  const { serviceLine, region, province, unit } = day.plan;
  const held = kind === 'HOLD' ? { heldUntil: holdEnd(day.plan, now) } : {};
  const instead = replaces === undefined ? {} : { replaces };
  const place = { region, province, unit };
  const claim = commitmentOf(
    subject,
    { kind, serviceLine, startsAt, endsAt, place, ...held, ...instead },
    (wanted, taken, now) => {
      refuseUnfit(wanted, taken, { limits, now, mayKnow: (there) => mayKnow(principal, subject, there) });
    },
  );
  return [claim];
}

/** Persons know all that is theirs, offices what stands in their territory. */
function mayKnow(principal: AnyPrincipal, subject: string, place: Scope = {}): boolean {
  return principal.role === 'citizen' ? principal.subject === subject : isWithinScope(principal, place);
}
