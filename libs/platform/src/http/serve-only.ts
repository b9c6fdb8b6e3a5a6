import type { FastifyAdapter } from '@nestjs/platform-fastify';

/**
 * Leaves the server only these paths and what lies below them: every other is unknown, 404. For a process that has the
 * routes of an application because it has its modules, and is not meant to answer them.
 */
export function serveOnly(adapter: FastifyAdapter, ...paths: readonly string[]): void {
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (paths.some((served) => path === served || path.startsWith(`${served}/`))) done();
    else reply.callNotFound();
  });
}
