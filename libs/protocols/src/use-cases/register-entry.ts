import { IsInt, Max, Min } from 'class-validator';
import { defineRefusals, reservationOf, type Claim } from '#kernel/domain';
import { IsRealDate, IsText } from '#use-cases';
import type { RegisterEntry } from '../domain/vocabulary.ts';

/** Where the document stands in a protocol register. */
export class RegisterEntryInput {
  /** Code of the Area Organizzativa Omogenea. */
  @IsText(100)
  readonly aoo!: string;

  @IsInt()
  @Min(1990)
  @Max(2199)
  readonly year!: number;

  @IsInt()
  @Min(1)
  @Max(999_999_999)
  readonly number!: number;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

/** What every act with a register entry may be refused. */
export const registerEntryRefusals = defineRefusals({
  REGISTER_YEAR_MISMATCH: 'An entry of {date} is not in the register of {year}: correct one of the two.',
  REGISTERED_IN_FUTURE: 'The entry is dated {date}, after today, {today}: record it once it is made.',
});

/** A number stands once in the register of a year (D.P.R. 445/2000, art. 57). */
export function entryReservation({ aoo, year, number }: RegisterEntry): Claim {
  return reservationOf('protocol-register-entry', JSON.stringify([aoo, year, number]));
}

/** Registers are yearly, and an entry is made on the day it is dated (D.P.R. 445/2000, art. 53 and 57). */
export function refuseInconsistent({ year, date }: RegisterEntry, today: string): void {
  if (Number(date.slice(0, 4)) !== year) throw registerEntryRefusals.REGISTER_YEAR_MISMATCH({ year, date });
  if (date > today) throw registerEntryRefusals.REGISTERED_IN_FUTURE({ date, today });
}
