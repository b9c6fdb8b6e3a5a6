import type { Components, DescribedResponse } from './described-operation.ts';

const seconds = (description: string, maximum: number) => ({
  description,
  schema: { type: 'integer', format: 'int32', minimum: 0, maximum },
});
const MAX_ALLOWANCE = 10_000_000;
const MINUTE = 60;
const DAY = 86_400;

/** Headers of answers, each described once. */
export const responseHeaders: NonNullable<Components['headers']> = {
  'RateLimit-Limit': seconds('How many requests a minute are allowed.', MAX_ALLOWANCE),
  'RateLimit-Remaining': seconds('How many of them are left.', MAX_ALLOWANCE),
  'RateLimit-Reset': seconds('In how many seconds the allowance is whole again.', MINUTE),
  'Retry-After': seconds('In how many seconds to ask again.', DAY),
  'Cache-Control': {
    description: 'no-store: an answer may hold personal data, and no cache keeps it.',
    schema: { type: 'string', enum: ['no-store'] },
  },
  ETag: {
    description: 'The revision, in quotation marks: give it back in If-Match.',
    schema: { type: 'string', pattern: '^"[0-9]+"$', maxLength: 22 },
  },
  Location: {
    description: 'Path of what was created, or of what was asked for and is under way.',
    schema: { type: 'string', format: 'uri-reference', maxLength: 2000 },
  },
};

const ALWAYS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Cache-Control'];
/** Statuses after which it helps to come again. */
const LATER = [429, 503];

/** The headers of an answer. */
export function headersOf({
  status,
  hasRevision = false,
}: {
  readonly status: number;
  /** The answer has a field `revision`, which is its ETag. */
  readonly hasRevision?: boolean;
}): NonNullable<DescribedResponse['headers']> {
  const names = [
    ...ALWAYS,
    ...(LATER.includes(status) ? ['Retry-After'] : []),
    ...(hasRevision ? ['ETag'] : []),
    ...([201, 202].includes(status) ? ['Location'] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
