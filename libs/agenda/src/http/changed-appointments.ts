import { Type, type TProperties } from '@sinclair/typebox';
import type { DomainEvent } from '#kernel/domain';
import type { CommandOutcome, Told } from '#use-cases';
import { explained, listOf, whole } from '#vocabulary';
import { ChangedAppointment } from '../read-models/changed-appointment.ts';
import { MAX_LISTED } from '../use-cases/on-agenda.ts';
import type { ChangedAppointment as Change } from '../use-cases/plans-at-once.ts';

const Changes = Type.Object(
  {
    count: explained(whole(0, 1_000_000), 'How many they are.'),
    items: listOf(ChangedAppointment, MAX_LISTED),
  },
  { $id: 'ChangedAppointmentsAnswer', description: `The first ${MAX_LISTED} of them, by day and hour.` },
);

const fields = { displaced: Changes, reinstated: Changes };

/**
 * Answers with the appointments that a change of an agenda has displaced, and those that have their places back.
 * @param idOf of what was created or changed, from the event
 * @param more what else is told from it
 */
export function tellingChanges(
  idOf: (data: never) => string,
  more?: { readonly fields: TProperties; readonly of: (data: never) => object },
) {
  const tell = ({ events: [event], told = [] }: CommandOutcome): Told => {
    const all = told as readonly Change[];
    const changes = (effect: Change['effect']) => {
      const those = all.filter((one) => one.effect === effect).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
      return { count: those.length, items: those.slice(0, MAX_LISTED).map(({ effect: _told, ...item }) => item) };
    };
    const { data } = event as DomainEvent;
    const changed = { displaced: changes('displaced'), reinstated: changes('reinstated') };
    return { id: idOf(data as never), fields: { ...more?.of(data as never), ...changed } };
  };
  return { tell, fields: Type.Object({ ...more?.fields, ...fields }) };
}
