import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { together } from './together.ts';

/** As this API writes numbers; `Number` would also read `0x10`, `1e1`, blanks around digits, and nothing at all. */
const DECIMAL = /^(0|[1-9]\d{0,14})$/;

/** A whole number of a query or path, where everything is text: decimal digits and nothing else. */
export function IsWholeNumber({ min, max }: { readonly min: number; readonly max: number }): PropertyDecorator {
  return together(
    Transform(({ value }: { readonly value: unknown }) =>
      typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(min),
    Max(max),
  );
}
