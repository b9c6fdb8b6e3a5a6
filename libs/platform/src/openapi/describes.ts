import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { TSchema } from '@sinclair/typebox';
import { describedSchema } from './described-schema.ts';
import { REFUSALS_EXTENSION } from './operation-refusals.ts';

interface Description {
  /** One sentence: what it does. */
  readonly summary: string;
  /** Who may, and what else there is to know. */
  readonly description: string;
  readonly answer: TSchema;
  /** Plain JSON unless it is said. */
  readonly mediaType?: string;
  /** 200 unless it is said. */
  readonly status?: number;
  /** Codes of refusals, beside those that every operation may meet. */
  readonly refuses?: readonly string[];
}

/** What the description of the API says of an operation that no use case declares. */
export function Describes({
  summary,
  description,
  answer,
  mediaType = 'application/json',
  status = 200,
  refuses = [],
}: Description): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, description }),
    ApiResponse({ status, description: 'The answer.', content: { [mediaType]: { schema: describedSchema(answer) } } }),
    ApiExtension(REFUSALS_EXTENSION, [...refuses]),
  );
}
