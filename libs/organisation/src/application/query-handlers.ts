import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ProjectionReader, type PageAnswer } from '#kernel';
import { requireRole, type Role } from '#platform';
import { hostBodyOf, listHostBodies, type HostBodyDocument } from '../projections/host-bodies.ts';
import {
  listTerritorialUnits,
  territorialUnitOf,
  type TerritorialUnitDocument,
} from '../projections/territorial-units.ts';
import { GetHostBody, GetTerritorialUnit, ListHostBodies, ListTerritorialUnits } from './queries.ts';

const UNIT_READERS: readonly Role[] = ['central', 'regional', 'provincial', 'desk-operator', 'integration', 'analyst'];
const HOST_READERS: readonly Role[] = ['central', 'regional', 'provincial', 'host-operator', 'integration', 'analyst'];

@QueryHandler(GetTerritorialUnit)
export class GetTerritorialUnitHandler implements IQueryHandler<GetTerritorialUnit> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: GetTerritorialUnit): Promise<TerritorialUnitDocument> {
    requireRole(request.principal, ...UNIT_READERS);
    return territorialUnitOf(this.reader, request);
  }
}

@QueryHandler(ListTerritorialUnits)
export class ListTerritorialUnitsHandler implements IQueryHandler<ListTerritorialUnits> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: ListTerritorialUnits): Promise<PageAnswer<TerritorialUnitDocument>> {
    requireRole(request.principal, ...UNIT_READERS);
    return listTerritorialUnits(this.reader, request);
  }
}

@QueryHandler(GetHostBody)
export class GetHostBodyHandler implements IQueryHandler<GetHostBody> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: GetHostBody): Promise<HostBodyDocument> {
    requireRole(request.principal, ...HOST_READERS);
    return hostBodyOf(this.reader, request);
  }
}

@QueryHandler(ListHostBodies)
export class ListHostBodiesHandler implements IQueryHandler<ListHostBodies> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: ListHostBodies): Promise<PageAnswer<HostBodyDocument>> {
    requireRole(request.principal, ...HOST_READERS);
    return listHostBodies(this.reader, request);
  }
}
