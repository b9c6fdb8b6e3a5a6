import { describedBy, type FieldDescription } from '#use-cases';

/** The part of a check's metadata that a description is made of. */
export interface Check {
  /** Of the check, for example `maxLength`. */
  readonly name?: string;
  readonly constraints?: readonly unknown[];
  /** What the declaration itself says. */
  readonly context?: unknown;
}

const MAX_INT32 = 2_147_483_647;

/** What a check says of a field, by its name; what is not here says nothing that a description could. */
const CHECKS: Readonly<Record<string, (constraints: readonly unknown[]) => FieldDescription>> = {
  isInt: () => ({ type: 'integer' }),
  min: ([minimum]) => ({ minimum: Number(minimum) }),
  max: ([maximum]) => ({ maximum: Number(maximum), format: Number(maximum) > MAX_INT32 ? 'int64' : 'int32' }),
  minLength: ([minLength]) => ({ minLength: Number(minLength) }),
  maxLength: ([maxLength]) => ({ maxLength: Number(maxLength) }),
  isLength: ([minLength, maxLength]) => ({ minLength: Number(minLength), maxLength: Number(maxLength) }),
  matches: ([pattern]) => (pattern instanceof RegExp ? { pattern: pattern.source } : {}),
  isUuid: () => ({ format: 'uuid', example: '0b5c1e0a-6f1d-4d0a-9b57-3f7c2a1e8d44' }),
  isEmail: () => ({ format: 'email', maxLength: 254, example: 'direzione@example.it' }),
  isRealDate: () => ({ format: 'date', example: '2026-03-02' }),
  isInstant: () => ({ format: 'date-time', example: '2026-03-02T09:00:00+01:00' }),
  isPosition: () => ({ pattern: String.raw`^(0|[1-9]\d{0,18})$`, maxLength: 19, example: '0' }),
  isFiscalCode: () => ({
    pattern: String.raw`^([A-Za-z0-9]{16}|\d{11})$`,
    minLength: 11,
    maxLength: 16,
    example: 'RSSMRA80A01H501U',
  }),
  arrayMinSize: ([minItems]) => ({ minItems: Number(minItems) }),
  arrayMaxSize: ([maxItems]) => ({ maxItems: Number(maxItems) }),
};

/** What the checks of a field say of it together; what the declaration itself says goes before. */
export function describedByChecks(checks: readonly Check[]): FieldDescription {
  const described = checks.map(({ name = '', constraints = [] }) => CHECKS[name]?.(constraints) ?? {});
  return Object.assign({}, ...described, ...checks.map(({ context }) => describedBy(context))) as FieldDescription;
}
