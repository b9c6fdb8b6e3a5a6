import { DomainError } from '#kernel';
import type { AssignConventionOfficer, DraftProtocol } from './commands.ts';
import type { ProtocolEvent } from './events.ts';
import { isSamePost, type Protocol } from './protocol-state.ts';
import { OFFICER_ROLES, PARTIES, type Officer, type ProtocolHost } from './vocabulary.ts';

/**
 * A protocol regulates one or more Punti Cliente of one host in one region (INPS circolare 119/2011).
 * @param host the hosting body that the command names, if it is registered
 */
export function draft(command: DraftProtocol, host: ProtocolHost | undefined): ProtocolEvent[] {
  const { protocolId, hostBodyId, region, points, kinds, durationMonths, officers } = command;
  if (!host) throw new DomainError('HOST_BODY_NOT_REGISTERED', { hostBodyId });
  if (points.length === 0) throw new DomainError('PROTOCOL_COVERS_NO_POINT', { hostBodyId });
  if (kinds.length === 0) throw new DomainError('PROTOCOL_ALLOWS_NO_KIND', { hostBodyId });
  const reserved = kinds.filter((kind) => kind !== 'INFORMATIVO');
  // Punti Cliente di Servizio (circolare 119/2011) and Punti Utente Evoluti (INPS–ANCI, 2025) are at administrations only.
  if (host.kind !== 'PUBLIC_ADMINISTRATION' && reserved.length > 0) {
    throw new DomainError('KIND_ONLY_AT_PUBLIC_ADMINISTRATION', { kinds: reserved, hostKind: host.kind });
  }
  const twice = officers.find((officer, index) => officers.findIndex((other) => isSamePost(officer, other)) !== index);
  if (twice) throw new DomainError('OFFICER_NAMED_TWICE', { party: twice.party, role: twice.role });
  const terms = { points: [...new Set(points)], kinds: [...new Set(kinds)], durationMonths };
  return [
    { type: 'ProtocolDrafted', data: { protocolId, host, region, ...terms } },
    ...officers.map((data): ProtocolEvent => ({ type: 'ConventionOfficerAssigned', data })),
  ];
}

/** Names an officer for a post, or another in place of the one who holds it. */
export function assignOfficer(command: AssignConventionOfficer, protocol: Protocol): ProtocolEvent[] {
  const { type: _type, ...officer } = command;
  const holder = protocol.officers.find((named) => isSamePost(named, officer));
  if (!holder) return [{ type: 'ConventionOfficerAssigned', data: officer }];
  if (holder.officerId === officer.officerId && holder.office === officer.office) {
    throw new DomainError('OFFICER_ALREADY_ASSIGNED', { party: officer.party, role: officer.role }, 'already-so');
  }
  return [{ type: 'ConventionOfficerReplaced', data: { ...officer, previousOfficerId: holder.officerId } }];
}

/** A protocol is submitted once Responsabile and Referente tecnico are named for both parties (circolare 104/2016). */
export function submit(protocol: Protocol): ProtocolEvent[] {
  const missing = PARTIES.flatMap((party) => OFFICER_ROLES.map((role) => ({ party, role }))).filter(
    (post) => !protocol.officers.some((officer: Officer) => isSamePost(officer, post)),
  );
  if (missing.length > 0) throw new DomainError('CONVENTION_OFFICERS_MISSING', { missing });
  return [{ type: 'ProtocolSubmitted', data: {} }];
}
