import type { ProblemEntry } from '../problems/problem-table.ts';

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; }
section { border-top: 1px solid #ccc; }
h2 { font-size: 1.1rem; margin-bottom: 0; } h2 a { color: inherit; text-decoration: none; }
p { margin: 0.25rem 0; } .from { color: #555; font-size: 0.9rem; }`;

const INTRODUCTION = `Every answer with a status of 400 or more is a problem document (RFC 9457). Tell problems apart by
<code>code</code> or <code>type</code>, both stable. A name in braces stands for a fact; times are those of clocks in Rome.
The same as <a href="/docs/problems.json">JSON</a>.`;

/** The table of problems as a page, with an anchor for each code. */
export function problemsPage(table: readonly ProblemEntry[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>rete-punti: problems</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Problems</h1>
<p>${INTRODUCTION}</p>
${table.map(section).join('\n')}
</body>
</html>
`;
}

function section({ code, type, status, text, retryAfter, declaredBy }: ProblemEntry): string {
  const wait = retryAfter === undefined ? '' : ` · Retry-After ${retryAfter} s`;
  const from = declaredBy.length === 0 ? 'any request' : declaredBy.join(', ');
  return `<section id="${code}">
<h2><a href="#${code}">${code}</a> · ${status}</h2>
<p>${escaped(text)}</p>
<p class="from"><code>${type}</code>${wait} · ${escaped(from)}</p>
</section>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
