import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { idOf, type CommandResult } from '#kernel/domain';
import {
  ANYONE,
  personalFieldsOf,
  rolesOf,
  WrittenAnswer,
  type AnswerFormat,
  type Route,
  type RouteGroup,
} from '#use-cases';
import { notePersonalFields } from '../commands/personal-fields-at.ts';
import { noteSearch } from '../commands/searches.ts';
import { answer, type CommandAnswer } from '../http/command-answer.ts';
import { CSV, csvOf } from '../http/csv.ts';
import type { HttpReply } from '../http/fastify.ts';
import { originOf } from '../http/asker.ts';
import { commandOf, type GuardedRequest } from '../http/request-state.ts';
import { Public, Roles } from '../identity/access.ts';
import { TokenWatch, type WatchedReader } from '../identity/token-watch.ts';
import { describeFields } from '../openapi/describe-fields.ts';
import { describeLater } from '../openapi/described-later.ts';
import { clientOf } from '../limits/client-of.ts';
import { commandMessageOf, queryMessageOf } from './messages.ts';
import { describeCommand, describeQuery } from './route-description.ts';
import { fieldsOf } from './route-fields.ts';
import { RouteInput } from './route-input.ts';

/** As answers are sent that are made of objects. */
const JSON_TYPE = 'application/json; charset=utf-8';

type CommandRoute = Extract<Route, { kind: 'command' }>;
type QueryRoute = Extract<Route, { kind: 'query' }>;
type Parameters = Readonly<Record<string, string>>;

/** What every generated controller has. */
class RouteController {
  constructor(
    readonly commands: CommandBus,
    readonly queries: QueryBus,
    readonly input: RouteInput,
    readonly tokens: TokenWatch,
  ) {}
}

/** A Nest controller with a method for each route of a group, as if it had been written by hand. */
export function controllerOf(group: RouteGroup): Type {
  const controller = class extends RouteController {};
  Object.defineProperty(controller, 'name', { value: `${group.base.split('/').at(-1) ?? ''} routes` });
  for (const route of group.routes) addRoute(controller, group, route);
  Reflect.defineMetadata('design:paramtypes', [CommandBus, QueryBus, RouteInput, TokenWatch], controller);
  ApiTags(group.tag)(controller);
  Controller(group.base)(controller);
  describeLater(controller, () => {
    for (const route of group.routes) describeRoute(controller, group, route);
  });
  return controller;
}

function addRoute(controller: Type<RouteController>, group: RouteGroup, route: Route): void {
  const { name, by } = route.useCase;
  const prototype = controller.prototype as Record<string, unknown>;
  const method = route.kind === 'command' ? commandMethod(group, route) : queryMethod(route);
  // What describes the API looks the parameters up by the name of the function.
  Object.defineProperty(method, 'name', { value: name });
  prototype[name] = method;
  notePersonalFields(method, personalFieldsOf(route.useCase.input));
  if (isSearch(route)) noteSearch(method);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
  decorateParameters(prototype, name, route.method);
  const decorators = [
    ...(route.method === 'POST' ? [Post(route.path), HttpCode(creates(route) ? 201 : 200)] : [Get(route.path)]),
    by === ANYONE ? Public() : Roles(...(rolesOf(by) ?? [])),
  ];
  for (const decorate of decorators) decorate(prototype, name, descriptor);
}

/** Puts classes in the place of path and sent, and tells what a route is for. */
function describeRoute(controller: Type<RouteController>, { base }: RouteGroup, route: Route): void {
  const { name, input } = route.useCase;
  const prototype = controller.prototype as object;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
  describeFields(input);
  const { path, sent } = fieldsOf(input, `${base}/${route.path}`, route.method);
  Reflect.defineMetadata('design:paramtypes', [path, sent, Object, Object], prototype, name);
  const decorators = route.kind === 'command' ? describeCommand(route) : describeQuery(route);
  for (const decorate of decorators) decorate(prototype, name, descriptor);
}

function isSearch(route: Route): boolean {
  return route.kind === 'query' && route.method === 'POST';
}

function creates(route: Route): boolean {
  return route.kind === 'command' && route.creates;
}

