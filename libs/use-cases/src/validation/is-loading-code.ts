import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Matches } from 'class-validator';
import { matching } from './described.ts';
import { together } from './together.ts';

const LOADING_CODE = /^[A-Za-z0-9._/-]{1,60}$/;
const CODE = {
  message: '$property must be 1 to 60 letters, digits, dots, dashes, underscores and slashes',
  maxLength: 60,
  example: 'PI-2012-17',
};

/** What rows of files that are loaded name each other by. */
export function IsLoadingCode(): PropertyDecorator {
  return Matches(LOADING_CODE, matching(CODE));
}

/** Several of them, each once. */
export function IsLoadingCodes(): PropertyDecorator {
  return together(
    Matches(LOADING_CODE, { each: true, ...matching(CODE) }),
    ArrayUnique(),
    ArrayMaxSize(1000),
    ArrayMinSize(1),
  );
}
