import { matching } from '#use-cases';

/** How a book is called. */
export const BOOK = /^[0-9a-f-]{36}\.[0-9a-f]{8}$/;
export const BOOK_EXAMPLE = matching({
  message: '$property must be the id of a book, as events with numbers have it',
  maxLength: 45,
  example: '0b8e3c8e-4d5f-5a7b-8c9d-0e1f2a3b4c5d.0a1b2c3d',
});
