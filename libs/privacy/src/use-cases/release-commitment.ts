import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { defineCommandOn, IsText } from '#use-cases';
import { commitmentRelease } from '../domain/commitment-claim.ts';
import { subject } from '../domain/subject.ts';

/** Gives a person's time back. */
export class ReleaseCommitment {
  @IsUUID()
  readonly subject!: string;

  /** Id of the command that made the hold or booked the appointment. */
  @IsUUID()
  readonly commitmentId!: string;

  /** What ended it, for example `APPOINTMENT_CANCELLED`. */
  @IsText(100)
  readonly reason!: string;

  /** The person took places and kept none: how often they may is limited. */
  @IsOptional()
  @IsBoolean()
  readonly givenUp?: boolean;
}

export const releaseCommitment = defineCommandOn(subject)({
  input: ReleaseCommitment,
  summary: "Gives a person's time back.",
  id: ({ subject: id }) => id,
  by: [],
  in: ['ABSENT', 'REGISTERED', 'ERASED'],
  decide: ({ commitmentId, reason, givenUp }, state) => commitmentRelease(state, commitmentId, { reason, givenUp }),
});