/** Path, what is sent, request, reply. Path and sent are checked together, as the input they belong to, and not by Nest. */
function decorateParameters(prototype: object, name: string, method: Route['method']): void {
  Reflect.defineMetadata('design:paramtypes', [Object, Object, Object, Object], prototype, name);
  Reflect.defineMetadata('design:returntype', Promise, prototype, name);
  Param()(prototype, name, 0);
  (method === 'POST' ? Body() : Query())(prototype, name, 1);
  Req()(prototype, name, 2);
  Res({ passthrough: true })(prototype, name, 3);
}

function commandMethod({ base }: RouteGroup, route: CommandRoute) {
  const { useCase, creates, telling, path: template, at = template } = route;
  const Message = commandMessageOf(useCase);
  const lastParameter = template
    .match(/:(\w+)/g)
    ?.at(-1)
    ?.slice(1);
  const tell = telling?.tell ?? ((result: CommandResult) => ({ id: idOf(result.stream), fields: undefined }));
  return async function give(
    this: RouteController,
    path: Parameters,
    sent: unknown,
    request: GuardedRequest,
    reply: HttpReply,
  ): Promise<CommandAnswer> {
    const input = await this.input.of(useCase.input, { path, sent });
    const result = await this.commands.execute(new Message(commandOf(request).envelope(input)));
    const told = tell(result);
    const id = creates || telling || lastParameter === undefined ? told.id : (path[lastParameter] ?? told.id);
    const created = creates ? { created: `/${filled(`${base}/${at}`, path)}/${id}` } : {};
    return Object.assign(answer(reply, result, { id, ...created }), told.fields);
  };
}

/** What a query is asked with whose answer is a table, too. */
interface Formatted {
  readonly format?: AnswerFormat;
}

function queryMethod({ useCase }: QueryRoute) {
  const Message = queryMessageOf(useCase);
  return async function ask(
    this: RouteController,
    path: Parameters,
    sent: unknown,
    request: GuardedRequest,
    reply: HttpReply,
  ): Promise<unknown> {
    const input = await this.input.of(useCase.input, { path, sent });
    let reader: WatchedReader | undefined;
    const answered = await this.queries.execute(
      new Message({
        ...{ input, principal: request.principal, client: clientOf(request.ip) },
        ...{ origin: originOf(request), gone: () => (reader = this.tokens.of(request, reply)).signal },
      }),
    );
    // Of whoever has waited.
    reader?.requireGood();
    if (answered instanceof WrittenAnswer) {
      void reply.type(useCase.mediaType ?? JSON_TYPE);
      return answered.json;
    }
    if (useCase.file) {
      const { mediaType, fileName } = useCase.file;
      void reply.type(mediaType).header('content-disposition', `attachment; filename="${fileName}"`);
      return useCase.file.content(answered);
    }
    if (useCase.mediaType !== undefined) void reply.type(useCase.mediaType);
    const revision = revisionOf(answered);
    if (revision !== undefined) void reply.header('etag', `"${revision}"`);
    if (!useCase.table || (input as Formatted).format !== 'csv') return answered;
    const next = nextPageOf(request.url, answered);
    void reply.type(CSV).headers(next === undefined ? {} : { link: `<${next}>; rel="next"` });
    return csvOf(useCase.table.columns, useCase.table.rows(answered));
  };
}

/** Where the next page of a list is, for an answer that has no field for it. */
function nextPageOf(url: string, answered: unknown): string | undefined {
  const { nextCursor } = answered as { readonly nextCursor?: string | null };
  if (typeof nextCursor !== 'string') return undefined;
  const [path = '', query] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', nextCursor);
  return `${path}?${parameters.toString()}`;
}

/** Of the one document that an answer is. */
function revisionOf(answered: unknown): number | undefined {
  const { revision } = answered as { readonly revision?: unknown };
  return typeof revision === 'number' ? revision : undefined;
}

function filled(template: string, path: Parameters): string {
  return trimmed(template.replaceAll(/:(\w+)/g, (_match, name: string) => encodeURIComponent(path[name] ?? '')));
}

function trimmed(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
