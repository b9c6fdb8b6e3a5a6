import { Transform } from 'class-transformer';

/**
 * A text that is taken in several forms and meant in one; checks see it in that.
 * @param form what is no such text it answers as it is, so that the checks refuse it
 */
export function BroughtIntoForm(form: (text: string) => string): PropertyDecorator {
  return Transform(({ value }: { readonly value: unknown }) => (typeof value === 'string' ? form(value) : value));
}
