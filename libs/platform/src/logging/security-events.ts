import { isIPv4 } from 'node:net';
import { Logger } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { groupsOf } from '../limits/client-of.ts';
import type { GuardedRequest } from '../http/request-state.ts';
import { SecurityLog, type SecurityEventName } from './security-log.ts';

const EVENT_OF_STATUS: Readonly<Record<number, SecurityEventName>> = {
  401: 'security.login_refused',
  403: 'security.forbidden',
  429: 'security.rate_limited',
};

/** The security log of a process, in its log. */
export function securityLog(): SecurityLog {
  return new SecurityLog(new Logger('Security'));
}

/** Tells of every request that was refused for who sent it: 401, 403 and 429. */
export function tellRefusals(adapter: FastifyAdapter, log: SecurityLog): void {
  const instance = adapter.getInstance();
  instance.addHook('onResponse', (request: GuardedRequest, reply, done) => {
    const event = EVENT_OF_STATUS[reply.statusCode];
    if (event) {
      const { principal, refusal = 'UNKNOWN', method, routeOptions, id: requestId } = request;
      const route = `${method} ${routeOptions.url ?? '(unknown path)'}`;
      const who = principal ? { principal: principal.id, role: principal.role } : { network: networkOf(request.ip) };
      log.refused({ event, reason: refusal, ...who, route, requestId });
    }
    done();
  });
  instance.addHook('onClose', (_instance, done) => {
    log.flush();
    done();
  });
}

/** The network that an address belongs to: 24 bits of IPv4, 48 of IPv6. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return `${mapped.split('.').slice(0, 3).join('.')}.0/24`;
  return `${groupsOf(mapped).slice(0, 3).join(':')}::/48`;
}
