import { ROME } from '#italy';
import type { Language, Mode } from '../domain/vocabulary.ts';
import { FACTS, PAGE, textsOf, type Fact, type MailKind } from './texts.ts';

/** A free place elsewhere. */
export interface ToldAlternative {
  /** RFC 3339. */
  readonly startsAt: string;
  /** The agenda and its town. */
  readonly where: string;
  /** Undefined of a mode in which nobody comes. */
  readonly km: number | undefined;
}

/** What a mail says of an appointment, of a place that is offered, or of one that was waited for. */
export interface Told {
  readonly kind: MailKind;
  readonly language: Language;
  /** RFC 3339; undefined where it was never known. */
  readonly startsAt: string | undefined;
  readonly mode: Mode;
  /** Where to go; nothing where the person stays wherever they are. */
  readonly where: string | undefined;
  readonly service: string;
  /** Of an offer: it is held until then (this moment not included); RFC 3339. */
  readonly until?: string | undefined;
  /** Undefined where nothing is booked yet. */
  readonly bookingCode: string | undefined;
  /** Where else the person would be received, the nearest first. */
  readonly alternatives?: readonly ToldAlternative[];
  /** The page on which people look after their appointments; it is the same for all, and says nothing of any. */
  readonly page: string | undefined;
}

/** Subject, text and HTML of a mail, in the language of whom it is for. */
export function writtenMail(told: Told): { readonly subject: string; readonly text: string; readonly html: string } {
  const { kind, language } = told;
  const { greeting, footer, kinds, labels, alternatives: above } = textsOf(language);
  const { subject, text } = kinds[kind];
  const facts = factsOf(told);
  const notes = notesOf(told);
  const lines = facts.map(([fact, value]) => `${labels[fact]}: ${value}`);
  const places = alternativesOf(told);
  const listed = places.length === 0 ? [] : [[above, ...places.map((place) => `- ${place}`)].join('\n')];
  return {
    subject,
    text: [greeting, text, lines.join('\n'), ...listed, ...notes, `-- \n${footer}`].join('\n\n'),
    html: filled(PAGE, {
      ...escapedAll({ language, subject, greeting, text, footer }),
      facts: facts.map(([fact, value]) => `<dt>${escaped(labels[fact])}</dt><dd>${escaped(value)}</dd>`).join('\n'),
      alternatives: places.length === 0 ? '' : listIn(above, places),
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

function factsOf(told: Told): (readonly [Fact, string])[] {
  const { language, startsAt, mode, where, service, until, bookingCode } = told;
  const values: Readonly<Record<Fact, string | undefined>> = {
    when: startsAt === undefined ? undefined : whenIn(language, startsAt),
    how: textsOf(language).modes[mode],
    where,
    service,
    until: until === undefined ? undefined : whenIn(language, until),
    code: bookingCode,
  };
  return FACTS.flatMap((fact) => {
    const value = values[fact];
    return value === undefined ? [] : [[fact, value] as const];
  });
}

/** What the person can do now: nothing, where nothing is left to look after. */
function notesOf({ kind, language, page }: Told): readonly string[] {
  const { manage, manageAt, accept, acceptMoving } = textsOf(language);
  const there = page === undefined ? [] : [filled(manageAt, { url: page })];
  switch (kind) {
    case 'CANCELLED':
    case 'CANCELLED_BY_OFFICE':
    case 'WAITING_ENDED':
    case 'WAITING_RESTORED':
      return [];
    case 'OFFERED':
      return [accept];
    case 'OFFERED_DISPLACED':
      return [acceptMoving, ...there];
    default:
      return [manage, ...there];
  }
}

function alternativesOf({ language, alternatives = [] }: Told): readonly string[] {
  const { alternativeAt, alternativeNear } = textsOf(language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  return alternatives.map(({ startsAt, where, km }) => {
    const place = { when: whenIn(language, startsAt), where };
    return km === undefined
      ? filled(alternativeAt, place)
      : filled(alternativeNear, { ...place, km: number.format(km) });
  });
}

function listIn(above: string, items: readonly string[]): string {
  return `<p>${escaped(above)}</p>\n<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}</ul>`;
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
