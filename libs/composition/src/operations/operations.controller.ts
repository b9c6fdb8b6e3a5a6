import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ProcessInstance } from '#kernel/ports';
import { CommandContext, INSTALLATION_HEALTH, Roles, type InstallationHealth } from '#platform';
import {
  NoQuery,
  ParkedDocumentList,
  PartPath,
  ProcessList,
  ProcessRetryAnswer,
  ProjectionList,
  RebuildAnswer,
  RetryAnswer,
  type ParkedProcessInstance,
} from './operations.dto.ts';
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
  ) {}

  /** How every projection stands. */
  @Get('projections')
  async projections(@Query() _query: NoQuery): Promise<ProjectionList> {
    return { items: await this.health.projections(), nextCursor: null };
  }

  /** Builds a projection anew beside the live one and switches to it; answers when that is done. */
  @Post('projections/:name/rebuild')
  @HttpCode(200)
  rebuild(@Param() { name }: PartPath, @CommandContext() { origin }: CommandContext): Promise<RebuildAnswer> {
    return this.#operations.once(origin, async () => this.runners.projections.get().rebuild(name));
  }

  /** Documents of a projection that wait for a retry. */
  @Get('projections/:name/parked')
  parked(@Param() { name }: PartPath, @Query() _query: NoQuery): ParkedDocumentList {
    const items = this.runners.projections
      .get()
      .parked(name)
      .map(({ key, position, eventId, error, parkedAt }) => ({ key, position, eventId, error, parkedAt }));
    return { items, nextCursor: null };
  }

  /** Folds the parked documents of a projection again, from where they failed. */
  @Post('projections/:name/retry')
  @HttpCode(200)
  retry(@Param() { name }: PartPath, @CommandContext() { origin }: CommandContext): Promise<RetryAnswer> {
    return this.#operations.once(origin, async () => this.runners.projections.get().retry(name));
  }

  /** How every process manager stands, and which of its instances wait for a person. */
  @Get('processes')
  async processes(@Query() _query: NoQuery): Promise<ProcessList> {
    const items = (await this.health.processes()).map((status) => ({
      ...status,
      parked: status.parked.map(parkedInstance),
    }));
    return { items, nextCursor: null };
  }

  /** Tries the parked instances of a process manager again. */
  @Post('processes/:name/retry')
  @HttpCode(200)
  retryProcess(@Param() { name }: PartPath, @CommandContext() { origin }: CommandContext): Promise<ProcessRetryAnswer> {
    return this.#operations.once(origin, async () => ({ retried: await this.runners.processes.get().retry(name) }));
  }
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
