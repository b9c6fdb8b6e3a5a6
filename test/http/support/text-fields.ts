import { randomUUID } from 'node:crypto';
import { ANYONE, ROLES, type Role } from '#use-cases';
import { checksOf, inputIn, type Input } from './inputs.ts';
import { everyRoute } from './routes.ts';
import type { Answer, TestServer } from './server.ts';

/** A text that a request may hold. */
export interface TextField {
  readonly useCase: string;
  readonly method: 'GET' | 'POST';
  /** With parameters, for example `/rest/agenda/v1/agendas/:agendaId`. */
  readonly path: string;
  /** Who may send it. */
  readonly role: Role;
  /** Name of a parameter of path or query, or dotted path into the body; an item of a list is `0`. */
  readonly field: string;
  /** Names of its checks. */
  readonly checks: readonly string[];
  /** How many items a list on its way has at least. */
  readonly items: number;
  /** The field that has to be there too, of whatever value. */
  readonly goesWith?: string;
}

const NO_TEXT = ['isInt', 'isNumber', 'isBoolean'];

/** Every text of every request, as the contexts declare them. */
export function textFields(): TextField[] {
  return everyRoute.flatMap(({ path, route: { method, useCase } }) => {
    const { name, by, input } = useCase;
    const role = by === ANYONE ? ROLES[0] : by[0]!.roles[0]!;
    return textsOf(input).map((text) => ({ useCase: name, method, path, role, ...text }));
  });
}

function textsOf(input: Input, parent = '', least = 1): Pick<TextField, 'field' | 'checks' | 'items' | 'goesWith'>[] {
  return [...checksOf(input)].flatMap(([property, own]) => {
    const isList = own.some(({ name, each }) => each || /^(array|isJsonObjects)/.test(name ?? ''));
    const field = `${parent}${property}${isList ? '.0' : ''}`;
    const size = own.find(({ name }) => name === 'arrayMinSize')?.constraints[0] as number | undefined;
    const items = Math.max(least, size ?? 1);
    if (own.some(({ type }) => type === 'nestedValidation')) {
      return textsOf(inputIn(input, property), `${field}.`, items);
    }
    const names = own.flatMap(({ name }) => (name === undefined ? [] : [name]));
    const goesWith = own.find(({ name }) => name === 'goesWithField')?.constraints[0] as string | undefined;
    const text = { field, checks: names, items, ...(goesWith === undefined ? {} : { goesWith }) };
    return names.some((name) => NO_TEXT.includes(name)) ? [] : [text];
  });
}

/** Sends a request with one text, and nothing else but what that goes with, in its path, its query or its body. */
export function sendText(
  server: TestServer,
  { field: { method, path, field, items, goesWith }, text, token }: { field: TextField; text: string; token: string },
): Promise<Answer> {
  const isInPath = path.split('/').includes(`:${field}`);
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) =>
    name === field ? encodeURIComponent(text) : randomUUID(),
  );
  if (method === 'GET') {
    const query = isInPath
      ? ''
      : `?${new URLSearchParams({ [field]: text, ...(goesWith === undefined ? {} : { [goesWith]: text }) }).toString()}`;
    return server.call('GET', filled + query, { token });
  }
  const names = isInPath ? [] : field.split('.');
  const body = names.reduceRight<unknown>(
    (inner, name) => (name === '0' ? Array.from({ length: items }, () => inner) : { [name]: inner }),
    text,
  );
  return server.call('POST', filled, { token, body: isInPath ? {} : body });
}
