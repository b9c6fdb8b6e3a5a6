import { mailSettings } from '#mail';
import type { CommandShell } from '#use-cases';
import type { Citizen } from '../domain/events/agenda-day-events.ts';

/** Of somebody who gave an address; where no mail server is, nobody is told: nothing then waits or is written for each event. */
export function toldByMail({ email }: Citizen, { settings }: Pick<CommandShell, 'settings'>): { notified?: true } {
  return email !== undefined && settings(mailSettings).server !== undefined ? { notified: true } : {};
}
