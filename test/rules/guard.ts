import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The piece of code that keeps a rule, and what becomes of the rule without it. */
export type Guard = {
  /** Path of the source, from the root. */
  readonly file: string;
} & (
  | {
      /** Code of the refusal that is no longer thrown there. */
      readonly refusal: string;
    }
  | {
      /** Code that stands once in the file. */
      readonly code: string;
      /** What stands in its place. */
      readonly instead: string;
    }
);

/** Where a source leaves a guard out: all places of its refusal, or the one place of its code. */
interface Gap {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}

/**
 * A source without a guard.
 * @throws Error when the guard does not stand there any more, or more than once
 */
export function withoutGuard(source: string, guard: Guard): string {
  const gaps = 'refusal' in guard ? throwsOf(source, guard.refusal) : placesOf(source, guard);
  return gaps.reduceRight((text, { start, end, instead }) => text.slice(0, start) + instead + text.slice(end), source);
}

/** {@link withoutGuard} of the file as it stands. */
export function checkGuard(guard: Guard): void {
  withoutGuard(readFileSync(join(ROOT, guard.file), 'utf8'), guard);
}

/** Every refusal that a source throws, by its code. */
export function refusalsThrown(source: string): string[] {
  const codes: string[] = [];
  eachThrow(source, (code) => codes.push(code));
  return [...new Set(codes)];
}

function throwsOf(source: string, refusal: string): Gap[] {
  const gaps: Gap[] = [];
  eachThrow(source, (code, start, end) => {
    if (code === refusal) gaps.push({ start, end, instead: ';' });
  });
  if (gaps.length === 0) throw new Error(`${refusal} is thrown there no more`);
  return gaps;
}

function placesOf(source: string, { code, instead }: { readonly code: string; readonly instead: string }): Gap[] {
  const start = source.indexOf(code);
  if (start < 0) throw new Error(`stands there no more: ${code}`);
  if (source.includes(code, start + 1)) throw new Error(`stands there more than once: ${code}`);
  return [{ start, end: start + code.length, instead }];
}

function eachThrow(source: string, found: (code: string, start: number, end: number) => void): void {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node) && ts.isCallExpression(node.expression)) {
      const code = /([A-Z][A-Z0-9_]{3,})$/.exec(node.expression.expression.getText(file))?.[1];
      if (code !== undefined) found(code, node.getStart(file), node.getEnd());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
