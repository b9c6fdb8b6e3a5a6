import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { IsUnitCode, territorialUnit } from '#organisation';
import { defineCommandOn, fact, IsRealDate, IsRequiredObject, IsText } from '#use-cases';
import { unitClosure } from '../domain/unit-closure/unit-closure.ts';
import { closedPeriod, closedPeriodRefusals, HoursClosed } from './closed-period.ts';
import { agendasClosed, agendasOfUnit, agendasSince, desksToClose, desksToReopen } from './desks-of-unit.ts';
import { IsPreviewed, OFFICES } from './on-agenda.ts';
import { closesWithUnitAtOnce, reopensWithUnitAtOnce } from './with-unit-at-once.ts';

/** Closes all desks of a unit on days, or in hours of days. */
export class DeclareUnitClosure {
  /** Code of the territorial unit. */
  @IsUnitCode()
  readonly unit!: string;

  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included); without it the closure stands until further notice. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** The hours of each of these days that are closed; without them the days are closed as a whole. */
  @IsOptional()
  @IsRequiredObject(() => HoursClosed)
  readonly hours?: HoursClosed;

  /** What the public is told; no personal data: it stays for ever. */
  @IsText(200)
  readonly reason!: string;

  /** Ids of the appointments that a preview has listed: of those that are displaced, the answer tells which are new. */
  @IsPreviewed()
  readonly previewed?: readonly string[];
}

const refuse = defineRefusals({
  CLOSED_UNIT_UNKNOWN: 'There is no unit {unit} whose desks could be closed: correct the code.',
  CLOSED_UNIT_WITHOUT_DESKS: 'The unit {unit} is in no province and has no desks: name one that has.',
});

/**
 * It closes the agendas of the unit's own desks before it is answered for, as many as one command may plan. Others follow by
 * policy, as those do that are opened in the same moment or later: the office's list tells whom they displace. The unit's Punti
 * INPS are suspended by acts of their own.
 */
export const declareUnitClosure = defineCommandOn(unitClosure)({
  input: DeclareUnitClosure,
  summary: 'Closes all desks of a unit on days, or in hours of days, agendas that are opened later included.',
  id: (_input, commandId) => deriveId('UnitClosure', commandId),
  by: OFFICES,
  in: ['ABSENT'],
  needs: {
    closed: fact(
      territorialUnit,
      ({ unit }: DeclareUnitClosure) => unit,
      (state) => (state.status === 'ABSENT' ? undefined : state),
    ),
    own: agendasOfUnit,
  },
  whereFacts: ({ closed }) => (closed?.province === undefined ? [] : [territorialUnit.scopeOf(closed)]),
  refuses: [refuse, ...closedPeriodRefusals],
  atOnce: closesWithUnitAtOnce,
  decide: ({ unit, reason, ...declared }, _absent, { id: unitClosureId, closed, own, today }) => {
    if (!closed) throw refuse.CLOSED_UNIT_UNKNOWN({ unit });
    const { region, province } = closed;
    if (region === undefined || province === undefined) throw refuse.CLOSED_UNIT_WITHOUT_DESKS({ unit });
    const period = closedPeriod(declared, today);
    const desks = desksToClose(own, { unit, period, today });
    const data = { unitClosureId, region, province, unit, ...period, reason, ...desks };
    return [{ type: 'UnitClosureDeclared', data }];
  },
});

/** Withdraws the closure of a unit. */
export class WithdrawUnitClosure {
  /** Id of the closure. */
  @IsUUID()
  readonly unitClosureId!: string;
}

export const withdrawUnitClosure = defineCommandOn(unitClosure)({
  input: WithdrawUnitClosure,
  summary: 'Withdraws the closure of a unit; what it displaced has its places back where they are free.',
  id: ({ unitClosureId }) => unitClosureId,
  by: OFFICES,
  in: ['DECLARED'],
  needs: { own: agendasSince, closed: agendasClosed },
  atOnce: reopensWithUnitAtOnce,
  decide: ({ unitClosureId }, { unit }, { own, closed, today }) => {
    const desks = desksToReopen(new Map([...closed, ...own]), { unit, unitClosureId, today });
    return [{ type: 'UnitClosureWithdrawn', data: { unitClosureId, unit, ...desks } }];
  },
});
