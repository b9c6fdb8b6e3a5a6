import { defineRefusal, type Sealed } from '#kernel/domain';
import type { AccessLogEntry } from '#kernel/ports';
import { officeOf, type Principal, type Reader, type Role } from '#use-cases';

export const notEntitled = defineRefusal(
  'NOT_ENTITLED_TO_PERSONAL_DATA',
  'The role {role} may not read this personal data: citizens read their own, offices of INPS that of others. Ask one.',
  'forbidden',
);

/** Staff of INPS, who may read what lies in their territory. The caller checks the territory: it knows where that is. */
const STAFF: readonly Role[] = ['central', 'regional', 'provincial', 'desk-operator'];

/**
 * Refuses who may not read these values: citizens read their own data, staff of INPS that of others; hosts,
 * integrations, analysts and policies read nobody's.
 * @throws DomainError NOT_ENTITLED_TO_PERSONAL_DATA (forbidden)
 */
export function entitledReader(reader: Reader, values: readonly Sealed[]): Principal {
  const { principal } = reader;
  if (principal.role !== 'policy' && mayRead(principal, values)) return principal;
  throw notEntitled({ role: principal.role });
}

function mayRead(principal: Principal, values: readonly Sealed[]): boolean {
  if (principal.role !== 'citizen') return STAFF.includes(principal.role);
  return principal.subject !== undefined && values.every(({ subject }) => subject === principal.subject);
}

/** One line of the access log for each subject whose data was opened. */
export function accessEntries(
  principal: Principal,
  { purpose, resource }: Reader,
  opened: readonly Sealed[],
  at: string,
): AccessLogEntry[] {
  const office = officeOf(principal);
  const fields = new Map<string, Set<string>>();
  for (const { subject, field } of opened) fields.set(subject, (fields.get(subject) ?? new Set()).add(field));
  return [...fields].map(([subject, names]) => ({
    at,
    actorId: principal.id,
    role: principal.role,
    ...(office === undefined ? {} : { office }),
    purpose,
    subject,
    fields: [...names].sort(),
    resource,
    outcome: 'READ',
  }));
}
