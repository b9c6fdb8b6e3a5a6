import { Type } from '@sinclair/typebox';
import { defineAggregate, defineEvent, type EventsOf } from '#kernel/domain';

/** What protocols of before covered, when nobody claimed the days of points, is written down: for all of them. */
export const OlderCoveragesRecorded = defineEvent({ type: 'OlderCoveragesRecorded', schema: Type.Object({}) });

export const coverageRecordEvents = [OlderCoveragesRecorded] as const;
export type CoverageRecordEvent = EventsOf<typeof coverageRecordEvents>;

export interface CoverageRecord {
  readonly status: 'COMPLETE';
}

/** There is one, for the whole network. */
export const COVERAGE_RECORD_ID = 'inps';

/** Whether the coverages of points can be relied on: whatever claims days of a point looks here first. */
export const coverageRecord = defineAggregate<CoverageRecord, CoverageRecordEvent>({
  category: 'CoverageRecord',
  called: 'the record of coverages',
  codes: {
    notFound: 'COVERAGE_RECORD_NOT_FOUND',
    alreadyExists: 'COVERAGE_RECORD_COMPLETE',
    stateForbids: 'COVERAGE_RECORD_STATE_FORBIDS',
  },
  moves: false,
  evolve: () => ({ status: 'COMPLETE' }),
  scopeOf: () => ({}),
});
