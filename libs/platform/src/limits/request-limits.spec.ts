import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { HttpReply } from '../http/fastify.ts';
import type { GuardedRequest } from '../http/request-state.ts';
import { sendProblem } from '../problems/problem.filter.ts';
import { problemOf } from '../problems/problem-of.ts';
import { RequestLimits } from './request-limits.ts';

/** What a client is told of its allowance. */
interface Told {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
}

describe('the allowance of a client', () => {
  const machineClock = Date.now;
  let time: number;
  let adapter: FastifyAdapter;
  let limits: RequestLimits;

  beforeEach(async () => {
    // The only clock that the allowances look at.
    Date.now = () => time;
    time = 1_000_000;
    adapter = new FastifyAdapter();
    const instance = adapter.getInstance();
    limits = new RequestLimits(instance, { ofPrincipal: 2, ofAddress: 2 });
    const answering = (admit: (request: GuardedRequest, reply: HttpReply) => Promise<void>) => ({
      onRequest: (request: GuardedRequest, reply: HttpReply, done: () => void) =>
        void admit(request, reply).then(done, (error: unknown) => sendProblem(reply, problemOf(error), request)),
      handler: () => 'here you are',
    });
    const byPrincipal = (request: GuardedRequest, reply: HttpReply) => {
      request.principal = { id: String(request.headers['x-client']), role: 'central' };
      return limits.takeOfPrincipal(request, reply);
    };
    const byAddress = (request: GuardedRequest, reply: HttpReply) => limits.takeOfAddress(request, reply);
    instance.route({ method: 'GET', url: '/principal', ...answering(byPrincipal) });
    instance.route({ method: 'GET', url: '/address', ...answering(byAddress) });
  });
  afterEach(async () => {
    await adapter.close();
    Date.now = machineClock;
  });

  const ask = async (url: string, { client = '', address = '192.0.2.1' } = {}): Promise<Told> => {
    const headers = { 'x-client': client };
    const answer = await adapter.inject({ method: 'GET', url, headers, remoteAddress: address });
    const told = (name: string) => Number(answer.headers[`ratelimit-${name}`]);
    return {
      allowed: answer.statusCode === 200,
      limit: told('limit'),
      remaining: told('remaining'),
      reset: told('reset'),
    };
  };

  it('is used up by its own requests, and whole again a minute after the first', async () => {
    await ask('/principal', { client: 'a' });
    time = 1_020_000;

    expect(await ask('/principal', { client: 'a' })).toEqual({ allowed: true, limit: 2, remaining: 0, reset: 40 });
    expect(await ask('/principal', { client: 'a' })).toMatchObject({ allowed: false });
    expect(await ask('/principal', { client: 'b' })).toMatchObject({ allowed: true });
    time = 1_060_000;
    expect(await ask('/principal', { client: 'a' })).toMatchObject({ allowed: true, remaining: 1, reset: 60 });
  });

  it('without a token is that of its address; of IPv6, of its network', async () => {
    for (const address of ['2001:db8::1', '2001:db8::2']) await ask('/address', { address });

    expect(await ask('/address', { address: '2001:db8::3' })).toMatchObject({ allowed: false });
    expect(await ask('/address', { address: '2001:db8:1::3' })).toMatchObject({ allowed: true });
    expect(await ask('/address', { address: '192.0.2.1' })).toMatchObject({ allowed: true });
  });
});
