import { Type, type TProperties, type TSchema } from '@sinclair/typebox';
import type { DomainEvent } from '#kernel/domain';
import type { CommandOutcome, Told } from '#use-cases';
import { Count, explained, Id, listOf, whole } from '#vocabulary';
import { ChangedAppointment } from '../read-models/changed-appointment.ts';
import { MOST_AGENDAS, MOST_DAYS, type DesksAtOnce } from '../use-cases/desks-of-unit.ts';
import { MAX_LISTED } from '../use-cases/on-agenda.ts';
import type { ChangedAppointment as Change } from '../use-cases/plans-at-once.ts';

const changesOf = (item: TSchema, $id: string) =>
  Type.Object(
    {
      count: explained(whole(0, 1_000_000), 'How many they are.'),
      items: listOf(item, MAX_LISTED),
    },
    { $id, description: `The first ${MAX_LISTED} of them, by day and hour.` },
  );

/** What is told beside the changes, from the event. */
interface More {
  readonly fields: TProperties;
  readonly of: (data: never) => object;
}

function telling(changes: TSchema, idOf: (data: never) => string, more?: More) {
  const tell = ({ events: [event], told = [] }: CommandOutcome): Told => {
    const all = told as readonly Change[];
    const changed = (effect: Change['effect']) => {
      const those = all.filter((one) => one.effect === effect).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
      return { count: those.length, items: those.slice(0, MAX_LISTED).map(({ effect: _told, ...item }) => item) };
    };
    const { data } = event as DomainEvent;
    const both = { displaced: changed('displaced'), reinstated: changed('reinstated') };
    return { id: idOf(data as never), fields: { ...more?.of(data as never), ...both } };
  };
  return { tell, fields: Type.Object({ ...more?.fields, displaced: changes, reinstated: changes }) };
}

const Changes = changesOf(ChangedAppointment, 'ChangedAppointmentsAnswer');

/**
 * Answers with the appointments that a change of an agenda has displaced, and those that have their places back.
 * @param idOf of what was created or changed, from the event
 * @param more what else is told from it
 */
export function tellingChanges(idOf: (data: never) => string, more?: More) {
  return telling(Changes, idOf, more);
}

const AtAgenda = Type.Object(
  { agendaId: Id, ...ChangedAppointment.properties },
  { $id: 'ChangedAppointmentAtAgendaAnswer' },
);
const most = `the first ${MOST_AGENDAS} by name, while they have at most ${MOST_DAYS} days of the closure in their horizons`;

/** The same of the closure of a unit, with the agenda of each, and of how many agendas that tells. */
export const tellingChangesOfUnit = telling(
  changesOf(AtAgenda, 'ChangedAppointmentsAtAgendasAnswer'),
  ({ unitClosureId }: { readonly unitClosureId: string }) => unitClosureId,
  {
    fields: {
      agendas: explained(Count, `How many agendas were closed, or opened again, before this answer: ${most}.`),
      isWhole: Type.Boolean({
        description: 'Whether the unit has no others. Those follow, and the list of displaced appointments tells whom.',
      }),
    },
    of: ({ agendas = [], isWhole = false }: Partial<DesksAtOnce>) => ({ agendas: agendas.length, isWhole }),
  },
);
