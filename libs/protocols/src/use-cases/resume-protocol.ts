import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText } from '#use-cases';
import { withEndsByNow } from '#use-cases/dated';
import { resumed } from '../domain/effect.ts';
import { endsOfProtocolByNow } from '../domain/ends-by-now.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Ends a suspension: the protocol is in force again. */
export class ResumeProtocol extends OnProtocol {
  /** First day in force again, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const inFuture = defineRefusal('RESUMPTION_IN_FUTURE', '{resumedOn} lies after today, {today}: resume it on its day.');

/** A suspension that has an end of its own may be resumed earlier. Told late, it may leave another to its own end, which has come. */
export const resumeProtocol = defineCommandOn(protocol)({
  input: ResumeProtocol,
  summary: 'Resumes a suspended protocol, from today or an earlier day.',
  id: protocolId,
  by: OFFICES,
  legalDate: ({ resumedOn }) => resumedOn,
  in: ['SUSPENDED'],
  refuses: [inFuture],
  decide: ({ reason }, { life }, { legalDate: resumedOn, today, now }) => {
    if (resumedOn > today) throw inFuture({ resumedOn, today });
    const resumption = resumed({ resumedOn, reason }, { life, now });
    return withEndsByNow(protocolLife, life, [resumption], { now, today }, endsOfProtocolByNow);
  },
});
