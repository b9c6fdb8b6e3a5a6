import { onlyAtAdministrations } from '#organisation';
import type { HostBodyFacts, PointKind } from '#vocabulary';

/**
 * Punti Cliente di Servizio (INPS circolare 119/2011) and Punti Utente Evoluti (INPS–ANCI, 2025) are at administrations only.
 * @throws DomainError KIND_ONLY_AT_PUBLIC_ADMINISTRATION
 */
export function requireKindsAllowedAt(host: Pick<HostBodyFacts, 'kind'>, kinds: readonly PointKind[]): void {
  const reserved = kinds.filter((kind) => kind !== 'INFORMATIVO');
  if (host.kind !== 'PUBLIC_ADMINISTRATION' && reserved.length > 0) {
    throw onlyAtAdministrations({ kinds: reserved, hostKind: host.kind });
  }
}
