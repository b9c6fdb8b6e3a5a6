import type { TObject } from '@sinclair/typebox';
import type { CommandOutcome, CommandUseCase } from '../commands/define-command.ts';
import type { QueryUseCase } from '../queries/define-query.ts';

/** Any command, whatever its input. */
export type AnyCommand = CommandUseCase;
/** Any query, whatever its input. */
export type AnyQuery = QueryUseCase;

/** What the answer to a command says beside its position. */
export interface Told<Fields extends object = object> {
  /** Id of what was created or changed. */
  readonly id: string;
  /** Fields that are answered as they are. */
  readonly fields?: Fields;
}

/** Reads the answer from what a command brought about. */
export interface Telling {
  readonly tell: (result: CommandOutcome) => Told;
  /** Declares the fields, where there are any. */
  readonly fields?: TObject;
}

interface CommandRoute {
  readonly kind: 'command';
  readonly method: 'POST';
  /** Below the path of its group, for example `:protocolId/submission`. */
  readonly path: string;
  readonly useCase: AnyCommand;
  /** 201 and a Location where something new stands at a path of its own, else 200. */
  readonly creates: boolean;
  /** Below which path it then stands, below that of its group, where that is not this one. */
  readonly at?: string;
  readonly telling?: Telling;
}

interface QueryRoute {
  readonly kind: 'query';
  /** POST of a search: its question stands in the body. */
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly useCase: AnyQuery;
}

export type Route = CommandRoute | QueryRoute;

/** The routes below one path. */
export interface RouteGroup {
  /** kebab-case name of the group in the description of the API, which is that of its context. */
  readonly tag: string;
  /** Without a slash before or after, for example `rest/protocols/v1/protocols`. */
  readonly base: string;
  readonly routes: readonly Route[];
}

/** Declares the routes below one path: method, path and what answers, a line each. */
export function routes(tag: string, base: string, list: readonly Route[]): RouteGroup {
  return { tag, base, routes: list };
}

/** A route that reads. */
export function get(path: string, useCase: AnyQuery): Route {
  return { kind: 'query', method: 'GET', path, useCase };
}

/**
 * A route that reads a list by what must not stand in a URL, which is written down on the way, such as a codice fiscale: the
 * question stands in the body of a POST. It changes nothing, so it needs neither Idempotency-Key nor If-Match, answers 200,
 * and may be repeated.
 */
export function search(path: string, useCase: AnyQuery): Route {
  return { kind: 'query', method: 'POST', path, useCase };
}

/** A route whose command changes something that is there. It answers the id that comes last in its path, unless told. */
export function post(path: string, useCase: AnyCommand, telling?: Telling): Route {
  return { kind: 'command', method: 'POST', path, useCase, creates: false, ...(telling ? { telling } : {}) };
}

/** A route whose command creates something, which then stands at `<path>/<id>`. It answers the id of the stream. */
export function create(path: string, useCase: AnyCommand, telling?: Telling): Route {
  return { kind: 'command', method: 'POST', path, useCase, creates: true, ...(telling ? { telling } : {}) };
}

/** A route of its own for another way in which something comes into being, which then stands at `<at>/<id>`. */
export function createAt(at: string, path: string, useCase: AnyCommand): Route {
  return { kind: 'command', method: 'POST', path, useCase, creates: true, at };
}
