import type { EndedAuthorization } from './operator-authorization-state.ts';
import { puntoClienteLife, type LivedPoint } from '../punto-cliente.ts';

/**
 * Tells whether a point goes on as the end that an authorisation ended with has lost its cause: that of the same day or, where it was
 * granted after an end that was recorded late, and so revoked from its own day on, the last one before. An activation anew restores
 * nobody.
 */
export function isEndUndone({ life }: LivedPoint, { grantedOn, ended }: EndedAuthorization): boolean {
  const facts = puntoClienteLife.facts(life).filter(({ counts }) => counts);
  const end = facts.findLast(({ event, on }) => event.type === 'PuntoClienteDeactivated' && on <= ended.on);
  if (!end || (end.on < ended.on && grantedOn < ended.on)) return false;
  const last = facts.findLast(
    ({ event, on }) =>
      (event.type === 'PuntoClienteDeactivated' && on === end.on) ||
      (event.type === 'PuntoClienteActivated' && event.data.undoes === end.on),
  );
  return last?.event.type === 'PuntoClienteActivated';
}
