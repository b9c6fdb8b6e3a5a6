import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { EventStore } from '#kernel';
import { Public } from '../identity/access.ts';
import { EVENT_STORE } from '../injection-tokens.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.ts';
import { HealthReport, LiveAnswer, StatusAnswer } from './health.dto.ts';
import { healthReport, INSTALLATION_HEALTH, type InstallationHealth } from './installation-health.ts';

/** What monitors and balancers ask. */
@Public()
@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    @Inject(INSTALLATION_HEALTH) private readonly health: InstallationHealth,
    @Inject(EVENT_STORE) private readonly events: Pick<EventStore, 'head'>,
  ) {}

  /** Whether the service works, as the Italian interoperability guidelines (ModI) want it: a problem document with 200. */
  @Get('status')
  @Header('content-type', PROBLEM_MEDIA_TYPE)
  async status(): Promise<StatusAnswer> {
    // Fails, and so answers 503, when the log cannot be read.
    await this.events.head();
    return { type: 'about:blank', title: 'OK', status: 200, detail: 'The service works.' };
  }

  /** Whether the process is alive. */
  @Get('health/live')
  live(): LiveAnswer {
    return { status: 'live' };
  }

  /** Whether every read model has a live build; 503 until then. */
  @Get('health/ready')
  async ready(): Promise<HealthReport> {
    const report = await healthReport(this.health);
    if (report.ready) return report;
    throw unhealthy(
      'NOT_READY',
      'A read model has no live build yet, or the log is not reached; facts say which.',
      report,
    );
  }

  /** Whether anything waits for a person: a parked document or process, a read model that lacks an event. */
  @Get('health')
  async whole(): Promise<HealthReport> {
    const report = await healthReport(this.health);
    if (report.healthy) return report;
    throw unhealthy(
      'NOT_HEALTHY',
      'A part waits for a person, has stopped or is not reached; facts say which.',
      report,
    );
  }
}

function unhealthy(code: string, detail: string, { log, projections, processes }: HealthReport): HttpProblem {
  return new HttpProblem({
    status: 503,
    code,
    detail,
    facts: { ...(log ? { log } : {}), projections, processes },
    headers: { 'retry-after': '5' },
  });
}
