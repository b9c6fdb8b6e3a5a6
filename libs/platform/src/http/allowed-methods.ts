import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { sendProblem } from '../problems/problem.filter.ts';
import { openRoute } from '../identity/route-access.ts';
import { ownProblem } from '../problems/own-problems.ts';
import type { HttpReply, HttpRequest } from './fastify.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;
const KNOWN: ReadonlySet<string> = new Set([...METHODS, 'HEAD']);

/**
 * Fastify knows no 405: a known path with a method it has no route for falls through to 404. So the methods of each path
 * are noted as they are declared, and the others are declared at the end, to answer 405 with `Allow`. Methods that no path
 * of this server could take (of WebDAV, say) are answered 501, whatever the path (RFC 9110, 9.1).
 */
export class AllowedMethods {
  readonly #declared = new Map<string, Set<string>>();

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

  /** Declares the rest: once every controller is registered, and before the server listens. */
  refuseOthers(): void {
    const instance = this.adapter.getInstance();
    for (const [url, methods] of [...this.#declared]) {
      const others = METHODS.filter((method) => !methods.has(method));
      const allow = [...methods].sort().join(', ');
      // Before the body is read: of a refused method neither its media type nor its size matters.
      const onRequest = (request: HttpRequest, reply: HttpReply): void => refuse(request, reply, allow);
      if (others.length > 0)
        instance.route({ method: others, url, onRequest, config: openRoute, handler: () => undefined });
    }
  }
}

function refuse(request: HttpRequest, reply: HttpReply, allow: string): void {
  if (request.method === 'OPTIONS') {
    void reply.status(204).header('allow', `${allow}, OPTIONS`).send();
    return;
  }
  sendProblem(reply, ownProblem('METHOD_NOT_ALLOWED', { headers: { allow } }), request);
}
