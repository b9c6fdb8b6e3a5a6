import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { monthsAfter, romeDateAt, type LocalDate } from '#italy';
import { dependenceRefusals } from '#organisation';
import { pointFacts, puntoCliente } from '#service-points/domain';
import { defineCommandOn, fact, facts, IsRealDate, startOf } from '#use-cases';
import { coverageOfAll, pointCovered } from '../domain/coverage/coverage-claim.ts';
import { requireKindsOfActive, takingOverRefusals } from '../domain/points.ts';
import { enteredIntoForce } from '../domain/entry-into-force.ts';
import { protocol } from '../domain/protocol.ts';
import type { SignedProtocol } from '../domain/protocol-state.ts';
import { endToCome } from '../domain/to-come.ts';
import { coverageBehind, coverageNeeds, requireCoverageKnown } from './coverage-record.ts';
import { renewalOf, renewalRefusals } from './renewal-claim.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';
import { unitClaims } from './unit-claim.ts';

/** Brings a signed protocol into force, now or on a later date. */
export class BringProtocolIntoForce extends OnProtocol {
  /** First day in force, yyyy-mm-dd; today when absent, and it may lie ahead. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;
}

const refuse = defineRefusals({
  IN_FORCE_BEFORE_SIGNATURE: '{effectiveDate} lies before the signature of {signedOn}: choose that day or a later one.',
  ENTRY_INTO_FORCE_ALREADY_SCHEDULED: [
    'It enters into force on {effectiveDate} already: nothing is left to do.',
    'already-so',
  ],
});

/**
 * A signed protocol enters into force on a date: at once when it has come, else by the calendar. Its points are claimed
 * for the whole of its period when that is decided, so that no two protocols ever cover one at one time. A renewal allows the
 * kinds of all that it takes over.
 */
export const bringProtocolIntoForce = defineCommandOn(protocol)({
  input: BringProtocolIntoForce,
  summary: 'Brings a signed protocol into force, now or on a later date.',
  id: protocolId,
  by: OFFICES,
  in: ['SIGNED'],
  needs: {
    ...coverageNeeds,
    points: facts(
      puntoCliente,
      // Of points that others cover by then, none pass to a protocol that renews nothing: they need not be read.
      (_input: BringProtocolIntoForce, { points, renews }: SignedProtocol) => (renews === undefined ? [] : points),
      (found) => (day: LocalDate) => pointFacts(puntoCliente.judgedOn(found, day)),
    ),
    predecessorEndsOn: fact(
      protocol,
      (_input: BringProtocolIntoForce, { renews }: SignedProtocol) => renews,
      (found) => (found.status === 'ABSENT' ? undefined : endToCome(found.life)),
    ),
  },
  claims: ({ effectiveDate }, protocol, { today }) => {
    const from = effectiveDate ?? today;
    const period = { from, until: monthsAfter(from, protocol.durationMonths) };
    return [
      ...unitClaims(protocol, from),
      ...renewalOf(protocol, from),
      ...coverageOfAll(protocol, protocol.points, period),
    ];
  },
  refuses: [refuse, takingOverRefusals, coverageBehind, pointCovered, renewalRefusals, ...dependenceRefusals],
  decide: ({ effectiveDate: wanted }, protocol, { today, ...known }) => {
    requireCoverageKnown(known);
    const { signedAt, scheduledFor } = protocol;
    const effectiveDate = wanted ?? today;
    const signedOn = romeDateAt(signedAt);
    if (effectiveDate < signedOn) throw refuse.IN_FORCE_BEFORE_SIGNATURE({ effectiveDate, signedOn });
    // The points of what has ended by then have ended with it.
    const takesOver = known.predecessorEndsOn !== undefined && effectiveDate <= known.predecessorEndsOn;
    if (takesOver) requireKindsOfActive(known.points, protocol.kinds, effectiveDate);
    if (effectiveDate <= today) return [enteredIntoForce(effectiveDate, protocol)];
    if (scheduledFor === effectiveDate) throw refuse.ENTRY_INTO_FORCE_ALREADY_SCHEDULED({ effectiveDate });
    return [{ type: 'ProtocolEntryIntoForceScheduled', data: { effectiveDate }, effectiveAt: startOf(effectiveDate) }];
  },
});
