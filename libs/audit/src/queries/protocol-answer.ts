import { Type, type Static } from '@sinclair/typebox';
import { orNull, RectifyingAct } from '#use-cases';
import { explained, Id, listOf, LocalDate, LogPosition, oneOf, Revision, Text, Timestamp, Word } from '#vocabulary';

const Actor = Type.Object(
  {
    kind: oneOf(['person', 'policy'] as const),
    policy: orNull(Word, 'Name of the policy of the system that acted.'),
    person: orNull(Id, 'Opaque id of the person that acted.'),
    role: orNull(Word),
    office: orNull(
      Word,
      'Code of the office, region or body that the person acted for; null for the centre, which has none.',
    ),
    officeName: orNull(Text, 'How that was called then; of a region or province, its directorate.'),
  },
  { $id: 'AuditedActorAnswer' },
);

const openObject = (description: string) =>
  Type.Object({}, { additionalProperties: true, maxProperties: 100, description });

const Rectification = Type.Object(
  {
    revision: explained(Revision, 'Of the event that rectifies.'),
    recordedAt: Timestamp,
    changes: orNull(openObject('The corrected fields.')),
    annuls: Type.Boolean({ description: 'The event never was.' }),
    reason: Text,
    act: RectifyingAct,
  },
  { $id: 'RectificationAnswer' },
);
export type Rectification = Static<typeof Rectification>;

/** One event of a protocol, with its two times and its rectifications. */
const AuditedEvent = Type.Object(
  {
    type: Word,
    eventId: Id,
    revision: Revision,
    position: LogPosition,
    recordedAt: explained(Timestamp, 'When the system wrote it down.'),
    effectiveAt: orNull(Timestamp, 'When law says it takes effect, as it was recorded.'),
    legalDate: orNull(LocalDate, 'The day in Rome from which it counts, as rectified; null where it was annulled.'),
    counts: Type.Boolean({ description: 'False where it was annulled, or a late fact before it left no room for it.' }),
    actor: Actor,
    data: openObject('What the event said when it was recorded, personal data aside.'),
    rectified: orNull(
      Type.Object(
        { effectiveAt: orNull(Timestamp), data: openObject('What counts of it now.') },
        { $id: 'RectifiedEventAnswer' },
      ),
      'Where it was rectified: as it counts.',
    ),
    rectifiedBy: listOf(Rectification, 1_000, 'What rectified it, oldest first.'),
  },
  { $id: 'AuditedEventAnswer' },
);
export type AuditedEvent = Static<typeof AuditedEvent>;

/** Everything that happened to one protocol, as it was recorded. */
export const ProtocolAudit = Type.Object(
  {
    id: Id,
    knownAt: orNull(Word, 'As it was known then; null for now.'),
    build: Type.String({ maxLength: 100, description: 'Identity of the build of the read model that answered.' }),
    position: explained(LogPosition, 'Position up to which the read model has seen the log.'),
    logId: Type.String({ maxLength: 100, description: 'Identity of the log that the position belongs to.' }),
    events: listOf(AuditedEvent, 10_000),
  },
  { $id: 'ProtocolAuditAnswer' },
);
export type ProtocolAudit = Static<typeof ProtocolAudit>;
