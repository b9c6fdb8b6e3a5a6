import type { AgendaEvent, AgendaProfile } from '../domain/events/agenda-events.ts';

/** An agenda, for specifications. */
export const sampleProfile: AgendaProfile = {
  agendaId: 'a',
  owner: { kind: 'UNIT_DESK', unit: 'DP-RIETI' },
  name: 'Sportello pensioni',
  serviceLine: 'PENSIONI',
  slotMinutes: 20,
  modes: ['IN_PERSON'],
  region: '12',
  province: '057',
  unit: 'DP-RIETI',
  horizonDays: 30,
  noticeMinutes: 120,
  holdMinutes: 5,
};

export function openedAgenda(overrides: Partial<AgendaProfile> = {}): AgendaEvent {
  return { type: 'AgendaOpened', data: { ...sampleProfile, ...overrides } };
}
