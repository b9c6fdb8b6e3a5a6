import { IsOptional, MinLength } from 'class-validator';
import { IsText } from './is-text.ts';
import { together } from './together.ts';

/** What the names in a list shall begin with, at least 2 characters, if anything. */
export function IsBeginningOfName(): PropertyDecorator {
  return together(IsOptional(), IsText(200), MinLength(2));
}
