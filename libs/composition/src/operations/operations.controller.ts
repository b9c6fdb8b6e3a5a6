import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ProcessInstance } from '#kernel/ports';
import { keyReused, RebuildRecords } from '#kernel/execution';
import {
  CommandContext,
  Describes,
  HttpProblem,
  INSTALLATION_HEALTH,
  Roles,
  type HttpReply,
  type InstallationHealth,
} from '#platform';
import {
  ParkedDocumentList,
  ProcessList,
  ProcessRetryAnswer,
  ProjectionList,
  rebuildAnswer,
  RebuildJobAnswer,
  RetryAnswer,
  type ParkedProcessInstance,
} from './operations-answers.ts';
import { NoBody, NoQuery, PartPath, RebuildPath } from './operations-paths.dto.ts';
import { RepeatedOperations } from './repeated-operations.ts';
import { RUNNERS, type Runners } from '../runners/runners.ts';

/** What operators look at and repair: read models and process managers. */
@Roles('central')
@ApiTags('operations')
@Controller('rest/operations/v1')
export class OperationsController {
  readonly #operations = new RepeatedOperations();

  constructor(
    @Inject(RUNNERS) private readonly runners: Runners,
    @Inject(INSTALLATION_HEALTH) private readonly health: InstallationHealth,
    private readonly records: RebuildRecords,
  ) {}

  @Describes({
    summary: 'How every projection stands.',
    description: 'For central.',
    answer: ProjectionList,
  })
  @Get('projections')
  async projections(@Query() _query: NoQuery): Promise<ProjectionList> {
    const items = (await this.health.projections()).map(({ build, ...status }) => ({
      ...status,
      ...(build === undefined ? {} : { build }),
    }));
    return { items, nextCursor: null };
  }

  @Describes({
    summary: 'Asks for a projection to be built anew, beside the build that answers, and to be switched to.',
    description:
      'For central. Answers at once: the rebuild goes on without whoever asked, and whoever runs the projections next takes it up. Location says where it stands.',
    answer: RebuildJobAnswer,
    status: 202,
    refuses: ['PROJECTION_UNKNOWN', 'REBUILD_UNDER_WAY', 'RUNS_ELSEWHERE', 'HAS_NO_REVISION'],
  })
  @Post('projections/:name/rebuild')
  @HttpCode(202)
  async rebuild(
    @Param() { name }: PartPath,
    @Body() _body: NoBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<RebuildJobAnswer> {
    refuseRevision(command);
    const { origin } = command;
    this.#operations.refuseKnown(origin);
    const job = await this.runners.projections.get().rebuilds.begin(name, origin.commandId);
    void reply.header('location', `/rest/operations/v1/projections/${name}/rebuilds/${job.job}`);
    return rebuildAnswer(job);
  }

  @Describes({
    summary: 'How a rebuild stands.',
    description: 'For central. Of each projection the last five are known.',
    answer: RebuildJobAnswer,
    refuses: ['PROJECTION_UNKNOWN', 'REBUILD_UNKNOWN'],
  })
  @Get('projections/:name/rebuilds/:job')
  async rebuildJob(@Param() { name, job }: RebuildPath, @Query() _query: NoQuery): Promise<RebuildJobAnswer> {
    const running = this.runners.projections.find();
    return rebuildAnswer(await (running?.rebuilds ?? this.records).get(name, job));
  }

  @Describes({
    summary: 'Cancels a rebuild, as long as it runs.',
    description: 'For central. The build that answers goes on answering; a rebuild that has ended stays as it is.',
    answer: RebuildJobAnswer,
    refuses: ['PROJECTION_UNKNOWN', 'REBUILD_UNKNOWN', 'RUNS_ELSEWHERE'],
  })
  @Delete('projections/:name/rebuilds/:job')
  async cancelRebuild(@Param() { name, job }: RebuildPath, @Query() _query: NoQuery): Promise<RebuildJobAnswer> {
    return rebuildAnswer(await this.runners.projections.get().rebuilds.cancel(name, job));
  }

  @Describes({
    summary: 'Documents of a projection that wait for a retry.',
    description: 'For central.',
    answer: ParkedDocumentList,
    refuses: ['PROJECTION_UNKNOWN', 'RUNS_ELSEWHERE'],
  })
  @Get('projections/:name/parked')
  parked(@Param() { name }: PartPath, @Query() _query: NoQuery): ParkedDocumentList {
    const items = this.runners.projections
      .get()
      .runner.parked(name)
      .map(({ key, position, eventId, error, parkedAt }) => ({ key, position, eventId, error, parkedAt }));
    return { items, nextCursor: null };
  }

  @Describes({
    summary: 'Folds the parked documents of a projection again, from where they failed.',
    description: 'For central.',
    answer: RetryAnswer,
    refuses: ['PROJECTION_UNKNOWN', 'RUNS_ELSEWHERE', 'FOLD_FAILED', 'HAS_NO_REVISION'],
  })
  @Post('projections/:name/retry')
  @HttpCode(200)
  async retry(
    @Param() { name }: PartPath,
    @Body() _body: NoBody,
    @CommandContext() command: CommandContext,
  ): Promise<RetryAnswer> {
    return this.#once(command, async () => this.runners.projections.get().runner.retry(name));
  }

  @Describes({
    summary: 'How every process manager stands, and which of its instances wait for a person.',
    description: 'For central.',
    answer: ProcessList,
  })
  @Get('processes')
  async processes(@Query() _query: NoQuery): Promise<ProcessList> {
    const items = (await this.health.processes()).map((status) => ({
      ...status,
      parked: status.parked.map(parkedInstance),
    }));
    return { items, nextCursor: null };
  }

  @Describes({
    summary: 'Tries the parked instances of a process manager again.',
    description: 'For central.',
    answer: ProcessRetryAnswer,
    refuses: ['PROCESS_UNKNOWN', 'RUNS_ELSEWHERE', 'HAS_NO_REVISION'],
  })
  @Post('processes/:name/retry')
  @HttpCode(200)
  async retryProcess(
    @Param() { name }: PartPath,
    @Body() _body: NoBody,
    @CommandContext() command: CommandContext,
  ): Promise<ProcessRetryAnswer> {
    return this.#once(command, async () => ({ retried: await this.runners.processes.get().retry(name) }));
  }

  /** Rebuilds are remembered by their jobs, whatever process answers; everything else here. */
  async #once<T>(command: CommandContext, operation: () => Promise<T>): Promise<T> {
    refuseRevision(command);
    const { origin } = command;
    const rebuild = await this.runners.projections.find()?.rebuilds.asked(origin.commandId);
    if (rebuild) throw keyReused(`a rebuild of ${rebuild.projection}`);
    return this.#operations.once(origin, operation);
  }
}

/**
 * No read model and no process has a revision, so that no entity tag stands for one; `*` does (RFC 9110, 13.1.1).
 * @throws HttpProblem HAS_NO_REVISION
 */
function refuseRevision({ ifRevision }: CommandContext): void {
  if (ifRevision !== undefined && ifRevision !== 'any') throw new HttpProblem('HAS_NO_REVISION');
}

/** Without its state and commands, which are of no use to an operator. */
function parkedInstance({ key, parked }: ProcessInstance): ParkedProcessInstance {
  return {
    key,
    error: parked?.error ?? '',
    since: parked?.since ?? '',
    ...(parked?.commandId === undefined ? {} : { commandId: parked.commandId }),
  };
}
