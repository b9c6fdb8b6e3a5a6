import { nodesOf, type Breach, type Description } from './description.ts';

/** Breaches of the rules for the document as a whole. */
export function* documentBreaches({
  info,
  servers = [],
  tags = [],
  paths,
  components,
}: Description): Generator<Breach> {
  for (const field of ['title', 'description', 'x-summary', 'x-api-id', 'contact', 'license']) {
    if (!info[field]) yield ['the document says whose it is', `info.${field}`];
  }
  if (!/^\d+\.\d+\.\d+/.test(info.version)) yield ['the version is a semantic one', info.version];
  if (servers.length === 0) yield ['the document says where the API is', 'servers'];
  for (const { url, description, ...server } of servers) {
    if (!description) yield ['a server is described', url];
    if (!server['x-sandbox'] && !url.startsWith('https://')) yield ['a server that is no sandbox speaks https', url];
  }
  for (const { name, description } of tags) if (!description) yield ['a tag is described', name];
  for (const [name, scheme] of Object.entries(components.securitySchemes)) {
    if (!scheme.description?.includes('RFC8725')) yield ['a token is described after RFC8725', name];
  }
  for (const name of Object.keys(components.schemas)) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) yield ['a schema is written in PascalCase', name];
  }
  const status = paths['/status']?.get?.responses ?? {};
  if (!status['200'] || !status['503']) yield ['/status tells whether the service works', '/status'];
  yield* unused({ paths, components });
}

function* unused({ paths, components }: Pick<Description, 'paths' | 'components'>): Generator<Breach> {
  const used = new Set<string>();
  for (const [, node] of nodesOf({ paths, components })) if (typeof node.$ref === 'string') used.add(node.$ref);
  for (const name of Object.keys(components.schemas)) {
    if (!used.has(`#/components/schemas/${name}`)) yield ['a schema is used', name];
  }
}
