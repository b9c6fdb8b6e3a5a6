import { defineRefusal, type Absent } from '#kernel/domain';
import { hostBody, type HostBody, type HostBodyEvent } from '#organisation';
import { defineCommandOn, fact } from '#use-cases';
import {
  COVERAGE_RECORD_ID,
  coverageRecord,
  type CoverageRecord,
  type CoverageRecordEvent,
} from '../domain/coverage/coverage-record.ts';
import type { Protocol } from '../domain/protocol-state.ts';
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

/**
 * What each command needs to know that claims days of points.
 * @param hostOf id of the host of the protocol
 */
export function coverageNeedsOf<Input, Own>(hostOf: (input: Input, state: Own) => string) {
  return {
    isCoverageRecorded: fact<Input, Own, CoverageRecord | Absent, CoverageRecordEvent, boolean>(
      coverageRecord,
      () => COVERAGE_RECORD_ID,
      ({ status }) => status === 'COMPLETE',
    ),
    // Its points are as new as it is, and no protocol over one of them is older than claims.
    isOfOlderHost: fact<Input, Own, HostBody | Absent, HostBodyEvent, boolean>(
      hostBody,
      hostOf,
      (host) => host.status !== 'ABSENT' && host.keepsCoverage !== true,
    ),
  };
}

/** Of a protocol that is there. */
export const coverageNeeds = coverageNeedsOf((_input: object, { host }: Pick<Protocol, 'host'>) => host.id);

interface CoverageKnown {
  readonly isCoverageRecorded: boolean;
  readonly isOfOlderHost: boolean;
}

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
export function requireCoverageKnown({ isCoverageRecorded, isOfOlderHost }: CoverageKnown): void {
  if (isOfOlderHost && !isCoverageRecorded) throw coverageBehind();
}
