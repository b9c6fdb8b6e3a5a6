import { MIMEType } from 'node:util';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { HttpProblem } from '../problems/http-problem.ts';
import { boundedValues } from './body-bounds.ts';
import { heavyTurns, LIGHT } from '../validation/turns.ts';
import type { HttpRequest } from './fastify.ts';

const JSON_WITH_PARAMETERS = /^\s*application\/json\s*;/i;

const QUOTED = /"(?:[^"\\]|\\.)*"/g;
const CHARSET = /;\s*charset\s*=/gi;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of a body that is read at once, whatever else there is to do; nearly all have fewer. */
const LARGE = 4_096;

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Takes bodies of JSON, and no others, within bounds that are looked at before anything is made of them. What the
 * headers say of a body is looked at before it is read.
 */
export function takeJsonBodies(adapter: FastifyAdapter): void {
  const instance = adapter.getInstance();
  instance.removeContentTypeParser('text/plain');
  instance.addHook('preParsing', (request, _reply, payload, done) => {
    try {
      refuseOtherForms(request);
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, payload);
  });
  instance.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (_request: HttpRequest, bytes: Buffer, done: Done) => {
      if (bytes.length <= LARGE) readBody(bytes, done);
      else void heavyTurns.take().then(() => readBody(bytes, done));
    },
  );
}

/** Gives what a body says on; all that follows is done in a turn of its own where there is much of it. */
function readBody(bytes: Buffer, done: Done): void {
  try {
    const text = textOf(bytes);
    const values = valuesOf(text);
    const body = parsed(text);
    if (values <= LIGHT) done(null, body);
    else void heavyTurns.take().then(() => done(null, body));
  } catch (error) {
    done(error as Error);
  }
}

/** Bytes that are no UTF-8 would otherwise become marks in the place of letters, and be kept so. */
function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw notJson('body must be UTF-8', 'isUtf8');
  }
}

function valuesOf(text: string): number {
  if (text.length === 0) throw notJson('body must not be empty when its media type is application/json');
  return boundedValues(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message repeats the text.
    throw notJson('body must be valid JSON');
  }
}

function notJson(message: string, code = 'isJson'): HttpProblem {
  return new HttpProblem('MALFORMED_JSON', { errors: [{ field: 'body', code, message }] });
}

/** @throws HttpProblem CONTENT_ENCODING_UNSUPPORTED | CHARSET_UNSUPPORTED (415) for a body that is no plain UTF-8 */
function refuseOtherForms({ headers, is404 }: HttpRequest): void {
  if (is404) return;
  const { 'content-type': type, 'content-encoding': encoding } = headers;
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    // With it a client learns that it was not the media type (RFC 9110, 15.5.16).
    throw new HttpProblem('CONTENT_ENCODING_UNSUPPORTED', { headers: { 'accept-encoding': 'identity' } });
  }
  if (type !== undefined && JSON_WITH_PARAMETERS.test(type) && !isUtf8(type)) {
    throw new HttpProblem('CHARSET_UNSUPPORTED');
  }
}

function isUtf8(mediaType: string): boolean {
  // Of two, another reader may take the other one.
  if ((mediaType.replaceAll(QUOTED, '""').match(CHARSET) ?? []).length > 1) return false;
  try {
    return /^utf-?8$/i.test(new MIMEType(mediaType).params.get('charset') ?? 'utf-8');
  } catch {
    // Of no media type at all, Fastify says so.
    return true;
  }
}
