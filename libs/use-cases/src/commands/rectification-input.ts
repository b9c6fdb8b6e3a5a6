import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import type { Rectification } from '../dated/rectifying.ts';
import { IsRealDate } from '../validation/is-real-date.ts';
import { IsRequiredObject } from '../validation/is-required-object.ts';
import { IsText } from '../validation/is-text.ts';

/** The act by which something is rectified. */
export class RectifyingActInput {
  /** Who made it, for example Direzione regionale Emilia-Romagna. */
  @IsText(200)
  readonly authority!: string;

  @IsText(100)
  readonly number!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

/** What every command names that rectifies an event of one thing; what is right stands in its `changes`. */
export abstract class RectificationInput {
  /** Revision of the event in the history. */
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly rectifies!: number;

  /** True where the event never was. */
  @IsOptional()
  @IsBoolean()
  readonly annuls?: boolean;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;

  /** The act by which it is rectified. */
  @IsRequiredObject(() => RectifyingActInput)
  readonly act!: RectifyingActInput;

  abstract readonly changes?: object;
}

export const rectificationUnclear = defineRefusal(
  'RECTIFICATION_UNCLEAR',
  'Give either `changes`, what is right, or `annuls`: true, that it never was.',
);

/**
 * What is to be rectified, as rules look at it.
 * @throws DomainError RECTIFICATION_UNCLEAR
 */
export function rectificationIn({ rectifies, changes, annuls, reason, act }: RectificationInput): Rectification {
  const given = Object.entries(changes ?? {}).filter(([, value]) => value !== undefined);
  const corrects = given.length > 0;
  if (corrects === (annuls === true)) throw rectificationUnclear();
  const { authority, number, date } = act;
  const by = { rectifies, reason, act: { authority, number, date } };
  return corrects ? { ...by, changes: Object.fromEntries(given.map(([field, value]) => [field, plain(value)])) } : by;
}

/** As events hold it. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? { ...value } : value;
}
