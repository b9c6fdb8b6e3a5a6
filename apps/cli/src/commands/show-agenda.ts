import { agendaWeekOf, AgendaWeekAnswer, GetAgendaWeek, type AgendaWeek } from '#agenda';
import { printJson, printTable } from '#terminal';
import { asking, type AskingOptions } from '../installation/asking.ts';

export interface ShowAgendaOptions extends AskingOptions {
  /** A day of the week that is shown, `yyyy-mm-dd`; this week when no day is given. */
  readonly week?: string | true;
  readonly json?: boolean;
}

/** Prints a week of an agenda: bands, closures, holidays by name, slots with what is taken and free. */
export async function showAgenda(agendaId: string, { week, json, ...where }: ShowAgendaOptions): Promise<void> {
  const date = week === true ? undefined : week;
  const answer = await asking(where, (ask) =>
    ask({
      input: GetAgendaWeek,
      path: `rest/agenda/v1/agendas/${encodeURIComponent(agendaId)}/week`,
      fields: { agendaId, date },
      options: { date: '--week' },
      inPath: ['agendaId'],
      leaves: AgendaWeekAnswer,
      answer: (input, shell) => agendaWeekOf(input, shell, Date.now()),
    }),
  );
  if (json) printJson(answer);
  else printWeek(answer);
}

type Day = AgendaWeek['items'][number];

function printWeek({ name, items: days }: AgendaWeek): void {
  process.stdout.write(`${name}, ${days[0]?.label ?? ''} – ${days.at(-1)?.label ?? ''}\n\n`);
  for (const day of days) process.stdout.write(`${day.label}: ${hoursInWords(day)}\n`);
  const open = days.filter(({ slots }) => slots.length > 0);
  if (open.length === 0) return;
  const starts = [...new Set(open.flatMap(({ slots }) => slots.map(({ start }) => start)))].toSorted();
  process.stdout.write('\nPosti occupati e liberi, per turno:\n');
  printTable(
    [
      'ore',
      ...open.map(({ label, date }) => `${label.slice(0, 3)} ${Number(date.slice(8))}/${Number(date.slice(5, 7))}`),
    ],
    starts.map((start) => [start, ...open.map((day) => placesAt(start, day))]),
  );
}

function hoursInWords({ holiday, closures, bands }: Day): string {
  const hours = bands.map(
    ({ from, to, capacity }) => `${from}–${to} (${capacity === 1 ? '1 posto' : `${capacity} posti`})`,
  );
  const shut = closures.map((closure) => {
    const when = closure.hours ? ` ${closure.hours.from}–${closure.hours.to}` : '';
    return `chiusura${when}: ${closure.reason}`;
  });
  const festive = holiday === null ? [] : [`festa: ${holiday}`];
  const all = [...festive, ...shut, ...hours];
  return all.length > 0 ? all.join('; ') : 'nessun orario';
}

function placesAt(start: string, { slots }: Day): string {
  const slot = slots.find((one) => one.start === start);
  return slot ? `${slot.taken} occ. ${slot.free} lib.` : '';
}
