import { defineRefusal, type Sealed } from '#kernel/domain';
import type { AccessLogEntry } from '#kernel/ports';
import { officeOf, type AnyPrincipal, type Reader, type Role } from '#use-cases';

export const notEntitled = defineRefusal(
  'NOT_ENTITLED_TO_PERSONAL_DATA',
  'The role {role} may not read this personal data: citizens read their own, offices of INPS that of others. Ask one.',
  'forbidden',
);

/** Staff of INPS, who may read what lies in their territory. The caller checks the territory: it knows where that is. */
const STAFF: readonly Role[] = ['central', 'regional', 'provincial', 'desk-operator'];

/** Policies that may read personal data: what sends mail needs the address that a person gave for it. */
const READING_POLICIES: readonly string[] = ['mail'];

/**
 * Refuses who may not read these values: citizens read their own data, staff of INPS that of others, and the policy that
 * sends mail the data of whom it writes to; hosts, integrations, analysts and all other policies read nobody's.
 * @throws DomainError NOT_ENTITLED_TO_PERSONAL_DATA (forbidden)
 */
export function entitledReader(reader: Reader, values: readonly Sealed[]): AnyPrincipal {
  const { principal } = reader;
  if (mayRead(principal, values)) return principal;
  throw notEntitled({ role: principal.role });
}

function mayRead(principal: AnyPrincipal, values: readonly Sealed[]): boolean {
  if (principal.role === 'policy') return READING_POLICIES.includes(principal.name);
  if (principal.role !== 'citizen') return STAFF.includes(principal.role);
  return principal.subject !== undefined && values.every(({ subject }) => subject === principal.subject);
}

/** One line of the access log for each subject whose data was opened. */
export function accessEntries(
  principal: AnyPrincipal,
  { purpose, resource }: Reader,
  opened: readonly Sealed[],
  at: string,
): AccessLogEntry[] {
  const fields = new Map<string, Set<string>>();
  for (const { subject, field } of opened) fields.set(subject, (fields.get(subject) ?? new Set()).add(field));
  return [...fields].map(([subject, names]) => ({
    at,
    ...readerOf(principal),
    purpose,
    subject,
    fields: [...names].sort(),
    resource,
    outcome: 'READ',
  }));
}

/** A policy stands there by its name. */
function readerOf(principal: AnyPrincipal): Pick<AccessLogEntry, 'actorId' | 'role' | 'office'> {
  if (principal.role === 'policy') return { actorId: principal.name, role: principal.role };
  const office = officeOf(principal);
  return { actorId: principal.id, role: principal.role, ...(office === undefined ? {} : { office }) };
}
