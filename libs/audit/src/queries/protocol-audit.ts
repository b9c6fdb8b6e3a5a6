import { IsUUID } from 'class-validator';
import { datedProtocols, dataWithoutPersons, protocol, protocolHistory } from '#protocols';
import {
  defineQuery,
  momentOf,
  within,
  type AnyQuery,
  type DatedThings,
  type HistoryEntry,
  type JudgedFact,
  type Rectifying,
} from '#use-cases';
import { officesOf } from './offices.ts';
import { ProtocolAudit, type AuditedEvent, type Rectification } from './protocol-answer.ts';
import { protocolTable } from './protocol-table.ts';
import { DatedQuestion, knownAtOf, type AuditShell } from './questions.ts';

/** Everything that happened to one protocol. */
export class GetProtocolAudit extends DatedQuestion {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;
}

/**
 * Every event of a protocol with its two times, who brought it about, and what of it was rectified, as that was known. The
 * wrong value stays beside the right one (T2).
 */
export function protocolAudit(dated: DatedThings): AnyQuery {
  return defineQuery({
    input: GetProtocolAudit,
    summary:
      'Every event of one protocol with its two times, the person in an office or the policy behind it, and what of it ' +
      'was rectified; on request as that was known on another date.',
    by: [within('central', 'regional', 'host-operator', 'analyst')],
    answer: ProtocolAudit,
    table: protocolTable,
    refuses: [protocol.notFound],
    run: (asked: GetProtocolAudit, shell) => protocolEventsOf(dated, asked, shell),
  });
}

/**
 * The answer.
 * @throws DomainError PROTOCOL_NOT_FOUND | OUTSIDE_TERRITORY; SystemError as the reader does
 */
export async function protocolEventsOf(
  dated: DatedThings,
  asked: GetProtocolAudit,
  { reader, read, requireWithin }: AuditShell,
): Promise<ProtocolAudit> {
  const { protocolId: id } = asked;
  const { document: told, build, position, logId } = await reader.get(protocolHistory, id, read);
  if (!told) throw protocol.notFound({ id });
  requireWithin(told.scope);
  const known = knownAtOf(asked);
  const entries = told.entries.filter(({ recordedAt }) => !known || Date.parse(recordedAt) <= known.until);
  const at = { minPosition: position, logId };
  const { things } = await dated.called(reader, datedProtocols, [id], at);
  const thing = things.get(id);
  const facts = new Map((thing ? datedProtocols.asKnown(thing, known).facts : []).map((fact) => [fact.revision, fact]));
  const offices = await officesOf(dated, reader, at, entries);
  return {
    ...{ id, knownAt: asked.knownAt ?? null, build, position, logId },
    events: entries.map((entry) => ({
      ...auditedEvent(entry, facts.get(entry.revision), entries),
      actor: { ...actorOf(entry), officeName: offices(entry, momentOf(entry.recordedAt)) },
    })),
  };
}

/** What is told of an event beside who brought it about. */
function auditedEvent(
  { type, eventId, revision, position, recordedAt, effectiveAt, data }: HistoryEntry,
  fact: JudgedFact | undefined,
  all: readonly HistoryEntry[],
): Omit<AuditedEvent, 'actor'> {
  const rectifiedBy = all.flatMap((other) => rectificationOf(other, revision) ?? []);
  const corrected = fact !== undefined && fact.rectifiedBy.length > 0;
  return {
    ...{ type, eventId, revision, position, recordedAt, effectiveAt, data: withoutSealed(dataWithoutPersons(data)) },
    legalDate: fact?.on ?? null,
    counts: fact?.counts ?? 'rectifies' in data,
    rectified: corrected
      ? { effectiveAt: fact.event.effectiveAt ?? null, data: dataWithoutPersons(fact.event.data as object, data) }
      : null,
    rectifiedBy,
  };
}

/** What an event says, if it rectifies that one. */
function rectificationOf({ data, revision, recordedAt }: HistoryEntry, rectified: number): Rectification | undefined {
  const { rectifies, changes, annuls, reason, act } = data as Partial<Rectifying> &
    Pick<Rectification, 'reason' | 'act'>;
  if (rectifies !== rectified) return undefined;
  return { revision, recordedAt, changes: changes ?? null, annuls: annuls === true, reason, act };
}

/** Personal data stays where it is opened for a purpose, which stands in the access log. */
function withoutSealed(data: object): object {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => !(typeof value === 'object' && value !== null && 'sealed' in value)),
  );
}

function actorOf({ actor }: HistoryEntry): Omit<AuditedEvent['actor'], 'officeName'> {
  const { kind, id, name, role, office } = actor as Readonly<Record<string, string | undefined>>;
  return kind === 'policy'
    ? { kind, policy: name ?? null, person: null, role: null, office: null }
    : { kind: 'person', policy: null, person: id ?? null, role: role ?? null, office: office ?? null };
}
