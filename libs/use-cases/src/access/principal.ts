import { defineRefusal, type Actor } from '#kernel/domain';
import type { Scope } from './scope.ts';

export const roleNotAllowed = defineRefusal(
  'ROLE_NOT_ALLOWED',
  'The role {role} may not do this: ask somebody whose role is one of {allowed}.',
  'forbidden',
);
export const outsideTerritory = defineRefusal(
  'OUTSIDE_TERRITORY',
  'This lies outside your territory or body: ask the office that it belongs to.',
  'forbidden',
);
export const notOwnData = defineRefusal(
  'NOT_OWN_DATA',
  'A citizen acts and reads for themselves alone: leave the other person out.',
  'forbidden',
);

export const policyNotAllowed = defineRefusal(
  'POLICY_NOT_ALLOWED',
  'The policy {policy} does not declare that it gives {command}: list it among the commands of that process manager.',
  'forbidden',
);

/** What a principal may be whose token an issuer signs; each with a territory or body that bounds it. */
export const ROLES = [
  'central',
  'regional',
  'provincial',
  'desk-operator',
  'host-operator',
  'integration',
  'analyst',
  'citizen',
] as const;
export type IssuedRole = (typeof ROLES)[number];

/**
 * Roles whose token says where they belong, or that belong everywhere: offices, hosts and who studies the network. An integration
 * reads by the scope with which it was registered, which no token says; a citizen, what is their own.
 */
export type TerritorialRole = Exclude<IssuedRole, 'integration' | 'citizen'>;

/**
 * Somebody who named a booking code and the codice fiscale that goes with it, for that appointment alone and a short time
 * (A10). No issuer can give this role: it comes from {@link SelfServiceTokens} alone.
 */
export const SELF_SERVICE = 'self-service';

/** Every role there is. */
export const EVERY_ROLE = [...ROLES, SELF_SERVICE] as const;
export type Role = (typeof EVERY_ROLE)[number];

/** A person or system that was authenticated. */
export interface Principal {
  /** Opaque; never a codice fiscale. */
  readonly id: string;
  readonly role: Role;
  /** ISTAT code of the region, two digits: bounds `regional`. */
  readonly region?: string;
  /** ISTAT code of the province, three digits: bounds `provincial`, and a `desk-operator` of no unit. */
  readonly province?: string;
  /** Code of the territorial unit: bounds a `desk-operator`; a `provincial` has what is of it beside its province. */
  readonly unit?: string;
  /** Id of the hosting body: bounds `host-operator`. */
  readonly host?: string;
  /** Id of the registered integration that an `integration` is. */
  readonly integration?: string;
  /** Id of the subject behind a `citizen`, or behind an appointment. */
  readonly subject?: string;
  /** Id of the only appointment that `self-service` is for. */
  readonly appointment?: string;
}

/** A named policy of the system (a process manager), which acts where the law says so, without a person. */
export interface PolicyPrincipal {
  readonly role: 'policy';
  readonly name: string;
}

export type AnyPrincipal = Principal | PolicyPrincipal;

/** How a principal stands in the metadata of events. */
export function actorOf(principal: AnyPrincipal): Actor {
  if (principal.role === 'policy') return { kind: 'policy', name: principal.name };
  const { id, role } = principal;
  const office = officeOf(principal);
  return { kind: 'person', id, role, ...(office === undefined ? {} : { office }) };
}

/** The office that a principal acts for, by the closest that its token names: unit, host, province or region. */
export function officeOf({ unit, host, province, region }: Principal): string | undefined {
  return unit ?? host ?? province ?? region;
}

/**
 * Refuses a principal whose role is none of these; policies pass.
 * @throws DomainError ROLE_NOT_ALLOWED (forbidden)
 */
export function requireRole(principal: AnyPrincipal, ...roles: readonly Role[]): void {
  if (principal.role === 'policy' || roles.includes(principal.role)) return;
  throw roleNotAllowed({ role: principal.role, allowed: roles });
}

/** Tells whether what stands in `scope` lies within the principal's territory or body. */
export function isWithinScope(principal: AnyPrincipal, scope: Scope): boolean {
  switch (principal.role) {
    case 'policy':
    case 'central':
    case 'analyst':
      return true;
    case 'regional':
      return principal.region !== undefined && scope.region === principal.region;
    case 'provincial':
      // A unit may be the reference of what stands in another province: its directorate names it.
      return isOfUnit(principal, scope) || isInProvince(principal, scope);
    case 'desk-operator':
      return principal.unit === undefined ? isInProvince(principal, scope) : isOfUnit(principal, scope);
    case 'host-operator':
      return principal.host !== undefined && scope.host === principal.host;
    case 'citizen':
    case 'self-service':
    case 'integration':
      // They have no territory: what is their own (a person's, an appointment, an integration's) commands and queries check.
      return false;
  }
}

function isInProvince({ province }: Principal, scope: Scope): boolean {
  return province !== undefined && scope.province === province;
}

function isOfUnit({ unit }: Principal, scope: Scope): boolean {
  return unit !== undefined && scope.unit === unit;
}

/**
 * Refuses a principal outside its territory or body. Where the thing stands is not said: that is what they may not know.
 * @throws DomainError OUTSIDE_TERRITORY (forbidden)
 */
export function requireScope(principal: AnyPrincipal, scope: Scope): void {
  if (isWithinScope(principal, scope)) return;
  throw outsideTerritory({ role: principal.role });
}

/**
 * The person a citizen is.
 * @throws DomainError NOT_OWN_DATA (forbidden) when the token names none
 */
export function ownSubject(principal: AnyPrincipal): string {
  if (principal.role !== 'citizen' || principal.subject === undefined) throw notOwnData();
  return principal.subject;
}

/**
 * What a grant of its own is compared with: the person whom a citizen is, the registered integration, or the one appointment of
 * self-service.
 * @returns undefined for an integration whose token names none
 * @throws DomainError NOT_OWN_DATA (forbidden) when the token names none
 */
export function ownId(principal: AnyPrincipal): string | undefined {
  if (principal.role === 'integration') return principal.integration;
  if (principal.role !== SELF_SERVICE) return ownSubject(principal);
  if (principal.appointment === undefined) throw notOwnData();
  return principal.appointment;
}
