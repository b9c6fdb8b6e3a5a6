import type { FastifyAdapter } from '@nestjs/platform-fastify';

type RequestOf<Adapter> =
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the other parameters play no part
  Adapter extends FastifyAdapter<any, any, any, infer Request, any> ? Request : never;
type ReplyOf<Adapter> =
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the other parameters play no part
  Adapter extends FastifyAdapter<any, any, any, any, infer Reply> ? Reply : never;

/** A request of Fastify, as Nest's adapter gives it to guards, filters and controllers. */
export type HttpRequest = RequestOf<FastifyAdapter>;

/** A reply of Fastify; a controller takes it with `@Res({ passthrough: true })`. */
export type HttpReply = ReplyOf<FastifyAdapter>;
