import { romeDateOf, romeTimeOf } from '#italy';
import type { Facts } from '#kernel/domain';

const PLACEHOLDER = /\{(\w+)\}/g;
/** As the kernel writes points in time. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
/** In the place of what is not known; never a word that might be taken for a fact. */
const NOT_KNOWN = '…';
/** Characters of an object, as far as a sentence bears it. */
const MAX_LENGTH = 120;

/**
 * A text with its facts in it: `{name}` is replaced by the fact of that name, and by no other. A point in time is shown
 * as clocks in Rome do, a list with commas, an object in short.
 */
export function filledText(text: string, facts: Facts): string {
  return text.replace(PLACEHOLDER, (_placeholder, name: string) =>
    Object.hasOwn(facts, name) ? shown(facts[name]) : NOT_KNOWN,
  );
}

function shown(fact: unknown): string {
  if (fact === undefined || fact === null) return NOT_KNOWN;
  if (typeof fact === 'string') return INSTANT.test(fact) ? inRome(Date.parse(fact)) : fact;
  if (Array.isArray(fact)) return fact.map(shown).join(fact.some(isObject) ? '; ' : ', ');
  if (typeof fact === 'object') return inShort(fact);
  return JSON.stringify(fact);
}

function isObject(fact: unknown): boolean {
  return typeof fact === 'object' && fact !== null;
}

function inRome(instant: number): string {
  return `${romeDateOf(instant)} ${romeTimeOf(instant)}`;
}

function inShort(fact: object): string {
  const members = Object.entries(fact).filter(([, value]) => value !== undefined);
  const words = members.map(([name, value]) => `${name} ${shown(value)}`).join(', ');
  return words.length > MAX_LENGTH ? `${words.slice(0, MAX_LENGTH - 1)}…` : words;
}
