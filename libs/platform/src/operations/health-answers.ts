import { Type, type Static } from '@sinclair/typebox';
import type { Published } from '#use-cases';
import { Count, listOf, LogPosition, oneOf, Text, Timestamp, whole, Word, explained } from '#vocabulary';

/** Most parts, streams or files that are ever told of. */
const MANY = 10_000;

/** That the service works, in the form of a problem document. */
export const StatusAnswer = Type.Object(
  { type: Word, title: Text, status: whole(100, 599), detail: Text },
  { $id: 'StatusAnswer', description: 'That the service works, in the form of a problem document.' },
);
export type StatusAnswer = Static<typeof StatusAnswer>;

export const LiveAnswer = Type.Object({ status: Word }, { $id: 'LiveAnswer' });
export type LiveAnswer = Static<typeof LiveAnswer>;

/** How one part stands, for everyone: counts and positions, no keys. */
export const PartHealth = Type.Object(
  {
    name: Word,
    state: explained(Word, 'Of a projection building, live or stopped; of a process manager running or stopped.'),
    position: explained(LogPosition, 'Read up to here.'),
    head: explained(LogPosition, 'End of the log.'),
    parked: explained(Count, 'Documents or instances that wait for a person.'),
    incompleteSince: Type.Optional(explained(LogPosition, 'It lacks the event at this position until it is rebuilt.')),
  },
  { $id: 'PartHealth' },
);
export type PartHealth = Static<typeof PartHealth>;

/** How this process stands with the log. */
export const LogHealth = Type.Object(
  {
    state: explained(oneOf(['live', 'catching-up', 'disconnected']), 'Whether it hears of events as they come.'),
    lag: whole(
      0,
      Number.MAX_SAFE_INTEGER,
      'How far the end of the log lies ahead of what was read: in positions, which are bytes of the server’s log, not events.',
    ),
    disconnectedSince: Type.Optional(Timestamp),
  },
  { $id: 'LogHealth' },
);
export type LogHealth = Static<typeof LogHealth>;

/** How far this process is behind with erasures that other processes were asked for. */
export const ErasuresHealth = Type.Object(
  {
    lag: whole(0, Number.MAX_SAFE_INTEGER, 'Milliseconds since it last knew that it had applied all there were.'),
    isBehind: Type.Boolean({
      description:
        'More than five seconds: until it has heard the rest, it reads and seals no personal data and takes no token of a ' +
        'citizen.',
    }),
  },
  { $id: 'ErasuresHealth' },
);
export type ErasuresHealth = Static<typeof ErasuresHealth>;

/** A part that was too slow to answer, or could not be reached: what is said of it is what was known before. */
export const UnansweredPart = Type.Object(
  {
    name: explained(Word, 'log, projections or processes.'),
    lastAnswer: Type.Optional(explained(Timestamp, 'When what is said of it was known; absent when nothing is.')),
  },
  { $id: 'UnansweredPart' },
);
export type UnansweredPart = Static<typeof UnansweredPart>;

/** How the installation stands as a whole. */
export const HealthReport = Type.Object(
  {
    ready: Type.Boolean({ description: 'Every read model answers.' }),
    healthy: Type.Boolean({ description: 'Nothing waits for a person.' }),
    log: Type.Optional(LogHealth),
    erasures: ErasuresHealth,
    unanswered: Type.Optional(
      listOf(UnansweredPart, MANY, 'Present where something did not answer in time: then nothing is ready or healthy.'),
    ),
    removedStreams: Type.Optional(
      listOf(
        Text,
        MANY,
        'Streams of which somebody removed events in the log, as far as this process has met them; absent when there are none.',
      ),
    ),
    damagedFiles: Type.Optional(
      listOf(
        Text,
        MANY,
        'Files of the data directory that turned out to be damaged since the start, or of which the disk did not keep what was ' +
          'written: then the server has to be started again. Absent when there are none, and where ' +
          'there are no files. Then nothing is ready or healthy.',
      ),
    ),
    projections: listOf(PartHealth, MANY),
    processes: listOf(PartHealth, MANY),
  },
  { $id: 'HealthReport', description: 'How the installation stands as a whole.' },
);
export type HealthReport = Published<Static<typeof HealthReport>>;
