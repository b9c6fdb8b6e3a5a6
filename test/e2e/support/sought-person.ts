import { canonicalJson } from '#platform';
import type { SeededAgenda } from './agenda.ts';
import { accepted, AGENDAS } from './agenda.ts';
import type { Answer } from './api.ts';
import type { TestApplication } from './application.ts';
import type { Guess } from './attacker.ts';
import { fictitiousPerson } from './people.ts';
import { leaveTracesAtWork, type Send } from './sought-at-work.ts';
import { until } from './until.ts';

/** Somebody who is sought after their erasure. */
export const SOUGHT = fictitiousPerson(131_313);
const DESK = { role: 'desk-operator', id: 'desk-clerk', province: '058' } as const;

/** What was sent about them, as whoever seeks them knows or guesses. */
export interface Traces {
  /** Bodies in which their code stood, each with the parameters of its path. */
  readonly sent: readonly (readonly [body: object, parameters: object])[];
  /** Names of the commands that this was sent with, and of that which erases. */
  readonly commands: ReadonlySet<string>;
  readonly erase: () => Promise<Answer>;
}

/**
 * Has a person registered, held and booked for, at a desk and by themselves, and named at work: every command that takes a
 * codice fiscale.
 * @param agendas two, of different service lines, the first of them of general services
 */
export async function leaveTraces(
  { as }: Pick<TestApplication, 'as'>,
  [one, other]: readonly [SeededAgenda, SeededAgenda],
): Promise<Traces> {
  const [central, desk] = [await as(), await as(DESK)];
  const sent: [object, object][] = [];
  const commands = new Set(['EraseSubject']);
  const send: Send = async (api, command, { path, body, parameters = {} }) => {
    sent.push([body, parameters]);
    commands.add(command);
    return accepted(api.post(path, body));
  };
  const { fiscalCode } = SOUGHT;
  await leaveTracesAtWork({ as }, SOUGHT, send);
  const day = ({ agendaId, date }: SeededAgenda) => ({ agendaId, date });
  await send(desk, 'RegisterSubject', { path: '/rest/privacy/v1/subjects', body: { fiscalCode } });
  const slot = { start: one.starts[0], mode: 'IN_PERSON', citizen: { fiscalCode } };
  const hold = await send(desk, 'HoldSlot', { path: `${one.day}/holds`, body: slot, parameters: day(one) });
  await send(desk, 'JoinWaitlist', {
    path: `${AGENDAS}/${one.agendaId}/waiting-list`,
    body: { mode: 'IN_PERSON', serviceId: one.serviceId, citizen: SOUGHT },
    parameters: { agendaId: one.agendaId },
  });
  const ofHold = { holdId: hold.id, serviceId: one.serviceId, citizen: SOUGHT };
  await send(desk, 'BookAppointment', { path: `${one.day}/appointments`, body: ofHold, parameters: day(one) });
  const citizen = await as({ role: 'citizen', fiscalCode });
  const own = { start: other.starts[1], mode: 'IN_PERSON', serviceId: other.serviceId, citizen: SOUGHT };
  await send(citizen, 'BookAppointment', { path: `${other.day}/appointments`, body: own, parameters: day(other) });
  // And as second person, at the appointment of somebody else.
  const delegation = { start: one.starts[2], mode: 'IN_PERSON', serviceId: 'delega-identita-digitale' };
  const withSecond = { ...delegation, citizen: fictitiousPerson(7), secondPerson: SOUGHT };
  await send(desk, 'BookAppointment', { path: `${one.day}/appointments`, body: withSecond, parameters: day(one) });
  const wish = { fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
  sent.push([wish, {}]);
  const erase = async (): Promise<Answer> => {
    // Whoever tries codes lets nothing else run, and connections that stood idle meanwhile are closed when they are used again.
    await until(() =>
      central.get('/health/live').then(
        ({ status }) => status === 200 || undefined,
        () => undefined,
      ),
    );
    // The person is let go by a process, once the act that named them has come to nothing.
    return until(async () => {
      const answer = await central.post('/rest/privacy/v1/erasures', wish);
      return answer.body.code === 'ERASURE_HELD_BY_ACTS' ? undefined : answer;
    });
  };
  return { sent, commands, erase };
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
