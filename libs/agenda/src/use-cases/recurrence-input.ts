import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { AreRealDates, IsOneOf, IsRealDate, together } from '#use-cases';
import { MAX_DATES, MAX_WEEKS, NTHS, RECURRENCES, type Recurrence } from '../domain/calendar/recurrence.ts';
import { IsWhole } from './fields.ts';

/** On which days a band is open, among those of its validity. */
export class RecurrenceInput {
  /**
   * WEEKLY needs `weekdays`, and takes `every` and `countedFrom`; MONTHLY needs `nth` and `weekday`; DATES needs `dates`.
   */
  @IsOneOf(RECURRENCES, 'RecurrenceKind')
  readonly kind!: (typeof RECURRENCES)[number];

  /** From one week to the next, in weeks; 1 when absent. */
  @IsOptional()
  @IsWhole(1, MAX_WEEKS)
  readonly every?: number;

  /** 1 (Monday) to 7 (Sunday). */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  readonly weekdays?: number[];

  /** A day of the week from which weeks are counted; that of `validFrom` when absent. */
  @IsOptional()
  @IsRealDate()
  readonly countedFrom?: string;

  /** Which of its weekdays in a month: 1 to 5 (some months have no fifth), or -1, the last. */
  @IsOptional()
  @IsNth()
  readonly nth?: (typeof NTHS)[number];

  /** 1 (Monday) to 7 (Sunday). */
  @IsOptional()
  @IsWhole(1, 7)
  readonly weekday?: number;

  /** The days one by one, yyyy-mm-dd. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_DATES)
  @ArrayUnique()
  @AreRealDates()
  readonly dates?: string[];
}

function IsNth(): PropertyDecorator {
  return together(IsWhole(-1, 5), IsIn(NTHS));
}

const refuse = defineRefusals({
  RECURRENCE_UNCLEAR:
    'A recurrence of the kind {kind} needs {needs}, and says nothing but {fields}: correct it, so that it says its days once.',
});

/** What {@link recurrenceFrom} refuses. */
export const recurrenceRefusals = [refuse.RECURRENCE_UNCLEAR];

interface Fields {
  readonly needs: readonly string[];
  readonly takes: readonly string[];
}

const FIELDS: Readonly<Record<RecurrenceInput['kind'], Fields>> = {
  WEEKLY: { needs: ['weekdays'], takes: ['every', 'countedFrom'] },
  MONTHLY: { needs: ['nth', 'weekday'], takes: [] },
  DATES: { needs: ['dates'], takes: [] },
};

/**
 * The recurrence that somebody wants, in the one form in which it is written down.
 * @throws DomainError RECURRENCE_UNCLEAR when a field of its kind is missing, or one of another kind is there
 */
export function recurrenceFrom({ kind, ...fields }: RecurrenceInput): Recurrence {
  const { needs, takes } = FIELDS[kind];
  const said = Object.entries<unknown>({ ...fields }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const known = [...needs, ...takes];
  if (needs.some((name) => !said.includes(name)) || said.some((name) => !known.includes(name))) {
    throw refuse.RECURRENCE_UNCLEAR({ kind, needs: [...needs], fields: known });
  }
  const { every = 1, weekdays = [], countedFrom, nth = 1, weekday = 1, dates = [] } = fields;
  switch (kind) {
    case 'WEEKLY': {
      const counted = countedFrom === undefined ? {} : { countedFrom };
      return { kind, every, weekdays: weekdays.toSorted((one, other) => one - other), ...counted };
    }
    case 'MONTHLY':
      return { kind, nth, weekday };
    case 'DATES':
      return { kind, dates: dates.toSorted() };
  }
}
