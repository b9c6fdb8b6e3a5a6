import { readFileSync } from 'node:fs';
import { requireService } from '#services';
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
  // A place that is held for somebody on a waiting list; and for an appointment that was displaced.
  'OFFERED',
  'OFFERED_DISPLACED',
  // The office has ended the waiting of somebody.
  'WAITING_ENDED',
  // They wait again, as before.
  'WAITING_RESTORED',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** What is said of an appointment, in the order in which it is said. */
export const FACTS = ['when', 'how', 'where', 'service', 'until', 'code'] as const;
export type Fact = (typeof FACTS)[number];

/** The words of one language. What stands in braces is filled in. */
export interface Texts {
  readonly greeting: string;
  readonly footer: string;
  readonly manage: string;
  /** `{url}` */
  readonly manageAt: string;
  /** How who waits takes what they are offered. */
  readonly accept: string;
  /** How whose appointment was displaced takes it. */
  readonly acceptMoving: string;
  /** What stands above free places elsewhere. */
  readonly alternatives: string;
  /** `{when}`, `{where}` */
  readonly alternativeAt: string;
  /** `{when}`, `{where}`, `{km}` */
  readonly alternativeNear: string;
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

/**
 * What a service is called, in a language.
 * @throws DomainError SERVICE_UNKNOWN
 */
export function serviceNameIn(language: Language, serviceId: string): string {
  const { name, germanName } = requireService(serviceId);
  return language === 'de' ? germanName : name;
}

/** The page of every mail; `{facts}` and `{notes}` are HTML, all else is text. */
export const PAGE = contentOf('mail.html');

function textsIn(language: Language): Texts {
  return JSON.parse(contentOf(`${language}.json`)) as Texts;
}

function contentOf(file: string): string {
  return readFileSync(new URL(`./texts/${file}`, import.meta.url), 'utf8');
}
