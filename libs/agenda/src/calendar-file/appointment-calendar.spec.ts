import ICAL from 'ical.js';
import { calendarFileOf, type CalendarEntry } from './appointment-calendar.ts';

const entry: CalendarEntry = {
  appointmentId: '3f2b8c1e-0000-4000-8000-000000000001',
  sequence: 0,
  changedAt: '2026-03-02T08:00:00.000Z',
  startsAt: '2026-03-30T07:00:00.000Z',
  endsAt: '2026-03-30T07:20:00.000Z',
  summary: 'Appuntamento INPS',
  description: 'Delega dell’identità digitale; con virgole, e "virgolette"\\',
  location: 'Direzione provinciale di Rieti, Via Roma 1, 02100 Rieti',
  isCancelled: false,
};
const INVITATION = { organizer: 'rete@punti.example.org', attendee: 'ada@example.org' };

/** What another library reads in a file. */
function parsed(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
  const [component, ...others] = calendar.getAllSubcomponents('vevent');
  if (!component || others.length > 0) throw new TypeError('it has not exactly one event');
  const event = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue('method'),
    zones: calendar.getAllSubcomponents('vtimezone').length,
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    stamp: (component.getFirstPropertyValue('dtstamp') as ICAL.Time).toJSDate().toISOString(),
    starts: event.startDate.toJSDate().toISOString(),
    zone: event.startDate.zone.tzid,
    ends: event.endDate.toJSDate().toISOString(),
    summary: event.summary,
    description: event.description,
    location: event.location,
    organizer: component.getFirstPropertyValue('organizer'),
    attendees: event.attendees.map((attendee) => String(attendee.getFirstValue()).toLowerCase()),
  };
}

/** A calendar as clients keep it: of one UID the entry with the highest SEQUENCE, none once that is cancelled (RFC 5546). */
function kept(...files: string[]): string[] {
  const entries = new Map<string, ReturnType<typeof parsed>>();
  for (const file of files) {
    const read = parsed(file);
    if (read.sequence >= (entries.get(read.uid)?.sequence ?? 0)) entries.set(read.uid, read);
  }
  return [...entries.values()].filter(({ status }) => status !== 'CANCELLED').map(({ starts }) => starts);
}

describe('A10: the calendar file of an appointment, as another library reads it', () => {
  it('says which appointment, when, where and what for, with times in UTC', () => {
    expect(parsed(calendarFileOf(entry))).toEqual({
      method: 'PUBLISH',
      zones: 0,
      uid: entry.appointmentId,
      sequence: 0,
      status: 'CONFIRMED',
      stamp: entry.changedAt,
      starts: '2026-03-30T07:00:00.000Z',
      zone: 'UTC',
      ends: '2026-03-30T07:20:00.000Z',
      summary: entry.summary,
      description: entry.description,
      location: entry.location,
      organizer: null,
      attendees: [],
    });
  });

  it('comes by mail as an invitation of the institute, which needs no answer', () => {
    const read = parsed(calendarFileOf(entry, INVITATION));
    expect(read).toMatchObject({
      method: 'REQUEST',
      organizer: 'mailto:rete@punti.example.org',
      attendees: ['mailto:ada@example.org'],
    });
    expect(calendarFileOf(entry, INVITATION).replaceAll('\r\n ', '')).toContain('RSVP=FALSE');
  });

  it('moves the entry that a calendar has, and takes it out, in whatever order the files come', () => {
    const booked = calendarFileOf(entry, INVITATION);
    const moved = calendarFileOf(
      { ...entry, sequence: 1, startsAt: '2026-10-26T08:00:00.000Z', endsAt: '2026-10-26T08:20:00.000Z' },
      INVITATION,
    );
    const gone = calendarFileOf({ ...entry, sequence: 2, isCancelled: true }, INVITATION);

    expect(kept(booked)).toEqual(['2026-03-30T07:00:00.000Z']);
    expect(kept(booked, moved)).toEqual(['2026-10-26T08:00:00.000Z']);
    expect(kept(moved, booked)).toEqual(['2026-10-26T08:00:00.000Z']);
    expect(kept(booked, moved, gone)).toEqual([]);
    expect(kept(gone, booked, moved)).toEqual([]);
    expect(parsed(gone)).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: entry.appointmentId });
  });

  it('has no place where the person stays wherever they are', () => {
    expect(parsed(calendarFileOf({ ...entry, location: undefined })).location).toBeNull();
  });
});
