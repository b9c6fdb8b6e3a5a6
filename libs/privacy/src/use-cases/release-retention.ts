import { IsUUID } from 'class-validator';
import { defineCommandOn, IsText } from '#use-cases';
import { retentionRelease } from '../domain/retention.ts';
import { subject } from '../domain/subject.ts';

/** Lets a person go whom an act has held. */
export class ReleaseRetention {
  @IsUUID()
  readonly subject!: string;

  /** Id of the command that named them in the act. */
  @IsUUID()
  readonly retentionId!: string;

  /** Why the act need not be kept, for example `ACT_WITHDRAWN`. */
  @IsText(100)
  readonly reason!: string;
}

export const releaseRetention = defineCommandOn(subject)({
  input: ReleaseRetention,
  summary: 'Lets a person go whom an act has held, as it need not be kept with their name.',
  id: ({ subject: id }) => id,
  by: [],
  in: ['ABSENT', 'REGISTERED', 'ERASED'],
  decide: ({ retentionId, reason }, state) => retentionRelease(state, retentionId, reason),
});
