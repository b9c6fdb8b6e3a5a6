import { Type, type Static } from '@sinclair/typebox';
import { IsIn, IsString } from 'class-validator';
import { AppointmentBooked, AppointmentCancelled } from '#agenda';
import { defineProjection, when, type Projection } from '#kernel/domain';
import {
  defineContext,
  defineQuery,
  everywhere,
  get,
  ReadOptionsQuery,
  routes,
  type ContextDefinition,
} from '#use-cases';

/** How many appointments were booked and cancelled at an agenda, or in a province. */
const Tally = Type.Object(
  { booked: Type.Array(Type.String()), cancelled: Type.Array(Type.String()) },
  { $id: 'TallyAnswer' },
);
type Tally = Static<typeof Tally>;

/** The service that the fold with the mistake did not foresee. */
export const UNFORESEEN = 'obis-m';

class GetTally extends ReadOptionsQuery {
  @IsIn(['agenda', 'province'])
  readonly of!: string;
  @IsString()
  readonly id!: string;
}

/**
 * A context with a read model alone, declared as those of the product are: one document per agenda and one per province,
 * so that each is fed by the streams of many days, and each event touches two.
 */
export function tallyContext(fold: 'with a mistake' | 'mended'): {
  context: ContextDefinition;
  projection: Projection<Tally>;
} {
  const projection = defineProjection<Tally>({
    name: 'tallies',
    version: 1,
    indexes: [],
    keys: ({ data, metadata: { scope } }) => [
      `agenda:${(data as { readonly agendaId: string }).agendaId}`,
      `province:${scope.province ?? ''}`,
    ],
    on: [
      when(AppointmentBooked, (tally, { data: { serviceId, bookingCode } }) => {
        if (serviceId === UNFORESEEN && fold === 'with a mistake') throw new Error('a service nobody foresaw');
        return { booked: [...(tally?.booked ?? []), bookingCode], cancelled: tally?.cancelled ?? [] };
      }),
      when(
        AppointmentCancelled,
        (tally, { data: { appointmentId } }) => tally && { ...tally, cancelled: [...tally.cancelled, appointmentId] },
      ),
    ],
  });
  const getTally = defineQuery({
    input: GetTally,
    summary: 'What was booked and cancelled.',
    by: [everywhere('central')],
    answer: Tally,
    run: async ({ of, id }, { reader, read }) => {
      const { document } = await reader.get(projection, `${of}:${id}`, read);
      return document ?? { booked: [], cancelled: [] };
    },
  });
  const context = defineContext({
    name: 'tallies',
    queries: [getTally],
    projections: [projection],
    routes: [routes('tallies', 'rest/tallies/v1', [get(':of/:id', getTally)])],
  });
  return { projection, context };
}
