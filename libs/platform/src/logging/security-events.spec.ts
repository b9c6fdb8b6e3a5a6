import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { GuardedRequest } from '../http/request-state.ts';
import { tellRefusals } from './security-events.ts';
import { SecurityLog, type SecurityEvent } from './security-log.ts';

describe('a request that is refused for who sent it', () => {
  const told: SecurityEvent[] = [];
  const lines = { log: (event: SecurityEvent) => told.push(event), warn: (event: SecurityEvent) => told.push(event) };
  const adapter = new FastifyAdapter();

  beforeAll(async () => {
    tellRefusals(adapter, new SecurityLog(lines));
    adapter.getInstance().get('/things/:id', (request: GuardedRequest, reply) => {
      const { status, known } = request.query as { readonly status: string; readonly known?: string };
      if (known !== undefined) request.principal = { id: known, role: 'analyst' };
      request.refusal = `CODE_OF_${status}`;
      return reply.status(Number(status)).send();
    });
    await adapter.getInstance().ready();
  });
  afterAll(() => adapter.close());
  beforeEach(() => void told.splice(0));

  const ask = (query: string) =>
    adapter.inject({ method: 'GET', url: `/things/secret-7?${query}`, remoteAddress: '192.0.2.7' });

  it.each([
    [401, 'security.login_refused'],
    [403, 'security.forbidden'],
    [429, 'security.rate_limited'],
  ])('is told to a security monitor by its code, its route and its network: %i is %s', async (status, event) => {
    await ask(`status=${status}`);

    const where = { route: 'GET /things/:id', network: '192.0.2.0/24', requestId: expect.any(String) };
    expect(told).toEqual([{ event, reason: `CODE_OF_${status}`, ...where }]);
    expect(JSON.stringify(told)).not.toMatch(/secret-7|192\.0\.2\.7/);
  });

  it('names who it was, where that is known, and then not from where', async () => {
    await ask('status=429&known=reader');

    expect(told).toMatchObject([{ event: 'security.rate_limited', principal: 'reader', role: 'analyst' }]);
    expect(told[0]).not.toHaveProperty('network');
  });

  it.each([200, 400, 404, 409, 422, 503])('is not what was answered otherwise: %i', async (status) => {
    await ask(`status=${status}`);

    expect(told).toEqual([]);
  });
});
