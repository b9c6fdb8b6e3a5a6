import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ProjectionReader, type PageAnswer } from '#kernel';
import { requireRole, type Role } from '#platform';
import {
  listProtocols,
  protocolOf,
  type ProtocolDocument,
  type ProtocolSummary,
} from '../projections/protocol-register.ts';
import { GetProtocol, ListProtocols } from './queries.ts';

const READERS: readonly Role[] = ['central', 'regional', 'host-operator', 'integration', 'analyst'];

@QueryHandler(GetProtocol)
export class GetProtocolHandler implements IQueryHandler<GetProtocol> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: GetProtocol): Promise<ProtocolDocument> {
    requireRole(request.principal, ...READERS);
    return protocolOf(this.reader, request);
  }
}

@QueryHandler(ListProtocols)
export class ListProtocolsHandler implements IQueryHandler<ListProtocols> {
  constructor(private readonly reader: ProjectionReader) {}

  async execute({ request }: ListProtocols): Promise<PageAnswer<ProtocolSummary>> {
    requireRole(request.principal, ...READERS);
    return listProtocols(this.reader, request);
  }
}
