import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Describes } from '../openapi/describes.ts';
import { SystemError, type Position } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { Public } from '../identity/access.ts';
import { EVENT_STORE } from '../injection-tokens.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.ts';
import { BoundedLook } from './bounded-look.ts';
import { HealthReport, LiveAnswer, StatusAnswer } from './health-answers.ts';
import {
  healthLooks,
  healthReport,
  INSTALLATION_HEALTH,
  type HealthLooks,
  type InstallationHealth,
} from './installation-health.ts';

/** What monitors and balancers ask. */
@Public({ isLimited: false, restsOnLog: false })
@ApiTags('operations')
@Controller()
export class HealthController {
  readonly #looks: HealthLooks;
  readonly #end: BoundedLook<Position>;

  constructor(
    @Inject(INSTALLATION_HEALTH) health: InstallationHealth,
    @Inject(EVENT_STORE) events: Pick<EventStore, 'head'>,
  ) {
    this.#looks = healthLooks(health);
    this.#end = new BoundedLook(() => events.head());
  }

  @Describes({
    summary: 'Whether the service works.',
    description:
      'As the Italian interoperability guidelines (ModI) want it: a problem document with 200. For everyone.',
    answer: StatusAnswer,
  })
  @Get('status')
  @Header('content-type', PROBLEM_MEDIA_TYPE)
  async status(): Promise<StatusAnswer> {
    const { isRenewed } = await this.#end.look();
    if (!isRenewed) throw new SystemError('STORE_UNAVAILABLE', 'the log does not answer; ask again shortly');
    return { type: 'about:blank', title: 'OK', status: 200, detail: 'The service works.' };
  }

  @Describes({
    summary: 'Whether the process is alive.',
    description: 'For everyone: it looks at nothing but the process itself.',
    answer: LiveAnswer,
  })
  @Get('health/live')
  live(): LiveAnswer {
    return { status: 'live' };
  }

  @Describes({
    summary: 'Whether every read model has a live build and every store answers.',
    description: 'For everyone. 503 until then, also while a store is frozen; the facts say what is missing.',
    answer: HealthReport,
    refuses: ['NOT_READY'],
  })
  @Get('health/ready')
  async ready(): Promise<HealthReport> {
    const report = await healthReport(this.#looks);
    if (report.ready) return report;
    throw unhealthy('NOT_READY', report);
  }

  @Describes({
    summary: 'Whether anything waits for a person.',
    description:
      'A parked document or process, a read model that lacks an event, a stream that lacks its own, a damaged file: 503, ' +
      'and the facts say which. For everyone.',
    answer: HealthReport,
    refuses: ['NOT_HEALTHY'],
  })
  @Get('health')
  async whole(): Promise<HealthReport> {
    const report = await healthReport(this.#looks);
    if (report.healthy) return report;
    throw unhealthy('NOT_HEALTHY', report);
  }
}

function unhealthy(code: 'NOT_READY' | 'NOT_HEALTHY', report: HealthReport): HttpProblem {
  const { log, erasures, unanswered, removedStreams, damagedFiles, projections, processes } = report;
  return new HttpProblem(code, {
    facts: {
      ...(log ? { log } : {}),
      ...(unanswered ? { unanswered } : {}),
      ...(removedStreams ? { removedStreams } : {}),
      ...(damagedFiles ? { damagedFiles } : {}),
      ...{ erasures, projections, processes },
    },
  });
}
