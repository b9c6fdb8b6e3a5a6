import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { SystemError, type SystemErrorCode } from '#kernel/domain';
import type { RebuildJob } from '#kernel/execution';
import { problemOf } from '#platform';
import { Cursor, orNull, type Published } from '#use-cases';
import { Count, Id, listOf, LogPosition, oneOf, Text, Timestamp, whole, Word, explained } from '#vocabulary';

/** Most parts, documents or instances that are ever told of. */
const MANY = 100_000;

function listCalled<Item extends TSchema>(name: string, item: Item) {
  return Type.Object({ items: listOf(item, MANY), nextCursor: orNull(Cursor) }, { $id: name });
}

/** How every projection stands. */
export const ProjectionList = listCalled(
  'ProjectionList',
  Type.Object(
    {
      projection: Word,
      version: explained(Count, 'Of the document’s schema.'),
      state: oneOf(['building', 'live', 'stopped']),
      build: Type.Optional(explained(Id, 'The build that answers.')),
      position: explained(LogPosition, 'Read up to here.'),
      head: explained(LogPosition, 'End of the log.'),
      parked: explained(Count, 'Documents that wait for a retry.'),
      incompleteSince: Type.Optional(
        explained(LogPosition, 'It lacks the event at this position until it is rebuilt.'),
      ),
      error: Type.Optional(explained(Text, 'Why it stopped.')),
    },
    { $id: 'ProjectionStatusAnswer', description: 'How a projection stands.' },
  ),
);
export type ProjectionList = Published<Static<typeof ProjectionList>>;

/** Documents that wait for a retry. */
export const ParkedDocumentList = listCalled(
  'ParkedDocumentList',
  Type.Object(
    {
      key: Text,
      position: explained(LogPosition, 'Of the event whose fold failed.'),
      eventId: Id,
      error: Text,
      parkedAt: Timestamp,
    },
    { $id: 'ParkedDocument', description: 'A document that waits for a retry.' },
  ),
);
export type ParkedDocumentList = Published<Static<typeof ParkedDocumentList>>;

/** How a rebuild stands. */
export const RebuildJobAnswer = Type.Object(
  {
    job: Id,
    projection: Word,
    state: oneOf(['running', 'done', 'failed', 'cancelled']),
    requestedAt: Timestamp,
    endedAt: Type.Optional(explained(Timestamp, 'Absent while it runs.')),
    progress: Type.Optional(
      Type.Object(
        {
          events: whole(0, Number.MAX_SAFE_INTEGER, 'Read so far.'),
          position: explained(LogPosition, 'Read up to here.'),
          head: explained(LogPosition, 'End of the log when it began.'),
        },
        { $id: 'RebuildProgress', description: 'Only while it runs, from the process that does it.' },
      ),
    ),
    result: Type.Optional(
      Type.Object(
        {
          build: explained(Id, 'The new build, which answers from now on.'),
          events: whole(0, Number.MAX_SAFE_INTEGER, 'Events read.'),
        },
        { $id: 'RebuildResult', description: 'Once it is done.' },
      ),
    ),
    error: Type.Optional(
      Type.Object(
        {
          code: explained(Word, 'As /docs/problems lists them.'),
          detail: Text,
          facts: Type.Object({}, { additionalProperties: true, maxProperties: 100 }),
        },
        { $id: 'RebuildFailure', description: 'Where it failed: the build of before goes on answering.' },
      ),
    ),
  },
  { $id: 'RebuildJobAnswer', description: 'How a rebuild stands.' },
);
export type RebuildJobAnswer = Static<typeof RebuildJobAnswer>;

/** A rebuild as it is answered: of a failure what every problem shows. */
export function rebuildAnswer({ error, ...job }: RebuildJob): RebuildJobAnswer {
  if (!error) return job;
  const {
    code,
    detail,
    facts = {},
  } = problemOf(new SystemError(error.code as SystemErrorCode, error.message, error.facts));
  return { ...job, error: { code, detail, facts } };
}

/** What became of parked documents that were folded again. */
export const RetryAnswer = Type.Object(
  {
    healed: listOf(Text, MANY, 'Keys whose documents are whole again.'),
    stillParked: listOf(Text, MANY, 'Keys that failed again.'),
  },
  { $id: 'RetryAnswer' },
);
export type RetryAnswer = Published<Static<typeof RetryAnswer>>;

const ParkedProcessInstance = Type.Object(
  {
    key: Text,
    error: Text,
    since: Text,
    commandId: Type.Optional(explained(Id, 'The command that was refused.')),
  },
  { $id: 'ParkedProcessInstance', description: 'An instance of a process that waits for a person.' },
);
export type ParkedProcessInstance = Static<typeof ParkedProcessInstance>;

/** How every process manager stands. */
export const ProcessList = listCalled(
  'ProcessList',
  Type.Object(
    {
      process: Word,
      state: oneOf(['running', 'stopped']),
      position: LogPosition,
      head: LogPosition,
      parked: listOf(ParkedProcessInstance, MANY),
      error: Type.Optional(Text),
    },
    { $id: 'ProcessStatusAnswer', description: 'How a process manager stands.' },
  ),
);
export type ProcessList = Published<Static<typeof ProcessList>>;

export const ProcessRetryAnswer = Type.Object(
  { retried: explained(Count, 'Instances taken up again.') },
  { $id: 'ProcessRetryAnswer' },
);
export type ProcessRetryAnswer = Published<Static<typeof ProcessRetryAnswer>>;
