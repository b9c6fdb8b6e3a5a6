import { IsInt, Max, Min } from 'class-validator';
import {
  defineRefusals,
  releaseReservation,
  reservation,
  reservationId,
  reservationOf,
  valueAlreadyTaken,
  type Claim,
  type ReservationEvent,
  type ReservationState,
} from '#kernel/domain';
import { IsIpaCode } from '#organisation';
import { IsRealDate, IsText } from '#use-cases';
import type { RegisterEntry } from '../domain/vocabulary.ts';

/** What entries are claimed under. */
const CLAIMED = 'protocol-register-entry';

/** Where the document stands in a protocol register. */
export class RegisterEntryInput {
  /** Of the administration that keeps the register, in the Indice dei domicili digitali (IPA). */
  @IsIpaCode()
  readonly ipaCode!: string;

  /** Code of the Area Organizzativa Omogenea. */
  @IsText(100)
  readonly aoo!: string;

  /** Code of the register within the AOO, as its segnatura has it. */
  @IsText(100)
  readonly register!: string;

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
  REGISTER_OF_ANOTHER_BODY:
    'The entry is one of the registers of {given}, and this act stands in those of {expected}: give that entry.',
  REGISTER_YEAR_MISMATCH: 'An entry of {date} is not in the register of {year}: correct one of the two.',
  REGISTER_ENTRY_NAMED_TWICE: 'Two of the signatures name one entry of one register: give each its own.',
  REGISTERED_IN_FUTURE: 'The entry is dated {date}, after today, {today}: record it once it is made.',
});

/**
 * A number stands once in the register of a year (D.P.R. 445/2000, art. 57): an entry is claimed for one act. Entries that
 * were recorded without administration and register bind every register that may be theirs.
 */
export function entryClaims(entry: RegisterEntry): Claim[] {
  const { aoo, year, number } = entry;
  return [notAmongPartial([aoo, year, number]), reservationOf(CLAIMED, JSON.stringify(wholeOf(entry)))];
}

/**
 * Each signature under an act has an entry of its own.
 * @throws DomainError REGISTER_ENTRY_NAMED_TWICE
 */
export function refuseNamedTwice(entries: readonly RegisterEntry[]): void {
  const ids = entries.map((entry) => JSON.stringify(wholeOf(entry)));
  if (new Set(ids).size < ids.length) throw registerEntryRefusals.REGISTER_ENTRY_NAMED_TWICE();
}

/** What tells an entry from every other, however its codes are written. */
function wholeOf({ ipaCode = '', aoo, register = '', year, number }: RegisterEntry): readonly unknown[] {
  return [ipaCode.toLowerCase(), aoo.toLowerCase(), register.toLowerCase(), year, number];
}

/** Claims nothing of others, and finds nothing claimed, under the shorter form that entries were claimed by before. */
function notAmongPartial(partial: readonly unknown[]): Claim<ReservationState, ReservationEvent> {
  return {
    on: reservation,
    id: reservationId(CLAIMED, JSON.stringify(partial)),
    what: CLAIMED,
    claim: ({ heldFor }, { commandId }) => {
      if (heldFor && heldFor.commandId !== commandId)
        throw valueAlreadyTaken({ kind: CLAIMED, takenBy: heldFor.target });
      return [];
    },
    stands: ({ heldFor }, { commandId }) => heldFor === undefined || heldFor.commandId === commandId,
    release: (state, { commandId }) => releaseReservation(state, CLAIMED, commandId),
  };
}

/** Registers are yearly, and an entry is made on the day it is dated (D.P.R. 445/2000, art. 53 and 57). */
export function refuseInconsistent({ year, date }: RegisterEntry, today: string): void {
  if (Number(date.slice(0, 4)) !== year) throw registerEntryRefusals.REGISTER_YEAR_MISMATCH({ year, date });
  if (date > today) throw registerEntryRefusals.REGISTERED_IN_FUTURE({ date, today });
}

/**
 * Refuses an entry in the registers of anybody but one administration.
 * @param expected IPA code
 * @throws DomainError REGISTER_OF_ANOTHER_BODY
 */
export function refuseEntryOfOthers({ ipaCode = '' }: RegisterEntry, expected: string): void {
  if (ipaCode.toLowerCase() === expected.toLowerCase()) return;
  throw registerEntryRefusals.REGISTER_OF_ANOTHER_BODY({ given: ipaCode, expected });
}
