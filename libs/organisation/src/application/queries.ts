import { Query } from '@nestjs/cqrs';
import type { PageAnswer } from '#kernel';
import type { DocumentRequest, ListRequest } from '#platform';
import type { HostBodyDocument, HostBodyFilter } from '../projections/host-bodies.ts';
import type { TerritorialUnitDocument, TerritorialUnitFilter } from '../projections/territorial-units.ts';

export class GetTerritorialUnit extends Query<TerritorialUnitDocument> {
  constructor(readonly request: DocumentRequest) {
    super();
  }
}

export class ListTerritorialUnits extends Query<PageAnswer<TerritorialUnitDocument>> {
  constructor(readonly request: ListRequest<TerritorialUnitFilter>) {
    super();
  }
}

export class GetHostBody extends Query<HostBodyDocument> {
  constructor(readonly request: DocumentRequest) {
    super();
  }
}

export class ListHostBodies extends Query<PageAnswer<HostBodyDocument>> {
  constructor(readonly request: ListRequest<HostBodyFilter>) {
    super();
  }
}
