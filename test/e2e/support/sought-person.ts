import { canonicalJson } from '#platform';
import type { SeededAgenda } from './agenda.ts';
import { accepted } from './agenda.ts';
import type { Answer, Api } from './api.ts';
import type { TestApplication } from './application.ts';
import type { Guess } from './attacker.ts';
import { fictitiousPerson } from './people.ts';

/** Somebody who is sought after their erasure. */
export const SOUGHT = fictitiousPerson(131_313);
const DESK = { role: 'desk-operator', id: 'desk-clerk', province: '058' } as const;

/** What was sent about them, as whoever seeks them knows or guesses. */
export interface Traces {
  /** Bodies in which their code stood, each with the parameters of its path. */
  readonly sent: readonly (readonly [body: object, parameters: object])[];
  readonly erase: () => Promise<Answer>;
}

/**
 * Has a person registered, held and booked for, at a desk and by themselves: every command that takes a codice fiscale.
 * @param agendas two, of different service lines
 */
export async function leaveTraces(
  { as }: Pick<TestApplication, 'as'>,
  [one, other]: readonly [SeededAgenda, SeededAgenda],
): Promise<Traces> {
  const [central, desk] = [await as(), await as(DESK)];
  const sent: [object, object][] = [];
  const send = async (api: Api, path: string, body: object, parameters: object = {}) => {
    sent.push([body, parameters]);
    return accepted(api.post(path, body));
  };
  const { fiscalCode } = SOUGHT;
  const day = ({ agendaId, date }: SeededAgenda) => ({ agendaId, date });
  await send(desk, '/rest/privacy/v1/subjects', { fiscalCode });
  const slot = { start: one.starts[0], mode: 'IN_PERSON', citizen: { fiscalCode } };
  const hold = await send(desk, `${one.day}/holds`, slot, day(one));
  const ofHold = { holdId: hold.id, serviceId: 'cedolino-pensione', citizen: SOUGHT };
  await send(desk, `${one.day}/appointments`, ofHold, day(one));
  const citizen = await as({ role: 'citizen', fiscalCode });
  const own = { start: other.starts[1], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: SOUGHT };
  await send(citizen, `${other.day}/appointments`, own, day(other));
  const wish = { fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
  sent.push([wish, {}]);
  return { sent, erase: () => central.post('/rest/privacy/v1/erasures', wish) };
}

/** What somebody tries for each code: the code alone, and each text that is known to have held it. */
export function guessesOf({ sent }: Traces): Readonly<Record<string, Guess>> {
  const filled = (text: string): Guess => {
    const [before = '', after = ''] = text.split(SOUGHT.fiscalCode);
    return (code) => before + code + after;
  };
  const texts = sent.flatMap(([body, parameters]) => [
    canonicalJson([body, parameters]),
    canonicalJson([body, [], parameters]),
    canonicalJson(body),
    ...Object.entries(body).map(([name, value]) => canonicalJson({ [name]: value as unknown })),
  ]);
  const telling = [...new Set(texts)].filter((text) => text.includes(SOUGHT.fiscalCode));
  return {
    'the code': (code) => code,
    'a key that is the code': (code) => JSON.stringify(['idempotency', DESK.id, code]),
    ...Object.fromEntries(telling.map((text, index) => [`body ${String(index + 1)}`, filled(text)])),
  };
}
