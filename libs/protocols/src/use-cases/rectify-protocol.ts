import { isDeepStrictEqual } from 'node:util';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { defineRefusal, toTimestamp, valueAlreadyTaken, type Claim } from '#kernel/domain';
import { defineCommandOn, IsRequiredObject, IsText } from '#use-cases';
import { coverageOfAll, pointCovered } from '../domain/coverage/coverage-claim.ts';
import { coveredPeriod } from '../domain/covered-period.ts';
import { standingOf, type Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { rectificationRefusals, rectified, type Rectification } from '../domain/rectified.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';
import { RectifiedFieldsInput, RectifyingActInput } from './rectified-fields.ts';
import { entryClaims, refuseInconsistent, registerEntryRefusals } from './register-entry.ts';

/** Corrects a date, a number or a hash of an event, or says that it never was. */
export class RectifyProtocol extends OnProtocol {
  /** Revision of the event in the history of the protocol. */
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly rectifies!: number;

  /** What is right, where something of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedFieldsInput)
  readonly changes?: RectifiedFieldsInput;

  /** True where the event never was. */
  @IsOptional()
  @IsBoolean()
  readonly annuls?: boolean;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;

  /** The act by which it is rectified. */
  @IsRequiredObject(() => RectifyingActInput)
  readonly act!: RectifyingActInput;
}

const unclear = defineRefusal(
  'RECTIFICATION_UNCLEAR',
  'Give either `changes`, what is right, or `annuls`: true, that it never was.',
);

/**
 * What was wrong stays in the history, and counts as long as nobody knew better (T2; as the annulment of D.P.R. 445/2000,
 * art. 54). Where other days are covered by then, they are claimed.
 */
export const rectifyProtocol = defineCommandOn(protocol)({
  input: RectifyProtocol,
  summary: 'Rectifies a date, a number or a hash of an event by an act, or annuls the event.',
  id: protocolId,
  by: OFFICES,
  in: ['SUBMITTED', 'SIGNED', 'IN_FORCE', 'SUSPENDED', 'RENEWED', 'TERMINATED', 'EXPIRED'],
  claims: (wanted, { life }, known) => {
    const { taken, before, after } = rectified(rectificationIn(wanted), { life, ...known });
    return [...taken.flatMap(entryClaims), ...coverageClaims(before, after)];
  },
  refuses: [unclear, rectificationRefusals, registerEntryRefusals, valueAlreadyTaken, pointCovered],
  decide: (wanted, { life }, known) => {
    const rectification = rectificationIn(wanted);
    if (wanted.changes?.registerEntry) refuseInconsistent(wanted.changes.registerEntry, known.today);
    return rectified(rectification, { life, ...known }).events;
  },
});

/** @throws DomainError RECTIFICATION_UNCLEAR */
function rectificationIn({ rectifies, changes, annuls, reason, act }: RectifyProtocol): Rectification {
  const given = changes && Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const corrects = given !== undefined && Object.keys(given).length > 0;
  if (corrects === (annuls === true)) throw unclear();
  const { authority, number, date } = act;
  const by = { rectifies, reason, act: { authority, number, date } };
  return corrects ? { ...by, changes: plain(given) } : by;
}

/** Fields as events hold them. */
function plain({ signedAt, registerEntry, ...fields }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...fields,
    ...(signedAt === undefined ? {} : { signedAt: toTimestamp(Date.parse(signedAt as string)) }),
    ...(registerEntry === undefined ? {} : { registerEntry: { ...(registerEntry as object) } }),
  };
}

function coverageClaims(before: Protocol, after: Protocol): readonly Claim[] {
  const period = coveredPeriod(after.status, standingOf(after));
  if (!period || isDeepStrictEqual(period, coveredPeriod(before.status, standingOf(before)))) return [];
  return coverageOfAll(after, after.points, period);
}
