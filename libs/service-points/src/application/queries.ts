import { Query } from '@nestjs/cqrs';
import type { PageAnswer } from '#kernel';
import type { DocumentRequest, ListRequest } from '#platform';
import type { NetworkOverview, OverviewArea, OverviewFilter } from '../projections/network-overview.ts';
import type {
  PuntoClienteDocument,
  PuntoClienteFilter,
  PuntoClienteSummary,
} from '../projections/service-point-register.ts';

export class GetPuntoCliente extends Query<PuntoClienteDocument> {
  constructor(readonly request: DocumentRequest) {
    super();
  }
}

export class ListPuntiCliente extends Query<PageAnswer<PuntoClienteSummary>> {
  constructor(readonly request: ListRequest<PuntoClienteFilter>) {
    super();
  }
}

export class GetNetworkOverview extends Query<NetworkOverview> {
  constructor(readonly request: Omit<DocumentRequest, 'id'> & { readonly area: OverviewArea }) {
    super();
  }
}

export class ListNetworkOverviews extends Query<PageAnswer<NetworkOverview>> {
  constructor(readonly request: ListRequest<OverviewFilter>) {
    super();
  }
}
