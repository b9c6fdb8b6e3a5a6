import { PERSON_FIELDS, personalIn, type SentOutcome } from '#use-cases';
import { signatureHeaders, type Attempt, type OutgoingPost, type SigningKey } from '#webhooks';

/** One webhook on its way. */
export interface Webhook {
  /** The same for every attempt: by it a receiver knows a repeat. */
  readonly id: string;
  readonly url: string;
  /** JSON text. */
  readonly body: string;
  readonly keys: readonly SigningKey[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** CloudEvents in structured mode (JSON Event Format for CloudEvents 1.0, 3). */
const CLOUD_EVENT = 'application/cloudevents+json';
const PERSON = new RegExp(`"(?:${PERSON_FIELDS.join('|')})":"([^"]+)"`, 'g');

/** The id of the webhook of an event: its book, without the full stop that a signature parts by, and its number. */
export function webhookId(book: string, number: number): string {
  return `${book.replace('.', '-')}_${number}`;
}

/** The request of one attempt. */
export function postOf({ id, url, body, keys, now }: Webhook): OutgoingPost {
  return {
    url,
    headers: {
      ...{ 'content-type': CLOUD_EVENT, 'user-agent': 'rete-punti' },
      ...signatureHeaders({ id, at: now, body }, keys),
    },
    body,
  };
}

/**
 * What is kept and told of an attempt: of an answer with personal data in it, also where it is cut off in them, that it was there.
 * So it is of one that repeats an id of a person: whoever is erased stands under none any more, and an answer is not made anew.
 * @param sent the JSON text of the event, where it is one
 */
export function outcomeOf({ durationMs, status, answer, goesOn = '', failure }: Attempt, sent = ''): SentOutcome {
  const personal = answer === undefined ? undefined : personalOf(answer + goesOn, sent);
  const kept = personal === undefined ? answer : `[left out: ${personal}]`;
  return {
    durationMs,
    ...(status === undefined ? {} : { status }),
    ...(kept === undefined || kept === '' ? {} : { answer: kept }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function personalOf(answer: string, sent: string): string | undefined {
  const small = answer.toLowerCase();
  const isRepeated = personsIn(sent).some((id) => small.includes(id.toLowerCase()));
  return personalIn(answer) ?? (isRepeated ? 'the id of a person' : undefined);
}

/** The ids of persons that an event tells its receiver. */
function personsIn(sent: string): readonly string[] {
  return [...sent.matchAll(PERSON)].map(([, id = '']) => id);
}
