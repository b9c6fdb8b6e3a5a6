import type { PublishedType } from '#use-cases';
import { schemaOf, type JsonSchema } from '../contract/contract.ts';
import { keyOf } from './async-api.ts';
import type { PublishedExamples } from './published-examples.ts';
import { CATALOGUE_PATHS } from './paths.ts';

const STYLE = `body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a; }
a { color: #0b4f9e; } :focus-visible { outline: 3px solid #0b4f9e; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { border: 1px solid #767676; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
code { overflow-wrap: anywhere; } pre { overflow-x: auto; border: 1px solid #767676; padding: 0.5rem; } .skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
@media (prefers-color-scheme: dark) { body { background: #121212; color: #eee; } a { color: #8ab8ff; } }`;

/** The catalogue of what is published as people read it: without anything from elsewhere, and usable without a mouse. */
export function cataloguePage(types: readonly PublishedType[], examples: PublishedExamples): string {
  return `<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Eventi pubblicati dalla rete dei punti di servizio</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#contenuto">Vai al contenuto</a>
<header>
<h1>Eventi pubblicati dalla rete dei punti di servizio</h1>
<p>Ciò che accade nella rete, per i sistemi di altre amministrazioni. Le stesse informazioni, per i programmi:
<a href="${CATALOGUE_PATHS.asyncApi}">AsyncAPI</a>, <a href="${CATALOGUE_PATHS.wellKnown}">catalogo delle API</a>. Chi deve provare di non averne perso
nessuno li legge con numeri progressivi (<code>/rest/integration/v1/subscriptions</code>) e ne riceve attestazione firmata.</p>
</header>
<nav aria-label="Eventi"><ul>
${types.map((type) => `<li><a href="#${keyOf(type)}">${escaped(type.title)}</a> <code>${keyOf(type)}</code></li>`).join('\n')}
</ul></nav>
<main id="contenuto">
${types.map((type) => section(type, examples)).join('\n')}
</main>
</body>
</html>
`;
}

function section(type: PublishedType, examples: PublishedExamples): string {
  const { name, title, about, schema } = type;
  const { properties = {}, required = [] } = schemaOf(schema);
  const rows = Object.entries(properties).map(([field, its]) => row(field, its, required.includes(field)));
  const table =
    rows.length === 0
      ? '<p>Non dice altro: basta il fatto.</p>'
      : `<table><caption>Campi di <code>data</code></caption>
<thead><tr><th scope="col">Campo</th><th scope="col">Valore</th><th scope="col">Sempre presente</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
  return `<section aria-labelledby="${keyOf(type)}">
<h2 id="${keyOf(type)}">${escaped(title)}</h2>
<p><code>${name}</code> · <a href="${CATALOGUE_PATHS.schemas}/${name}">JSON Schema<span class="skip"> di ${escaped(title)}</span></a></p>
<p lang="en">${escaped(about)}</p>
${table}${exampleOf(type, examples)}
</section>`;
}

function exampleOf({ name, title }: PublishedType, examples: PublishedExamples): string {
  const example = examples.get(name);
  if (!example) return '';
  const text = escaped(JSON.stringify(example, undefined, 2));
  // Who has no mouse scrolls it once it has the focus.
  return `<h3>Esempio<span class="skip"> di ${escaped(title)}</span></h3>
<pre tabindex="0"><code>${text}</code></pre>`;
}

function row(field: string, schema: JsonSchema, isRequired: boolean): string {
  const described =
    typeof schema.description === 'string' ? `<br><span lang="en">${escaped(schema.description)}</span>` : '';
  return `<tr><th scope="row"><code>${field}</code></th><td>${valueOf(schema)}${described}</td><td>${isRequired ? 'sì' : 'no'}</td></tr>`;
}

function valueOf({ type, anyOf, items, pattern }: JsonSchema): string {
  if (anyOf) return anyOf.map((one) => `<code>${escaped(String(one.const))}</code>`).join(', ');
  if (items) return `elenco: ${valueOf(items)}`;
  const form = typeof pattern === 'string' ? ` <code>${escaped(pattern)}</code>` : '';
  return `${NAMES[type ?? ''] ?? 'valore'}${form}`;
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'testo',
  integer: 'numero intero',
  number: 'numero',
  boolean: 'vero o falso',
  object: 'oggetto',
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
