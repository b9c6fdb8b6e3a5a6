import { Matches } from 'class-validator';
import { matching } from '#use-cases';

/** What the person shows or says: eight capital letters and digits. */
export function IsBookingCode(): PropertyDecorator {
  return Matches(
    /^[A-Z0-9]{8}$/,
    matching({ message: '$property must be 8 capital letters and digits', maxLength: 8, example: 'K7MTR2QX' }),
  );
}
