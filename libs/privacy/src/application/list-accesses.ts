import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessLogEntry, WorkStore } from '#kernel';
import { requireRole, WORK_STORE, type Principal } from '#platform';

/** Who read whose data, or that of one subject, newest first. */
export class ListAccesses extends Query<readonly AccessLogEntry[]> {
  constructor(
    readonly principal: Principal,
    readonly subject: string | undefined,
    readonly limit: number,
  ) {
    super();
  }
}

@QueryHandler(ListAccesses)
export class ListAccessesHandler implements IQueryHandler<ListAccesses> {
  constructor(@Inject(WORK_STORE) private readonly workStore: WorkStore) {}

  async execute({ principal, subject, limit }: ListAccesses): Promise<readonly AccessLogEntry[]> {
    requireRole(principal, 'central');
    return this.workStore.accesses({ limit, ...(subject === undefined ? {} : { subject }) });
  }
}
