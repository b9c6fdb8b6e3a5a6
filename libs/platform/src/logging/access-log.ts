import { Logger } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/**
 * Logs one line for each answered request: route template, status, milliseconds, trace. Never the URL itself, which a
 * careless client may put personal data in.
 */
export function logAccesses(adapter: FastifyAdapter): void {
  const logger = new Logger('Access');
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? '(unknown path)';
    logger.log(`${request.method} ${route} ${reply.statusCode} ${reply.elapsedTime.toFixed(1)}ms trace ${request.id}`);
    done();
  });
}
