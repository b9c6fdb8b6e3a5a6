import { basename } from 'node:path';
import { refusalTrials } from './refusals.ts';
import type { Rule } from './rule.ts';
import { FAMILIES } from './rules.ts';
import { ruleTitles, type Title } from './titles.ts';

/** Where the page stands, from the root. */
export const PAGE = 'docs/domain/rules.md';

/** The page that tells which specification shows which rule. */
export function page(): string {
  const titles = ruleTitles();
  return [
    '# Rules of the domain, and what shows them',
    '',
    '<!-- Written by `npm run docs:write` from the specifications; do not edit it. -->',
    '',
    'Each rule with the specifications that name it by its number, and the guards that keep it. `npm run test:rules` leaves out every',
    'guard in turn, also those of the refusals below, and shows the specification that goes red without it.',
    ...FAMILIES.flatMap(({ title, rules }) => ['', `## ${title}`, ...rules.flatMap((rule) => section(rule, titles))]),
    '',
    '## Refusals',
    '',
    'Every refusal of the rules of a context, and the specifications that name its code.',
    '',
    '| refusal | rule | specifications |',
    '|---|---|---|',
    ...refusalTrials().flatMap(({ guard, specs }) =>
      'refusal' in guard ? [`| \`${guard.refusal}\` | ${link(guard.file)} | ${specs.map(link).join(', ')} |`] : [],
    ),
    '',
  ].join('\n');
}

function section({ rule, says, guards }: Rule, titles: readonly Title[]): string[] {
  const shown = titles.filter(({ rules }) => rules.includes(rule));
  return [
    ...['', `### ${rule}`, '', says],
    ...(shown.length > 0 ? ['', '| specification | in |', '|---|---|'] : []),
    ...shown.map(({ title, file }) => `| ${title.replaceAll('|', '\\|')} | ${link(file)} |`),
    ...(guards.length > 0 ? ['', '| what a guard keeps | guard in | shown by |', '|---|---|---|'] : []),
    ...guards.map(({ keeps, file, spec }) => `| ${keeps} | ${link(file)} | ${link(spec)} |`),
  ];
}

function link(file: string): string {
  return `[${basename(file)}](../../${file})`;
}
