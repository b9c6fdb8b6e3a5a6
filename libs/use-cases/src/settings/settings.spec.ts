import { defineSettings, readSettings } from './define-settings.ts';
import { connectionString, onOrOff, wholeNumber } from './kinds.ts';

const group = defineSettings(
  'kiosks',
  {
    least: wholeNumber('KIOSKS_LEAST', { description: 'At least.', fallback: 5, min: 1, max: 60 }),
    most: wholeNumber('KIOSKS_MOST', { description: 'At most.', fallback: 15, min: 1, max: 60 }),
    server: connectionString('KIOSKS_SERVER', ['kiosk'], { description: 'Where.', fallback: undefined }),
    isOpen: onOrOff('KIOSKS_OPEN', { description: 'Whether.', fallback: true }),
  },
  ({ least, most }) =>
    least <= most ? [] : [{ variable: 'KIOSKS_MOST', is: 'less than KIOSKS_LEAST', must: `${least} or more` }],
);

describe('a group of settings', () => {
  it('has the value of each variable, and its fallback when that is absent or empty', () => {
    expect(readSettings(group, { KIOSKS_MOST: '20', KIOSKS_LEAST: '', KIOSKS_OPEN: 'off' })).toEqual({
      values: { least: 5, most: 20, server: undefined, isOpen: false },
      wrong: [],
    });
  });

  it.each(['0', '61', '1.5', '1e1', '-1', ' 5', 'five'])(
    'names a whole number that is none or out of bounds: %s',
    (text) => {
      expect(readSettings(group, { KIOSKS_LEAST: text })).toMatchObject({
        values: { least: 5 },
        wrong: [`KIOSKS_LEAST is ${JSON.stringify(text)}, but must be a whole number from 1 to 60.`],
      });
    },
  );

  it('never repeats a secret', () => {
    expect(readSettings(group, { KIOSKS_SERVER: 'http://user:password@host' }).wrong).toEqual([
      'KIOSKS_SERVER is wrong, but must be a connection string that starts with kiosk://.',
    ]);
  });

  it('is looked at as a whole', () => {
    expect(readSettings(group, { KIOSKS_LEAST: '30', KIOSKS_MOST: '20' }).wrong).toEqual([
      'KIOSKS_MOST is less than KIOSKS_LEAST, but must be 30 or more.',
    ]);
  });
});
