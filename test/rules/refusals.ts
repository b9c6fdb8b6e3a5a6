import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalsThrown, ROOT } from './guard.ts';
import type { Trial } from './trial.ts';

/** The libraries whose rules are tried, refusal by refusal: contexts, and what they share. */
const LIBRARIES = [
  'organisation',
  'protocols',
  'service-points',
  'communications',
  'agenda',
  'integration',
  'use-cases',
];

/** Every refusal that these rules throw, with the specifications that name its code. */
export function refusalTrials(): Trial[] {
  const specs = specsByCode();
  return LIBRARIES.flatMap((library) =>
    globSync(`libs/${library}/src/{domain,use-cases,dated}/**/*.ts`, { cwd: ROOT })
      .filter((file) => !file.endsWith('.spec.ts'))
      .toSorted()
      .flatMap((file) =>
        refusalsThrown(readFileSync(join(ROOT, file), 'utf8')).map((refusal) => ({
          guard: { file, refusal },
          specs: nearest(specs.get(refusal) ?? [], library),
        })),
      ),
  );
}

/** Those of the library itself, where there are any. */
function nearest(specs: readonly string[], library: string): readonly string[] {
  const own = specs.filter((spec) => spec.startsWith(`libs/${library}/`));
  return own.length > 0 ? own : specs;
}

function specsByCode(): ReadonlyMap<string, readonly string[]> {
  const specs = new Map<string, string[]>();
  for (const file of globSync('{libs,apps,test}/**/*.spec.ts', { cwd: ROOT }).toSorted()) {
    if (/^test\/(e2e|cluster|rules)\//.test(file)) continue;
    for (const [code] of readFileSync(join(ROOT, file), 'utf8').matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)) {
      const named = specs.get(code) ?? [];
      if (named.at(-1) !== file) specs.set(code, [...named, file]);
    }
  }
  return specs;
}
