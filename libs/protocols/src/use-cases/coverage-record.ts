import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, fact } from '#use-cases';
import { COVERAGE_RECORD_ID, coverageRecord } from '../domain/coverage/coverage-record.ts';
import { NO_PERSON } from './on-protocol.ts';

/** Says that what older protocols cover is written down for all of them. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- there is one record, and nothing else to say
export class CompleteCoverageRecord {}

export const completeCoverageRecord = defineCommandOn(coverageRecord)({
  input: CompleteCoverageRecord,
  summary: 'Says that what older protocols cover is written down for all of them.',
  id: () => COVERAGE_RECORD_ID,
  by: NO_PERSON,
  in: ['ABSENT', 'COMPLETE'],
  decide: (_nothing, { status }) => (status === 'COMPLETE' ? [] : [{ type: 'OlderCoveragesRecorded', data: {} }]),
});

/** What each command needs to know that claims days of points. */
export const coverageNeeds = {
  coverageIsBehind: fact(
    coverageRecord,
    () => COVERAGE_RECORD_ID,
    ({ status }) => status !== 'COMPLETE',
  ),
};

export const coverageBehind = defineRefusal(
  'COVERAGE_BEHIND',
  'Which points older protocols cover is being written down from the log: give the command again in a moment.',
  'conflict',
  { retryAfter: 2 },
);

/**
 * No day of a point is claimed before it is known which days protocols have that are older than claims.
 * @throws DomainError COVERAGE_BEHIND
 */
export function requireCoverageKnown({ coverageIsBehind }: { readonly coverageIsBehind: boolean }): void {
  if (coverageIsBehind) throw coverageBehind();
}
