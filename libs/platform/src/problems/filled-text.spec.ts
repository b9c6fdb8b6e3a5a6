import { filledText } from './filled-text.ts';

describe('the text of a problem', () => {
  it.each<[string, unknown, string]>([
    ['a word as it is', 'Lazio', 'Lazio'],
    ['a number as it is', 2, '2'],
    ['a day as it is', '2026-03-02', '2026-03-02'],
    ['a point in time as clocks in Rome show it in winter', '2026-03-02T08:41:00.000Z', '2026-03-02 09:41'],
    ['a point in time as clocks in Rome show it in summer', '2026-07-02T22:41:00Z', '2026-07-03 00:41'],
    ['a list with commas', ['central', 'regional'], 'central, regional'],
    ['a list of points in time', ['2026-03-02T08:41:00Z'], '2026-03-02 09:41'],
    ['an object in short', { region: '12', host: undefined, roles: ['a', 'b'] }, 'region 12, roles a, b'],
    ['what is not known as nothing', undefined, '…'],
    ['a text with braces without looking into it', '{secret}', '{secret}'],
  ])('shows %s', (_what, fact, shown) => {
    expect(filledText('It is {fact}: look.', { fact, secret: 'x' })).toBe(`It is ${shown}: look.`);
  });

  it('shows no fact but those of the refusal, nor what every object has', () => {
    expect(filledText('{a} {constructor} {b}', { a: 1 })).toBe('1 … …');
  });

  it('shows no more of a long object than a sentence bears', () => {
    const members = Array.from({ length: 100 }, (_, index) => [`name${index}`, 'value']);

    expect(filledText('{fact}', { fact: Object.fromEntries(members) as unknown }).length).toBeLessThanOrEqual(120);
  });
});
