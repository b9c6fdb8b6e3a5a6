import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGuard, refusalsThrown, ROOT, withoutGuard } from './guard.ts';
import { PAGE, page } from './page.ts';
import { refusalTrials } from './refusals.ts';
import { FAMILIES } from './rules.ts';
import { ruleTitles, rulesIn } from './titles.ts';

const RULES = FAMILIES.flatMap(({ rules }) => rules);
const TITLES = ruleTitles();

describe('the rules of the domain', () => {
  it('are all there, by number', () => {
    const numbers = (letter: string, last: number): string[] =>
      Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
    const numbered = RULES.map(({ rule }) => rule).filter((rule) => /^[TPKA]\d+$/.test(rule));
    expect(numbered).toEqual([...numbers('T', 5), ...numbers('P', 10), ...numbers('K', 8), ...numbers('A', 10)]);
  });

  it.each(RULES.map(({ rule }) => rule).filter((rule) => /\d$/.test(rule)))(
    '%s is named by a specification',
    (rule) => {
      expect(TITLES.filter(({ rules }) => rules.includes(rule))).not.toEqual([]);
    },
  );

  it.each(RULES.flatMap(({ rule, guards }) => guards.map((guard) => [`${rule}: ${guard.keeps}`, guard] as const)))(
    '%s, by a guard that stands where it is said',
    (_name, guard) => {
      expect(() => checkGuard(guard)).not.toThrow();
      expect(readFileSync(join(ROOT, guard.spec), 'utf8')).toMatch(/\b(it|test)\b/);
    },
  );

  it('and every refusal of a context, are named by a specification', () => {
    const bare = refusalTrials().filter(({ specs }) => specs.length === 0);
    expect(bare.map(({ guard }) => guard)).toEqual([]);
  });

  it('are on a page that is up to date', () => {
    expect(page()).toBe(readFileSync(join(ROOT, PAGE), 'utf8'));
  });
});

describe('a guard that is left out', () => {
  const source = 'if (a) throw refuse.A_CODE({ a });\nif (b) throw refuse.B_CODE();\nreturn 1 + 1;';

  it('is a refusal that is not made', () => {
    expect(withoutGuard(source, { file: '', refusal: 'A_CODE' })).toContain('if (a) ;\nif (b) throw refuse.B_CODE();');
    expect(refusalsThrown(source)).toEqual(['A_CODE', 'B_CODE']);
  });

  it('is a piece of code that becomes another', () => {
    expect(withoutGuard(source, { file: '', code: '1 + 1', instead: '3' })).toContain('return 3;');
  });

  it('stands there once, or is told to be gone', () => {
    expect(() => withoutGuard(source, { file: '', code: 'throw', instead: '' })).toThrow('more than once');
    expect(() => withoutGuard(source, { file: '', code: 'gone', instead: '' })).toThrow('no more');
    expect(() => withoutGuard(source, { file: '', refusal: 'C_CODE' })).toThrow('no more');
  });
});

describe('the rules that a title names', () => {
  it.each([
    ['P6: two protocols', ['P6']],
    ['T1, T3: a day', ['T1', 'T3']],
    ['T1–T4: answers', ['T1', 'T2', 'T3', 'T4']],
    ['A944 is a municipality', []],
  ])('%s', (title, rules) => {
    expect(rulesIn(title)).toEqual(rules);
  });
});
