import {
  operationsOf,
  resolved,
  type Breach,
  type Description,
  type NamedOperation,
  type Response,
} from './description.ts';

const PROBLEM = 'application/problem+json';
/** RateLimit header fields as the guidelines of interoperability name them. */
const RATE_LIMIT = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
const FORBIDDEN_HEADERS = /^(accept|content-type|authorization)$/i;
const TRAIN_CASE = /^[A-Z][A-Za-z0-9]*(-[A-Z][A-Za-z0-9]*)*$/;
/** What gives a token to who knows enough, and changes nothing. */
const PUBLIC_POSTS = ['/rest/agenda/v1/self-service/tokens'];
/** Formats of standards, for programs that know them: a calendar, a batch of CloudEvents, server-sent events. */
const FILES = ['text/calendar', 'application/cloudevents-batch+json', 'text/event-stream'];
const KEBAB_PATH = /^(\/[a-z0-9.-]+|\/\{\w+\})+$/;

/** Breaches of the rules for operations: how they are named, protected, answered and refused. */
export function* operationBreaches(description: Description): Generator<Breach> {
  const all = operationsOf(description);
  const declared = new Set(description.tags?.map(({ name }) => name));
  const seen = new Set<string | undefined>();
  for (const one of all) {
    const { name, path, operation } = one;
    if (seen.has(operation.operationId) || !operation.operationId) yield ['an operation has a name of its own', name];
    seen.add(operation.operationId);
    if (!operation.summary || !operation.description) yield ['an operation is summed up, and described', name];
    if (!operation.tags?.every((tag) => declared.has(tag))) yield ['a tag is declared', name];
    if (!operation.tags?.length) yield ['an operation has a tag', name];
    if (!KEBAB_PATH.test(path)) yield ['a path is written in kebab-case', name];
    for (const rule of requestBreaches(one)) yield [rule, name];
    for (const [rule, where] of answerBreaches(description, one)) yield [rule, `${name} ${where}`];
  }
}

function* requestBreaches({ method, path, operation }: NamedOperation): Generator<string> {
  const { parameters = [], requestBody, security = [] } = operation;
  if (security.length === 0) yield 'an operation says how it is protected, or that it is public';
  const isOpen = security.some((scheme) => Object.keys(scheme).length === 0);
  if (method !== 'get' && isOpen && !PUBLIC_POSTS.includes(path)) yield 'what changes anything is protected';
  if (method === 'get' && requestBody) yield 'a reading has no body';
  const named = new Set(parameters.filter((one) => one.in === 'path').map(({ name }) => name));
  for (const [, name] of path.matchAll(/\{(\w+)\}/g))
    if (!named.has(name!)) yield `the path parameter ${name!} is described`;
  for (const { name, in: place, description } of parameters) {
    if (!description) yield `the parameter ${name} is described`;
    if (place === 'header' && (!TRAIN_CASE.test(name) || FORBIDDEN_HEADERS.test(name) || name.startsWith('X-'))) {
      yield `the header ${name} is one of ours, in Train-Case`;
    }
    if (place !== 'header' && /password|secret|apikey|fiscal/i.test(name)) yield `${name} is not said in a URL`;
  }
  const isJson = requestBody === undefined || 'application/json' in requestBody.content;
  if (!isJson) yield 'a body is JSON';
}

function* answerBreaches(description: Description, one: NamedOperation): Generator<Breach> {
  const { responses, security = [] } = one.operation;
  const isProtected = security.some((scheme) => Object.keys(scheme).length > 0);
  if (responses.default) yield ['each status that may be answered is described', 'default'];
  const expected = ['400', '429', '500', '503', ...(isProtected ? ['401', '403'] : [])];
  for (const status of expected) if (!responses[status]) yield ['what everybody may be answered is described', status];
  if (!Object.keys(responses).some((status) => status.startsWith('2'))) yield ['success is described', '2xx'];
  for (const [status, reference] of Object.entries(responses)) {
    const response = resolved(description, reference);
    for (const rule of responseBreaches(description, one, status, response)) yield [rule, status];
  }
}

function* responseBreaches(
  description: Description,
  { method }: NamedOperation,
  status: string,
  { description: text, headers = {}, content = {} }: Response,
): Generator<string> {
  if (!text) yield 'an answer is described';
  for (const name of Object.keys(headers)) {
    if (!TRAIN_CASE.test(name) || FORBIDDEN_HEADERS.test(name))
      yield `the header ${name} is one of ours, in Train-Case`;
  }
  for (const header of Object.values(headers)) {
    if (!resolved(description, header).description) yield 'a header is described';
  }
  const wants = (name: string): boolean => !(name in headers);
  if (RATE_LIMIT.some(wants)) yield 'an answer says what is left of the allowance';
  if (['429', '503'].includes(status) && wants('Retry-After')) yield 'who shall come again is told when';
  if (status.startsWith('2')) {
    if (wants('Cache-Control')) yield 'an answer says whether it may be kept';
    if (method === 'post' && status === '201' && (wants('Location') || wants('ETag')))
      yield 'what is created has a place';
    for (const [type, { schema }] of Object.entries(content)) {
      // A table for those who ask for one, beside JSON.
      if (type === 'text/csv' && Object.keys(content).length > 1) continue;
      if (FILES.includes(type)) continue;
      const shape = schema && resolved(description, schema);
      if (!type.includes('json') || shape?.type !== 'object') yield 'an answer is an object of JSON';
    }
  } else {
    const types = Object.keys(content);
    if (types.length !== 1 || types[0] !== PROBLEM) yield 'a refusal is a problem document';
  }
}
