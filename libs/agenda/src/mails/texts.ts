import { readFileSync } from 'node:fs';
import type { Language, Mode } from '../domain/vocabulary.ts';

/** What a mail to a citizen is about. */
export const MAIL_KINDS = [
  'BOOKED',
  'REMINDER',
  'RESCHEDULED',
  'CANCELLED',
  'CANCELLED_BY_OFFICE',
  'DISPLACED',
  'REINSTATED',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** What is said of an appointment, in the order in which it is said. */
export const FACTS = ['when', 'how', 'where', 'service', 'code'] as const;
export type Fact = (typeof FACTS)[number];

/** The words of one language. What stands in braces is filled in. */
export interface Texts {
  readonly greeting: string;
  readonly footer: string;
  readonly manage: string;
  /** `{url}` */
  readonly manageAt: string;
  /** What a calendar shows. */
  readonly calendar: string;
  readonly kinds: Readonly<Record<MailKind, { readonly subject: string; readonly text: string }>>;
  readonly labels: Readonly<Record<Fact, string>>;
  readonly modes: Readonly<Record<Mode, string>>;
  /** `{day}`, `{time}` */
  readonly when: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = { it: textsIn('it'), de: textsIn('de') };

export function textsOf(language: Language): Texts {
  return TEXTS[language];
}

/** The page of every mail; `{facts}` and `{notes}` are HTML, all else is text. */
export const PAGE = contentOf('mail.html');

function textsIn(language: Language): Texts {
  return JSON.parse(contentOf(`${language}.json`)) as Texts;
}

function contentOf(file: string): string {
  return readFileSync(new URL(`./texts/${file}`, import.meta.url), 'utf8');
}
