import { defineRefusals } from '#kernel/domain';

/** What reading under numbers, and comparing books, is refused for. */
export const bookRefusals = defineRefusals({
  BOOK_UNNAMED: 'A number counts in one book: say in which, as the event with that number says it.',
  BOOKS_BEGUN_ANEW: [
    'The numbers are of a book that has ended, as the log was restored or replaced: read from number 0 into an empty copy of ' +
      'yours; the book is {book} now.',
    'conflict',
  ],
  NUMBER_NOT_GIVEN: ['The subscription has numbers up to {last}: go on from the last one that was read.', 'conflict'],
  BEGINNING_DIFFERS: [
    'The hash at number 0 is over the id of the book alone, and this is another: compute SHA-256 of "rete-punti book {book}" anew, in ' +
      'hexadecimal digits.',
    'conflict',
  ],
  BOOKS_DIFFER: [
    'What you have agrees up to number {agreesTo}, and differs by number {differsBy}: where these two follow one another, ' +
      'number {differsBy} is the first that differs, so read again from {agreesTo}; else ask again with hashes at numbers between.',
    'conflict',
  ],
});
