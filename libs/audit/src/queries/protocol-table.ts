import { inRome } from '#italy';
import type { AnswerTable } from '#use-cases';
import type { ProtocolAudit } from './protocol-answer.ts';

/** The events of a protocol, one a line, as they were recorded, with times as in Rome. */
export const protocolTable: AnswerTable<ProtocolAudit> = {
  columns: [
    ...[
      'revision',
      'event',
      'recorded_at',
      'effective_at',
      'legal_date',
      'counts',
      'policy',
      'person',
      'role',
      'office',
    ],
    ...['office_name', 'data', 'counts_as', 'rectified_by'],
  ],
  rows: ({ events }) =>
    events.map(
      ({ revision, type, recordedAt, effectiveAt, legalDate, counts, actor, data, rectified, rectifiedBy }) => [
        ...[revision, type, inRome(recordedAt), effectiveAt && inRome(effectiveAt), legalDate, counts ? 'yes' : 'no'],
        ...[actor.policy, actor.person, actor.role, actor.office, actor.officeName],
        JSON.stringify(data),
        rectified && JSON.stringify(rectified.data),
        rectifiedBy
          .map(
            ({ act, reason, annuls }) =>
              `${annuls ? 'annulled' : 'corrected'} by ${act.authority} ${act.number} of ${act.date}: ${reason}`,
          )
          .join('; ') || null,
      ],
    ),
};
