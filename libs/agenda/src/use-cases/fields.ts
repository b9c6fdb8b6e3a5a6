import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, Matches, Max, Min } from 'class-validator';
import { together, matching } from '#use-cases';

/** A time of the wall clock in Rome, `HH:MM`. */
export function IsLocalTime(): PropertyDecorator {
  return Matches(
    /^([01]\d|2[0-3]):[0-5]\d$/,
    matching({ message: '$property must be a time of the day, HH:MM', maxLength: 5, example: '09:00' }),
  );
}

/** When something closes, `HH:MM`: as late as 24:00, at which nothing begins. */
export function IsClosingTime(): PropertyDecorator {
  return Matches(
    /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
    matching({ message: '$property must be a time of the day, HH:MM, or 24:00', maxLength: 5, example: '12:00' }),
  );
}

/** A code in capital letters, digits and underscores, for example PENSIONI. */
export function IsServiceLine(): PropertyDecorator {
  return Matches(
    /^[A-Z][A-Z0-9_]{1,39}$/,
    matching({
      message: '$property must be 2 to 40 capital letters, digits and underscores',
      maxLength: 40,
      example: 'PENSIONI',
    }),
  );
}

/** A whole number within bounds. */
export function IsWhole(min: number, max: number): PropertyDecorator {
  return together(IsInt(), Min(min), Max(max));
}

/** Most consecutive slots in one booking. */
export const MAX_UNITS = 12;

/** How many consecutive slots are wanted. */
export function IsUnits(): PropertyDecorator {
  return IsWhole(1, MAX_UNITS);
}

const SERVICE_ID = /^[\w-]{2,60}$/;
const SERVICE = {
  message: '$property must be 2 to 60 letters, digits, dashes and underscores',
  maxLength: 60,
  example: 'cedolino-pensione',
};
/** Most services that one person is given at once. */
const MAX_SERVICES = 20;

/** Id of a service of the catalogue. */
export function IsServiceId(): PropertyDecorator {
  return Matches(SERVICE_ID, matching(SERVICE));
}

/** Ids of services of the catalogue, each once; it may be none. */
export function IsServiceIds(): PropertyDecorator {
  return together(
    Matches(SERVICE_ID, { each: true, ...matching(SERVICE) }),
    ArrayUnique(),
    ArrayMaxSize(MAX_SERVICES),
    IsArray(),
  );
}
