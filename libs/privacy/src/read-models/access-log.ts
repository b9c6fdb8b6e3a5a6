import { Type } from '@sinclair/typebox';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { toTimestamp } from '#kernel/domain';
import { ACCESS_OUTCOMES, type AccessLogFilter, type StoredAccess } from '#kernel/ports';
import { invalidCursor } from '#kernel/execution';
import { parseInstant } from '#italy';
import { accessEntry, defineQuery, everywhere, IsId, IsInstant, IsWholeNumber, Cursor, orNull } from '#use-cases';
import { oneOf, Id, listOf, PAGE_SIZE, Timestamp, Word, explained } from '#vocabulary';

/** Most characters of the id of who reads, as tokens have it. */
const MAX_READER = 255;
/** Most characters of the name of a stream. */
const MAX_RESOURCE = 500;

const AccessAnswer = Type.Object(
  {
    at: Timestamp,
    actorId: Type.String({ minLength: 1, maxLength: MAX_READER }),
    role: Word,
    office: Type.Optional(Id),
    purpose: Type.String({ maxLength: 200, description: 'Why it was read; of commands, which one it was.' }),
    subject: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Absent where nobody was found, or looked for before it was refused.',
      }),
    ),
    fields: listOf(Word, 100, 'Names of the fields that were opened.'),
    resource: Type.String({
      maxLength: MAX_RESOURCE,
      description: 'The thing that it was about, as its stream is called: AgendaDay-<id>.',
    }),
    outcome: oneOf(ACCESS_OUTCOMES, 'AccessOutcome'),
    refusal: Type.Optional(explained(Word, 'Of REFUSED: the code.')),
  },
  { $id: 'AccessAnswer' },
);

const AccessPage = Type.Object(
  { items: listOf(AccessAnswer, PAGE_SIZE), nextCursor: orNull(Cursor) },
  { $id: 'AccessPage' },
);

export class ListAccesses {
  /** Id of the subject whose data was read; everybody's when absent. */
  @IsOptional()
  @IsId()
  readonly subject?: string;

  /** Id of who read it, as `actorId` of the answer says it; everybody when absent. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_READER)
  readonly reader?: string;

  /** The thing that it was about, as `resource` of the answer says it; all when absent. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_RESOURCE)
  readonly resource?: string;

  /** First moment, with seconds and offset. */
  @IsOptional()
  @IsInstant()
  readonly from?: string;

  /** Last moment (this moment not included), with seconds and offset. */
  @IsOptional()
  @IsInstant()
  readonly to?: string;

  /** Most items in the answer, 1 to 200; the newest come first. */
  @IsWholeNumber({ min: 1, max: 200 })
  readonly limit: number = 50;

  /** `nextCursor` of the page before; all other parameters stay as they were. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly cursor?: string;
}

/** Not folded from the log: readings are no events, and stand in a store of their own. To read them is one more. */
export const listAccesses = defineQuery({
  input: ListAccesses,
  summary: 'Who read whose data, or looked for somebody, when, why, and what came of it; the newest first.',
  by: [everywhere('central')],
  answer: AccessPage,
  run: async (asked, { accessLog, clock, principal }) => {
    const { subject, limit } = asked;
    const found = await accessLog.list({ ...filterOf(asked), limit: limit + 1 });
    const what = { outcome: 'READ', ...(subject === undefined ? {} : { subject }) } as const;
    const reader = principal && { principal, purpose: 'ListAccesses', resource: 'AccessLog' };
    const reading = reader && accessEntry(reader, clock, what);
    if (reading) await accessLog.record([reading]);
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? cursorAt(last) : null };
  },
});

function filterOf({ subject, reader, resource, from, to, cursor }: ListAccesses): Omit<AccessLogFilter, 'limit'> {
  const wanted = {
    ...{ subject, actorId: reader, resource },
    ...{ from: momentOf(from), before: momentOf(to), after: cursor === undefined ? undefined : placeOf(cursor) },
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** A time with an offset, as entries say it. */
function momentOf(text: string | undefined): string | undefined {
  const moment = text === undefined ? undefined : parseInstant(text);
  return moment === undefined ? undefined : toTimestamp(moment);
}

type Place = Pick<StoredAccess, 'at' | 'id'>;

function cursorAt({ at, id }: Place): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

const AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const ID = /^[0-9a-f]{1,24}$/;

/** Clients can make cursors of their own: nothing but what a store can have given reaches one. */
function placeOf(cursor: string): Place {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (at === undefined || id === undefined || !AT.test(at) || !ID.test(id)) {
    throw invalidCursor('it is not one of this list');
  }
  return { at, id };
}
