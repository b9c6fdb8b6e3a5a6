import { parseInstant } from './instant.ts';

describe('a point in time', () => {
  it.each([
    ['2026-11-26T00:45:00Z', '2026-11-26T00:45:00.000Z'],
    ['2026-11-26T00:45:00+01:00', '2026-11-25T23:45:00.000Z'],
    ['2026-11-26T00:45:00.250-03:30', '2026-11-26T04:15:00.250Z'],
  ])('%s is one, the same in every time zone', (text, instant) => {
    expect(new Date(parseInstant(text)!).toISOString()).toBe(instant);
  });

  it.each([
    ['2026-11-26T00:45:00', 'has no offset'],
    ['2026-11-26', 'is a day'],
    ['2026-11-26T00:45Z', 'has no seconds'],
    ['2026-02-30T00:00:00Z', 'is on a day that does not exist'],
    ['2026-02-28T24:30:00Z', 'is at an hour that does not exist'],
    ['2026-11-26 00:45:00Z', 'is not written as RFC 3339 does'],
    ['yesterday', 'is no time'],
  ])('%s is none: it %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
