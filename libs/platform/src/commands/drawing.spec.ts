import { drawsUnder } from './drawing.ts';

describe('what chance decides for a command', () => {
  const draws = drawsUnder(Buffer.alloc(32, 1));

  it('is the same however often the command is tried', () => {
    expect(draws('reoffer', 'c')).toBe(drawsUnder(Buffer.alloc(32, 1))('reoffer', 'c'));
    expect(draws('reoffer', 'c')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another for another command, another choice, and under another secret', () => {
    const all = [
      draws('reoffer', 'c'),
      draws('reoffer', 'd'),
      draws('bookingCode', 'c'),
      draws('reoffer","c', ''),
      drawsUnder(Buffer.alloc(32, 2))('reoffer', 'c'),
    ];

    expect(new Set(all).size).toBe(all.length);
  });
});
