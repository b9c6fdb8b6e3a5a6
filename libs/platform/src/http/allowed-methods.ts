import type { FastifyAdapter } from '@nestjs/platform-fastify';
import findMyWay from 'find-my-way';
import { sendProblem } from '../problems/problem.filter.ts';
import { ownProblem } from '../problems/own-problems.ts';
import type { HttpReply, HttpRequest } from './fastify.ts';
import { MAX_PARAM_LENGTH } from './param-length.ts';

const KNOWN: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);

/**
 * Fastify knows no 405: a known path with a method it has no route for falls through to 404. So the methods of each path
 * are noted as they are declared, and such a request is answered 405 with `Allow`. Methods that no path of this server
 * could take (of WebDAV, say) are answered 501, whatever the path (RFC 9110, 9.1).
 */
export class AllowedMethods {
  readonly #declared = new Map<string, Set<string>>();
  #paths: ReturnType<typeof findMyWay> | undefined;

  /** Notes every route that is declared on this adapter from now on. */
  constructor(private readonly adapter: FastifyAdapter) {
    adapter.getInstance().addHook('onRequest', (request, reply, done) => {
      if (KNOWN.has(request.method)) done();
      else sendProblem(reply, ownProblem('METHOD_UNKNOWN'), request);
    });
    adapter.getInstance().addHook('onRoute', ({ method, url }) => {
      const methods = this.#declared.get(url) ?? new Set();
      this.#declared.set(url, methods);
      for (const one of Array.isArray(method) ? method : [method]) methods.add(one.toUpperCase());
    });
  }

  /**
   * Answers what has no route for its method: after whatever else looks at a request before its body is read, so that it counts as
   * any that is not for somebody (ADR 18); of a refused method neither the media type of a body nor its size matters. Called before
   * the server is ready.
   */
  refuseOthers(): void {
    this.adapter.getInstance().addHook('onRequest', (request: HttpRequest, reply: HttpReply, done) => {
      const allow = request.is404 ? this.#methodsOf(request.url) : undefined;
      if (allow === undefined) done();
      else refuse(request, reply, allow);
    });
  }

  /**
   * @param url path and query of a request that has no route
   * @returns the methods of that path, as `Allow` has them; undefined when it has none
   */
  #methodsOf(url: string): string | undefined {
    // Few ask for what is not there: a start does not wait for the paths to be put in order once more.
    this.#paths ??= this.#pathsInOrder();
    return (this.#paths.find('GET', url.split('?', 1)[0] ?? '')?.store as { readonly allow: string } | undefined)
      ?.allow;
  }

  #pathsInOrder(): ReturnType<typeof findMyWay> {
    const paths = findMyWay({ maxParamLength: MAX_PARAM_LENGTH });
    for (const [url, methods] of this.#declared) {
      paths.on('GET', url, () => undefined, { allow: [...methods].sort().join(', ') });
    }
    return paths;
  }
}

function refuse(request: HttpRequest, reply: HttpReply, allow: string): void {
  if (request.method === 'OPTIONS') {
    void reply.status(204).header('allow', `${allow}, OPTIONS`).send();
    return;
  }
  sendProblem(reply, ownProblem('METHOD_NOT_ALLOWED', { headers: { allow } }), request);
}
