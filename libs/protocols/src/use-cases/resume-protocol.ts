import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText } from '#use-cases';
import { resumed } from '../domain/effect.ts';
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

/** A suspension that has an end of its own may be resumed earlier. */
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
    return [resumed({ resumedOn, reason }, { life, now })];
  },
});
