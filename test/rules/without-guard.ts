import { createHash } from 'node:crypto';
import swc from '@swc/jest';
import { withoutGuard, type Guard } from './guard.ts';

type Transformer = ReturnType<typeof swc.createTransformer>;
type Compile = NonNullable<Transformer['process']>;
type CompileAsync = NonNullable<Transformer['processAsync']>;
type Key = NonNullable<Transformer['getCacheKey']>;

/** Compiles as the specifications do, with one guard left out: the one that RETE_PUNTI_WITHOUT_GUARD names, as JSON. */
export function createTransformer(options: Parameters<typeof swc.createTransformer>[0]): Transformer {
  const transformer = swc.createTransformer(options);
  const guard = JSON.parse(process.env.RETE_PUNTI_WITHOUT_GUARD ?? 'null') as Guard | null;
  const stands = (path: string): boolean => guard !== null && path.endsWith(`/${guard.file}`);
  const given = (source: string, path: string): string =>
    guard && stands(path) ? withoutGuard(source, guard) : source;
  const of = transformer as { process: Compile; processAsync: CompileAsync; getCacheKey: Key };
  return {
    ...transformer,
    process: (source, path, how) => of.process(given(source, path), path, how),
    processAsync: (source, path, how) => of.processAsync(given(source, path), path, how),
    getCacheKey: (source, path, how) =>
      createHash('sha1')
        .update(of.getCacheKey(source, path, how))
        .update(stands(path) ? JSON.stringify(guard) : '')
        .digest('hex'),
  };
}
