import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './guard.ts';

/** A specification, or a group of them, by its title. */
export interface Title {
  /** Path of the file, from the root. */
  readonly file: string;
  readonly title: string;
  /** The numbers of rules that it names: `T1`, `P4`. */
  readonly rules: readonly string[];
}

/** All titles in all specifications that name a rule by its number, in the order of their files. */
export function ruleTitles(): Title[] {
  return globSync('{libs,apps,test}/**/*.spec.ts', { cwd: ROOT })
    .toSorted()
    .flatMap((file) =>
      titlesIn(readFileSync(join(ROOT, file), 'utf8'))
        .map((title) => ({ file, title, rules: rulesIn(title) }))
        .filter(({ rules }) => rules.length > 0),
    );
}

/** The numbers that a title names: `T1, T3: …` and `T1–T4: …` alike. */
export function rulesIn(title: string): string[] {
  return [...title.matchAll(/\b([TPKA])(\d{1,2})(?:–\1(\d{1,2}))?(?=[,:–]| and )/g)].flatMap(
    ([, letter = '', first = '', last = first]) => {
      const numbers = Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
      return numbers.map((number) => `${letter}${number}`);
    },
  );
}

function titlesIn(source: string): string[] {
  const titles: string[] = [];
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(describe|it|test)\b/.test(node.expression.getText(file))) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return titles;
}
