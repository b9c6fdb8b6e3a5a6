import { withoutGaps } from './without-gaps.ts';

describe('the letters and digits of a text', () => {
  it('are hardly more than its characters, whichever of the basic plane they are: looking through them takes as long as the text', () => {
    let most = 0;
    for (let point = 0; point <= 0xffff; point += 1) {
      most = Math.max(most, withoutGaps(String.fromCodePoint(point)).letters.length);
    }
    expect(most).toBeLessThanOrEqual(6);
  });
});
