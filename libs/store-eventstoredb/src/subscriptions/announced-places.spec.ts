import { START, type Position } from '#kernel/domain';
import { AnnouncedPlaces } from './announced-places.ts';

describe('a place that a server announces', () => {
  const passedAfter = (...announced: string[]): Position => {
    const places = new AnnouncedPlaces();
    for (const place of announced) places.announce(place);
    return places.passed;
  };

  it('counts once the subscription has gone beyond it, as the event that lies there may not have come before', () => {
    expect(passedAfter()).toBe(START);
    expect(passedAfter('100')).toBe(START);
    expect(passedAfter('100', '100')).toBe(START);
    expect(passedAfter('100', '250')).toBe('100');
    expect(passedAfter('100', '250', '1000')).toBe('250');
  });

  it('does not take back what counts', () => {
    expect(passedAfter('100', '250', '30', '40')).toBe('100');
  });

  it.each(['18446744073709551615', '9223372036854775807', '9999999999999999999', '-1', ''])(
    'is none when it is %j, and says nothing of those before it',
    (nowhere) => {
      expect(passedAfter(nowhere)).toBe(START);
      expect(passedAfter('100', nowhere)).toBe(START);
      expect(passedAfter(nowhere, '100', nowhere, '250')).toBe('100');
    },
  );
});
