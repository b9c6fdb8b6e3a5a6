import type { LocalDate } from '#italy';
import { puntoClienteLife, type LivedPoint } from './punto-cliente.ts';
import { suspensionsOf } from './punto-cliente-state.ts';

/** Days on which nobody works at a point, as it is suspended. */
export interface Standstill {
  readonly from: LocalDate;
  /** First day on which it receives again, or is at its end; it goes on when absent. */
  readonly until?: LocalDate;
}

/** When a point was suspended for anything but that nobody is authorised there, in legal order. */
export function standstillsOf({ life }: Pick<LivedPoint, 'life'>): readonly Standstill[] {
  const standstills: Standstill[] = [];
  for (const { on, leaves } of puntoClienteLife.walk(life)) {
    const suspensions = leaves.status === 'ABSENT' ? [] : suspensionsOf(leaves);
    const isShut = suspensions.some(({ reason }) => reason !== 'NO_AUTHORISED_OPERATOR');
    const last = standstills.at(-1);
    const isOpen = last !== undefined && last.until === undefined;
    if (isShut && !isOpen) standstills.push({ from: on });
    if (!isShut && isOpen) standstills[standstills.length - 1] = { ...last, until: on };
  }
  return standstills;
}

/** Tells whether a point stands still on a day. */
export function isStillOn(standstills: readonly Standstill[], date: LocalDate): boolean {
  return standstills.some(({ from, until }) => from <= date && (until === undefined || date < until));
}
