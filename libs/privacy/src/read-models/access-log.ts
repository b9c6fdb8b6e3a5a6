import { Type } from '@sinclair/typebox';
import { Type as As } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { defineQuery, everywhere } from '#use-cases';

const AccessAnswer = Type.Object(
  {
    at: Type.String(),
    actorId: Type.String(),
    role: Type.String(),
    office: Type.Optional(Type.String()),
    purpose: Type.String(),
    subject: Type.String(),
    fields: Type.Array(Type.String(), { description: 'Names of the fields that were opened.' }),
    resource: Type.String(),
  },
  { $id: 'AccessAnswer' },
);

const AccessPage = Type.Object(
  { items: Type.Array(AccessAnswer), nextCursor: Type.Union([Type.String(), Type.Null()]) },
  { $id: 'AccessPage' },
);

export class ListAccesses {
  /** Id of the subject whose data was read; everybody's readings when absent. */
  @IsOptional()
  @IsUUID()
  readonly subject?: string;

  /** Most items in the answer, 1 to 200; the newest come first. */
  @As(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit: number = 50;
}

/** Not folded from the log: readings are no events, and stand in a store of their own. */
export const listAccesses = defineQuery({
  input: ListAccesses,
  summary: 'Who read whose data, when and why; the newest first.',
  by: [everywhere('central')],
  answer: AccessPage,
  run: async ({ subject, limit }, { accessLog }) => ({
    items: await accessLog.list({ limit, ...(subject === undefined ? {} : { subject }) }),
    nextCursor: null,
  }),
});
