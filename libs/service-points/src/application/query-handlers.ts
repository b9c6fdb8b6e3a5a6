import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ProjectionReader, type PageAnswer } from '#kernel';
import { requireRole, type Role } from '#platform';
import { listOverviews, overviewOf, type NetworkOverview } from '../projections/network-overview.ts';
import {
  listPuntiCliente,
  puntoClienteOf,
  type PuntoClienteDocument,
  type PuntoClienteSummary,
} from '../projections/service-point-register.ts';
import { GetNetworkOverview, GetPuntoCliente, ListNetworkOverviews, ListPuntiCliente } from './queries.ts';

const REGISTER_READERS: readonly Role[] = [
  'central',
  'regional',
  'provincial',
  'host-operator',
  'integration',
  'analyst',
];
const OVERVIEW_READERS: readonly Role[] = ['central', 'regional', 'provincial', 'integration', 'analyst'];

@QueryHandler(GetPuntoCliente)
export class GetPuntoClienteHandler implements IQueryHandler<GetPuntoCliente> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: GetPuntoCliente): Promise<PuntoClienteDocument> {
    requireRole(request.principal, ...REGISTER_READERS);
    return puntoClienteOf(this.reader, request);
  }
}

@QueryHandler(ListPuntiCliente)
export class ListPuntiClienteHandler implements IQueryHandler<ListPuntiCliente> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: ListPuntiCliente): Promise<PageAnswer<PuntoClienteSummary>> {
    requireRole(request.principal, ...REGISTER_READERS);
    return listPuntiCliente(this.reader, request);
  }
}

@QueryHandler(GetNetworkOverview)
export class GetNetworkOverviewHandler implements IQueryHandler<GetNetworkOverview> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: GetNetworkOverview): Promise<NetworkOverview> {
    requireRole(request.principal, ...OVERVIEW_READERS);
    return overviewOf(this.reader, request);
  }
}

@QueryHandler(ListNetworkOverviews)
export class ListNetworkOverviewsHandler implements IQueryHandler<ListNetworkOverviews> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: ListNetworkOverviews): Promise<PageAnswer<NetworkOverview>> {
    requireRole(request.principal, ...OVERVIEW_READERS);
    return listOverviews(this.reader, request);
  }
}
