import { existsSync, readFileSync } from 'node:fs';

type Alias = Record<'rete-punti-src' | 'default', string>;

const root = new URL('../', import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  imports: Record<string, Alias>;
};
const present = Object.entries(imports).filter(([, alias]) => existsSync(new URL(alias['rete-punti-src'], root)));

// A test run that quietly took dist instead of the sources would test yesterday's code.
describe('the aliases of package.json', () => {
  it('stand for the sources under jest', () => {
    expect(present.map(([name]) => [name, import.meta.resolve(name)])).toEqual(
      present.map(([name, alias]) => [name, new URL(alias['rete-punti-src'], root).href]),
    );
  });

  it('stand for the same file, compiled, under Node', () => {
    for (const alias of Object.values(imports)) {
      expect(alias.default).toBe(alias['rete-punti-src'].replace(/^\.\//, './dist/').replace(/\.ts$/, '.js'));
    }
  });
});
