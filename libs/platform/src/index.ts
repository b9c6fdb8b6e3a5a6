export * from './clock.ts';
export * from './commands/command-envelope.ts';
export * from './http/command-answer.ts';
export * from './http/fastify.ts';
export * from './http/parameters.ts';
export * from './http/queries.ts';
export * from './identity/access.ts';
export * from './identity/principal.ts';
