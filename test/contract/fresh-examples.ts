import { createHash } from 'node:crypto';
import type { CloudEvent } from '#use-cases';
import { FixedInstallation } from './fixed-installation.ts';
import { playPublishedStory, STORY_BEGINS } from './published-story.ts';

/** In the place of the mark of the log, which is another in each. */
const MARK = '0123456789';
const POSITION_DIGITS = 16;
/** How long the fields are that name persons, in hexadecimal digits. */
const PERSON_DIGITS = 32;

/**
 * Plays the story, and takes of each published type the event that says the most, as a receiver reads it. What is another in each
 * installation (the mark of its log, places in it, ids of persons, where it is served) is replaced, so that the same story
 * makes the same examples.
 */
export async function freshExamples(): Promise<readonly CloudEvent[]> {
  const at = await FixedInstallation.start(STORY_BEGINS);
  try {
    await playPublishedStory(at);
    const fullest = new Map<string, CloudEvent>();
    for (const event of await at.published()) {
      const best = fullest.get(event.type);
      if (!best || fieldsOf(event) > fieldsOf(best)) fullest.set(event.type, event);
    }
    const inOrder = [...fullest.values()].toSorted(by('id'));
    return inAnyInstallation(inOrder).toSorted(by('type'));
  } finally {
    await at.close();
  }
}

/** As the file of the examples has them. */
export function examplesText(examples: readonly CloudEvent[]): string {
  return `${JSON.stringify(examples, undefined, 2)}\n`;
}

function by(field: 'id' | 'type') {
  return (a: CloudEvent, b: CloudEvent): number => (a[field] < b[field] ? -1 : 1);
}

function fieldsOf({ data }: CloudEvent): number {
  return JSON.stringify(data).length;
}

/** In the order in which they were told. */
function inAnyInstallation(events: readonly CloudEvent[]): readonly CloudEvent[] {
  const persons = new Map<string, string>();
  const person = (id: string): string => {
    const known = persons.get(id) ?? hashed(`person ${String(persons.size + 1)}`);
    persons.set(id, known);
    return known;
  };
  return events.map((event, place) => {
    const data = Object.entries(event.data).map(([name, value]) => [
      name,
      isPerson(name) ? person(value as string) : value,
    ]);
    const { subject } = event;
    return {
      ...event,
      id: `${MARK}-${(place + 1).toString(16).padStart(POSITION_DIGITS, '0')}`,
      source: event.source.replace(/[^:]+$/, MARK),
      ...(subject !== undefined && persons.has(subject) ? { subject: person(subject) } : {}),
      dataschema: new URL(event.dataschema).pathname,
      data: Object.fromEntries(data) as object,
    };
  });
}

function isPerson(field: string): boolean {
  return field === 'person' || field === 'secondPerson';
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, PERSON_DIGITS);
}
