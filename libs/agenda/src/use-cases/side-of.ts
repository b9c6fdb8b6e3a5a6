import { SELF_SERVICE, type AnyPrincipal } from '#use-cases';
import type { CancelledBy } from '../domain/vocabulary.ts';

/** On whose side something becomes of an appointment: the person's, the desk's, another office's, or a policy's. */
export function sideOf({ role }: AnyPrincipal): CancelledBy {
  if (role === 'citizen' || role === SELF_SERVICE) return 'CITIZEN';
  if (role === 'desk-operator') return 'OPERATOR';
  return role === 'policy' ? 'SYSTEM' : 'OFFICE';
}
