import { HttpProblem } from '../problems/http-problem.ts';

/** How deep objects and lists may nest: no command nests half as deep. */
export const MAX_DEPTH = 32;
/** Objects, lists, texts, numbers and words in one body; the largest list that a command takes has a thousand. */
export const MAX_VALUES = 2_000;
/** Characters of the longest text that a command takes. */
const LONGEST_TEXT = 4_000;
/** A character of it at its longest, in JSON that is all ASCII: two escapes, such as `\ud83d\ude00`. */
const ESCAPED = 12;
/** Characters of one text as it is written, escapes and all: how a client writes it is no reason to refuse it. */
export const MAX_TEXT = LONGEST_TEXT * ESCAPED;
/** Characters of the name of a field as it is written. */
export const MAX_NAME = 200;
/** Characters of a number: more digits than any number of the program has. */
const MAX_NUMBER = 64;

/** The names of an object that is open, or of a list, which has none. */
type Names = Set<string> | undefined;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * Goes once over the text of a body, before anything is made of it, so that what it costs follows from its length alone:
 * a short text may stand for so many objects that checking them field by field stops a process for seconds. It also sees
 * what JSON.parse does not tell, which keeps the last of two fields of one name.
 *
 * Whether it is JSON, JSON.parse says: of what is none, this may see less.
 * @returns how many values it has
 * @throws HttpProblem BODY_TOO_DEEP | BODY_OUT_OF_BOUNDS, MALFORMED_JSON for a name that stands in one object twice
 */
export function boundedValues(text: string): number {
  const open: Names[] = [];
  let values = 0;
  const count = (): void => {
    values += 1;
    if (values > MAX_VALUES) throw outOfBounds('values', MAX_VALUES);
  };
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case ' ':
      case '\n':
      case '\r':
      case '\t':
      case ',':
      case ':':
        break;
      case '{':
      case '[':
        count();
        if (open.length === MAX_DEPTH) throw tooDeep();
        open.push(text[at] === '{' ? new Set() : undefined);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case '"': {
        const end = endOfText(text, at);
        const names = open.at(-1);
        if (names && isFollowedByColon(text, end)) note(text.slice(at, end + 1), names);
        else if (end - at - 1 > MAX_TEXT) throw outOfBounds('characters in one text', MAX_TEXT);
        count();
        at = end;
        break;
      }
      default:
        at = endOfWord(text, at);
        count();
    }
  }
  return values;
}

/** @returns where its closing quote stands, or the last character of a text that never ends */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) return at;
    if (character === BACKSLASH) at += 1;
  }
  return text.length - 1;
}

function isFollowedByColon(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    // Blanks of JSON are all at or below the space.
    if (character > 0x20) return character === COLON;
  }
  return false;
}

const WORD = /[\w.+-]+/y;

/** @returns where a number, or a word, ends; the place itself of what is neither */
function endOfWord(text: string, start: number): number {
  WORD.lastIndex = start;
  const length = WORD.exec(text)?.[0].length ?? 1;
  if (length > MAX_NUMBER) throw outOfBounds('characters in one number', MAX_NUMBER);
  return start + length - 1;
}

function note(written: string, names: Set<string>): void {
  if (written.length > MAX_NAME) throw outOfBounds('characters in one name', MAX_NAME);
  const name = written.includes('\\') ? unescaped(written) : written.slice(1, -1);
  if (name === '__proto__') throw malformed('isName', `${name} is no name of a field`);
  if (names.has(name)) throw malformed('isNamedOnce', `${name} stands in one object of the body more than once`);
  names.add(name);
}

function unescaped(written: string): string {
  try {
    return JSON.parse(written) as string;
  } catch {
    // Then the body is no JSON, which is said when it is parsed.
    return written;
  }
}

function outOfBounds(bound: string, most: number): HttpProblem {
  const message = `body must not have more than ${most} ${bound}`;
  return new HttpProblem('BODY_OUT_OF_BOUNDS', {
    words: { bound, most: String(most) },
    facts: { bound, most },
    errors: [{ field: 'body', code: 'bounds', message }],
  });
}

/** The refusal of a body that nests too deep. */
export function tooDeep(): HttpProblem {
  const message = `body must not nest deeper than ${MAX_DEPTH}`;
  return new HttpProblem('BODY_TOO_DEEP', { errors: [{ field: 'body', code: 'maxDepth', message }] });
}

function malformed(code: string, message: string): HttpProblem {
  return new HttpProblem('MALFORMED_JSON', { errors: [{ field: 'body', code, message }] });
}
