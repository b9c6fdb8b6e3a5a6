import { Tallies, type Tally } from './tallies.ts';

const missed: Tally<{ readonly agendaId: string }> = { name: 'missed', command: { name: 'NoteMissed' } };

describe('what queries count', () => {
  it('is counted for each thing, and taken once', () => {
    const tallies = new Tallies();
    for (const agendaId of ['a', 'b', 'a']) tallies.count(missed, { agendaId });
    expect(tallies.take()).toEqual([
      { tally: missed, key: { agendaId: 'a' }, count: 2 },
      { tally: missed, key: { agendaId: 'b' }, count: 1 },
    ]);
    expect(tallies.take()).toEqual([]);
  });

  it('fills no memory, whatever is asked for', () => {
    const tallies = new Tallies();
    for (let number = 0; number < 50_010; number += 1) tallies.count(missed, { agendaId: `a-${number}` });
    tallies.count(missed, { agendaId: 'a-0' });
    const taken = tallies.take();
    expect(taken).toHaveLength(50_000);
    expect(taken[0]?.count).toBe(2);
  });
});
