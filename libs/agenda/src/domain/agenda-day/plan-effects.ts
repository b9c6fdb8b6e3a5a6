import type { AgendaDay, Appointment, PlanEffect, PlanEffects } from './day-state.ts';

/** What a plan does, to be added to. */
export function effectOf(effects: PlanEffects, agendaRevision: number): PlanEffect {
  const known = effects.get(agendaRevision);
  if (known) return known;
  const effect = { displaced: [], reinstated: [] };
  effects.set(agendaRevision, effect);
  return effect;
}

/**
 * What a change of the agenda did to the appointments of a day: what the first plan did that follows from it, be it from a
 * later change, too. However much is planned afterwards, this stays.
 */
export function effectsOfChange(
  { planEffects, appointments }: AgendaDay,
  agendaRevision: number,
): { readonly [Effect in keyof PlanEffect]: readonly Appointment[] } {
  const first = [...planEffects].find(([planned]) => planned >= agendaRevision)?.[1];
  const those = (ids: readonly string[] = []): readonly Appointment[] =>
    ids.flatMap((id) => appointments.get(id) ?? []).sort((a, b) => a.startsAt - b.startsAt || a.sequence - b.sequence);
  return { displaced: those(first?.displaced), reinstated: those(first?.reinstated) };
}
