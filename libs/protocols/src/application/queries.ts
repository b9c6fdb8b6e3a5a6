import { Query } from '@nestjs/cqrs';
import type { PageAnswer } from '#kernel';
import type { DocumentRequest, ListRequest } from '#platform';
import type { ProtocolDocument, ProtocolFilter, ProtocolSummary } from '../projections/protocol-register.ts';

export class GetProtocol extends Query<ProtocolDocument> {
  constructor(readonly request: DocumentRequest) {
    super();
  }
}

export class ListProtocols extends Query<PageAnswer<ProtocolSummary>> {
  constructor(readonly request: ListRequest<ProtocolFilter>) {
    super();
  }
}
