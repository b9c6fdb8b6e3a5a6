import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { together } from './together.ts';

/** Where the next page of a list begins, as the page before said it; the first page when absent. */
export function IsCursor(): PropertyDecorator {
  return together(IsOptional(), IsString(), IsNotEmpty(), MaxLength(2000));
}
