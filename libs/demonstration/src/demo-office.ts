import { defineOpeningBand, openAgenda, openDesk, type DefineOpeningBand, type OpenAgenda } from '#agenda';
import { addDays, type Province } from '#italy';
import { idOf } from '#kernel/domain';
import type { Principal } from '#use-cases';
import type { DemoAgenda } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';
import { LABEL, provincialUnit } from './demo-units.ts';

/** The agendas of an office that shows what there is: two take turns at one desk, the third is kept from afar. */
export interface DemoOffice {
  readonly unit: string;
  readonly provincial: Principal;
  readonly contributions: DemoAgenda;
  readonly income: DemoAgenda;
  readonly remote: DemoAgenda;
  /** Ids of bands of the agenda of contributions: that of Mondays, and that of every other Wednesday. */
  readonly mondays: string;
  readonly wednesdays: string;
}

/**
 * Opens the office: bands of every week, of every other week, of a weekday of the month, of its last, and of single days, in
 * slots of 8, 15 and 20 minutes.
 */
export async function openOffice(stage: DemoStage, today: string, { code, name }: Province): Promise<DemoOffice> {
  const unit = provincialUnit(code);
  const provincial: Principal = { id: `demo-dp-${code}`, role: 'provincial', province: code };
  const desk: Principal = { id: `demo-desk-${code}`, role: 'desk-operator', province: code, unit };
  const ofId = async (given: Promise<{ readonly stream: Parameters<typeof idOf>[0] } | undefined>): Promise<string> => {
    const result = await given;
    if (!result) throw new Error(`the demonstration could not open the office of ${name}`);
    return idOf(result.stream);
  };
  const open = async (
    what: string,
    profile: Omit<OpenAgenda, 'owner' | 'name'>,
    [kind, services]: readonly ['UNIT_DESK' | 'REMOTE_DESK', readonly string[]],
  ): Promise<DemoAgenda> => {
    const agenda = { owner: { kind, unit }, name: `${what} di ${name} ${LABEL}`, ...profile };
    return { agendaId: await ofId(stage.give(openAgenda, agenda, provincial)), desk, services };
  };
  const band = async (
    { agendaId }: DemoAgenda,
    hours: Omit<DefineOpeningBand, 'agendaId' | 'validFrom'>,
  ): Promise<string> => {
    const defined = await stage.give(defineOpeningBand, { agendaId, validFrom: today, ...hours }, provincial);
    return (defined?.events[0]?.data as { readonly bandId?: string } | undefined)?.bandId ?? '';
  };

  const deskId = await ofId(
    stage.give(openDesk, { owner: { unit }, name: `Sportello 2 di ${name} ${LABEL}` }, provincial),
  );
  const contributions = await open(
    'Contributi',
    { serviceLine: 'CONTRIBUTI', slotMinutes: 15, modes: ['IN_PERSON', 'PHONE_CALLBACK'] },
    ['UNIT_DESK', ['estratto-conto-contributivo', 'consultazione-durc']],
  );
  const income = await open(
    'Sostegno al reddito',
    { serviceLine: 'SOSTEGNO_REDDITO', slotMinutes: 8, modes: ['IN_PERSON'] },
    ['UNIT_DESK', ['pagamenti-prestazioni']],
  );
  const remote = await open(
    'Sportello remoto',
    { serviceLine: 'SERVIZI_GENERALI', slotMinutes: 20, modes: ['WEB_MEETING', 'PHONE_CALLBACK'] },
    ['REMOTE_DESK', ['sportello-remoto', 'stato-domanda']],
  );

  const some = { capacity: 2, internalCapacity: 1 };
  const mondays = await band(contributions, { deskId, weekday: 1, from: '09:00', to: '12:00', ...some });
  const everyOther = { kind: 'WEEKLY' as const, every: 2, weekdays: [3] };
  const wednesdays = await band(contributions, {
    ...{ deskId, recurrence: everyOther, from: '09:00', to: '11:00', capacity: 1 },
  });
  const firstThursday = { kind: 'MONTHLY' as const, nth: 1 as const, weekday: 4 };
  await band(contributions, { deskId, recurrence: firstThursday, from: '14:00', to: '16:00', capacity: 1 });
  const once = { kind: 'DATES' as const, dates: [addDays(today, 13), addDays(today, 34)] };
  await band(contributions, { deskId, recurrence: once, from: '16:00', to: '17:00', capacity: 1 });
  await band(income, { deskId, weekday: 1, from: '14:00', to: '15:04', capacity: 1 });
  await band(income, { deskId, weekday: 2, from: '09:00', to: '09:48', capacity: 2 });
  const lastFriday = { kind: 'MONTHLY' as const, nth: -1 as const, weekday: 5 };
  await band(income, { deskId, recurrence: lastFriday, from: '10:00', to: '11:20', capacity: 1 });
  const everyDay = { kind: 'WEEKLY' as const, weekdays: [1, 2, 3, 4, 5] };
  await band(remote, { recurrence: everyDay, from: '10:00', to: '12:00', ...some });
  return { unit, provincial, contributions, income, remote, mondays, wednesdays };
}
