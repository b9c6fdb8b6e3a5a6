import { queue, waitingLines } from '#agenda';
import type { Application } from '#composition';
import type { DemoAgenda, DemoNetwork } from '#demonstration';
import { addDays } from '#italy';

/** How far back a day is looked for on which a desk received people. */
const DAYS_BACK = 20;
const MOST_OF_A_DAY = 100;

/**
 * Commands to try that show what agendas did in the month, as the desk of the first office may give them.
 * @param told.today `yyyy-mm-dd` in Rome
 */
export async function agendaExamples(
  { reader }: Application,
  { agendas, showcase }: DemoNetwork,
  told: { readonly url: string; readonly installation: string; readonly today: string },
): Promise<string> {
  const [agenda] = agendas;
  if (!agenda) return '';
  const { url, installation, today } = told;
  const asked = (path: string, token = 'DESK'): string =>
    `curl -s '${url}/rest/agenda/v1/${path}' -H "Authorization: Bearer $${token}"`;
  const received = await lastDayOf(reader, agenda, today);
  const day = `agendas/${agenda.agendaId}/days/${received}`;
  const waited = await longestLine(reader, agendas);
  const lines = [
    '# 8. A day at the desk: who came with an appointment, who was called and did not come, who came without one; who waits now',
    asked(`${day}/sheet?purpose=SPORTELLO`),
    asked(`${day}/accesses`),
    asked(`agendas/${agenda.agendaId}/days/${today}/queue`),
    '# 9. Who waits for a place at an agenda; how much agendas are used, and whether their places are enough',
    asked(`agendas/${waited.agendaId}/waiting-list?purpose=SPORTELLO`, 'CENTRAL'),
    asked('loads', 'CENTRAL'),
  ];
  if (!showcase) return `${lines.join('\n')}\n`;
  const { contributions, income, remote, unit, closedOn } = showcase;
  return `${[
    ...lines,
    '# 10. Two agendas that take turns at one desk, and one from afar: a week with the closure of the whole unit, and the next',
    ...[contributions, income, remote].map(
      ({ agendaId }) => `npx rete-punti agenda show ${agendaId} --week ${closedOn} ${installation}`,
    ),
    `npx rete-punti agenda show ${contributions.agendaId} --week ${addDays(closedOn, 7)} ${installation}`,
    '# 11. Whom the office has to call, as their appointments were displaced; and what became of the others',
    asked(`displaced-appointments?unit=${unit}&purpose=AVVISO`),
    ...['REINSTATED', 'RESCHEDULED', 'CANCELLED'].map((state) =>
      asked(`displaced-appointments?unit=${unit}&state=${state}&purpose=AVVISO`),
    ),
  ].join('\n')}\n`;
}

/** The last day before today on which somebody came to an agenda without an appointment; the day before when nobody did. */
async function lastDayOf(reader: Application['reader'], { agendaId }: DemoAgenda, today: string): Promise<string> {
  for (let back = 1; back <= DAYS_BACK; back += 1) {
    const date = addDays(today, -back);
    const { items } = await reader.find(queue, { where: { agendaId, date }, limit: MOST_OF_A_DAY });
    if (items.some(({ hasAppointment }) => !hasAppointment)) return date;
  }
  return addDays(today, -1);
}

/** The agenda at which most people wait. */
async function longestLine(
  reader: Application['reader'],
  agendas: readonly DemoAgenda[],
): Promise<{ readonly agendaId: string }> {
  const ids = agendas.map(({ agendaId }) => agendaId);
  const { documents } = await reader.getMany(waitingLines, ids, {});
  const [longest] = documents.toSorted((one, other) => other.line.length - one.line.length);
  return longest ?? { agendaId: ids[0] ?? '' };
}
