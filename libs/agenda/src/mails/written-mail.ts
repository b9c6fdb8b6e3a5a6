import { ROME } from '#italy';
import type { Language, Mode } from '../domain/vocabulary.ts';
import { FACTS, PAGE, textsOf, type Fact, type MailKind } from './texts.ts';

/** What a mail says of an appointment. */
export interface Told {
  readonly kind: MailKind;
  readonly language: Language;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly mode: Mode;
  /** Where to go; nothing where the person stays wherever they are. */
  readonly where: string | undefined;
  readonly service: string;
  readonly bookingCode: string;
  /** The page on which people look after their appointments; it is the same for all, and says nothing of any. */
  readonly page: string | undefined;
}

/** Subject, text and HTML of a mail, in the language of whom it is for. */
export function writtenMail(told: Told): { readonly subject: string; readonly text: string; readonly html: string } {
  const { kind, language, page } = told;
  const { greeting, footer, manage, manageAt, kinds, labels } = textsOf(language);
  const { subject, text } = kinds[kind];
  const facts = factsOf(told);
  const notes = isOver(kind) ? [] : [manage, ...(page === undefined ? [] : [filled(manageAt, { url: page })])];
  const lines = facts.map(([fact, value]) => `${labels[fact]}: ${value}`);
  return {
    subject,
    text: [greeting, text, lines.join('\n'), ...notes, `-- \n${footer}`].join('\n\n'),
    html: filled(PAGE, {
      ...escapedAll({ language, subject, greeting, text, footer }),
      facts: facts.map(([fact, value]) => `<dt>${escaped(labels[fact])}</dt><dd>${escaped(value)}</dd>`).join('\n'),
      notes: notes.map((note) => `<p>${escaped(note)}</p>`).join('\n'),
    }),
  };
}

/** Day and time by the clock in Rome, in words that a screen reader reads as people say them. */
function whenIn(language: Language, startsAt: string): string {
  const start = new Date(startsAt);
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: ROME }).format(start);
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: ROME }).format(start);
  return filled(textsOf(language).when, { day, time });
}

function factsOf({ language, startsAt, mode, where, service, bookingCode }: Told): (readonly [Fact, string])[] {
  const values: Readonly<Record<Fact, string | undefined>> = {
    when: whenIn(language, startsAt),
    how: textsOf(language).modes[mode],
    where,
    service,
    code: bookingCode,
  };
  return FACTS.flatMap((fact) => {
    const value = values[fact];
    return value === undefined ? [] : [[fact, value] as const];
  });
}

/** Whether nothing is left to look after. */
function isOver(kind: MailKind): boolean {
  return kind === 'CANCELLED' || kind === 'CANCELLED_BY_OFFICE';
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function escapedAll(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, escaped(value)]));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML shows it, also within an attribute. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
