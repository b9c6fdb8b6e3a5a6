import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineQuery, orNull, ReadOptionsQuery, type QueryShell } from '#use-cases';
import { Id } from '#vocabulary';
import { checkDocuments, DocumentVerdict } from '../domain/document-check.ts';
import { protocol } from '../domain/protocol.ts';
import { Party } from '../domain/vocabulary.ts';
import { IsSha256 } from '../use-cases/signature-input.ts';
import { READERS } from './protocol-queries.ts';
import { protocolRegister } from './protocol-register.ts';

/** What a file is to a protocol. */
export const DocumentCheckAnswer = Type.Object(
  {
    verdict: DocumentVerdict,
    party: orNull(Party, 'Whose signature the file was issued with.'),
    amendmentId: orNull(Id, 'The amendment that the file is of; null where it is of the protocol itself, or unknown.'),
    isWithdrawn: Type.Boolean({ description: 'That amendment was withdrawn before its day, and never counted.' }),
  },
  { $id: 'DocumentCheckAnswer' },
);
export type DocumentCheckAnswer = Static<typeof DocumentCheckAnswer>;

export class CheckProtocolDocument extends ReadOptionsQuery {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;

  /** Of the file, 64 lower-case hexadecimal digits; the file itself stays where it is. */
  @IsSha256()
  readonly sha256!: string;
}

export const checkProtocolDocument = defineQuery({
  input: CheckProtocolDocument,
  summary:
    'What a file is to a protocol or an amendment of it, by its hash: the text, signed by one, final, or unknown.',
  by: READERS,
  answer: DocumentCheckAnswer,
  refuses: [protocol.notFound],
  run: protocolDocumentChecked,
});

/**
 * The answer of the document check, also for whoever reads the stores.
 * @throws DomainError PROTOCOL_NOT_FOUND | OUTSIDE_TERRITORY (forbidden)
 */
export async function protocolDocumentChecked(
  { protocolId, sha256 }: CheckProtocolDocument,
  { reader, read, requireWithin }: Pick<QueryShell, 'reader' | 'read' | 'requireWithin'>,
): Promise<DocumentCheckAnswer> {
  const { document } = await reader.get(protocolRegister, protocolId, read);
  if (!document) throw protocol.notFound({ id: protocolId });
  requireWithin({ region: document.region, host: document.host.id });
  const acts = [{ signatures: document.signatures }, ...document.amendments];
  const { verdict, party = null, amendmentId = null, isWithdrawn = false } = checkDocuments(sha256, acts);
  return { verdict, party, amendmentId, isWithdrawn };
}
