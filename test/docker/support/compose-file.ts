import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const DOCKER = new URL('../../../docker/', import.meta.url);

/** The parts of a service that our files use. */
export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly configs?: readonly Mounted[];
  readonly secrets?: readonly (string | Mounted)[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}

export interface Mounted {
  readonly source: string;
  readonly target: string;
}

type Named<T> = Readonly<Record<string, T>>;

/** A compose file, or several that are used together. */
export interface Composition {
  readonly services: Named<Service>;
  readonly networks: Named<{ readonly internal?: boolean }>;
  readonly volumes: Named<unknown>;
  readonly configs: Named<{ readonly file: string }>;
  readonly secrets: Named<{ readonly file: string }>;
}

/** A compose file as it is written, merge keys resolved. */
export function readCompose(file: string): unknown {
  return parse(readFileSync(new URL(file, DOCKER), 'utf8'), { merge: true });
}

/**
 * Compose files as `docker compose -f … -f …` takes them: variables replaced, extended services filled in, each file over
 * the ones before it.
 */
export function compose(files: readonly string[], variables: Readonly<Record<string, string>> = {}): Composition {
  const layers = files.map((file) => withExtended(replaceVariables(readCompose(file), variables)));
  const whole = layers.reduce<unknown>(merged, {}) as Partial<Composition>;
  return { services: {}, networks: {}, volumes: {}, configs: {}, secrets: {}, ...whole };
}

/** The name of what a service mounts, in its short or its long form. */
export function sourceOf(mounted: string | Mounted): string {
  return typeof mounted === 'string' ? mounted : mounted.source;
}

function withExtended(layer: unknown): unknown {
  const { services = {}, ...rest } = layer as { services?: Record<string, { extends?: Extended }> };
  const filled = Object.entries(services).map(([name, { extends: extended, ...own }]) => {
    if (!extended) return [name, own];
    const base = compose([extended.file]).services[extended.service];
    if (!base) throw new Error(`${name} extends ${extended.service}, which ${extended.file} does not have`);
    return [name, merged(base, own)];
  });
  return { ...rest, services: Object.fromEntries(filled) };
}

interface Extended {
  readonly file: string;
  readonly service: string;
}

/** Lists that are commands: a later one takes the place of an earlier one. */
const COMMANDS = ['command', 'entrypoint', 'test'];

/** As compose merges: mappings by key, lists one after the other, commands and anything else by the last. */
function merged(under: unknown, over: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(over)) return [...(under as unknown[]), ...(over as unknown[])];
  if (!isMapping(under) || !isMapping(over)) return over;
  const both = Object.entries(over).map(([key, value]) => [
    key,
    key in under && !COMMANDS.includes(key) ? merged(under[key], value) : value,
  ]);
  return { ...under, ...(Object.fromEntries(both) as object) };
}

function replaceVariables(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{(\w+)(?::-([^}]*)|:\?([^}]*))\}/g, (_all, name: string, fallback, complaint) => {
      const replaced = variables[name] ?? (fallback as string | undefined);
      if (replaced === undefined) throw new Error(`${name}: ${String(complaint)}`);
      return replaced;
    });
  }
  if (Array.isArray(value)) return value.map((item) => replaceVariables(item, variables));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceVariables(item, variables)]));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
