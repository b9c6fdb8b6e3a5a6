import { Controller, Get, Module, Param, Query } from '@nestjs/common';
import { IsIn, IsString } from 'class-validator';
import type { AgendaDayEvent } from '#agenda';
import { defineProjection, ProjectionReader, type Projection } from '#kernel';
import { readOptions, ReadOptionsQuery, Roles } from '#platform';
import type { Context } from '../../../apps/api/src/composition/context.ts';

/** How many appointments were booked and cancelled at an agenda, or in a province. */
interface Tally {
  readonly booked: readonly string[];
  readonly cancelled: readonly string[];
}

/** The service that the fold with the mistake did not foresee. */
export const UNFORESEEN = 'unforeseen-service';

class TallyPath {
  @IsIn(['agenda', 'province'])
  readonly of!: string;
  @IsString()
  readonly id!: string;
}

/**
 * A context with a read model alone, written as those of the product are: one document per agenda and one per province,
 * so that each is fed by the streams of many days, and each event touches two.
 */
export function tallyContext(fold: 'with a mistake' | 'mended'): { context: Context; projection: Projection<Tally> } {
  const projection = defineProjection<Tally, AgendaDayEvent>({
    name: 'tallies',
    version: 1,
    indexes: [],
    keys: ({ data, metadata: { scope } }) =>
      'agendaId' in data ? [`agenda:${data.agendaId}`, `province:${scope.province ?? ''}`] : [],
    on: {
      AppointmentBooked: (tally, { data: { serviceId, bookingCode } }) => {
        if (serviceId === UNFORESEEN && fold === 'with a mistake') throw new Error('a service nobody foresaw');
        return { booked: [...(tally?.booked ?? []), bookingCode], cancelled: tally?.cancelled ?? [] };
      },
      AppointmentCancelled: (tally, { data: { appointmentId } }) =>
        tally && { ...tally, cancelled: [...tally.cancelled, appointmentId] },
    },
  });

  @Roles('central')
  @Controller('rest/tallies/v1')
  class TallyController {
    constructor(private readonly reader: ProjectionReader) {}

    @Get(':of/:id')
    async tally(@Param() { of, id }: TallyPath, @Query() query: ReadOptionsQuery): Promise<Tally> {
      const { document } = await this.reader.get(projection, `${of}:${id}`, readOptions(query));
      return document ?? { booked: [], cancelled: [] };
    }
  }

  @Module({ controllers: [TallyController] })
  class TallyModule {}

  return { projection, context: { module: TallyModule, projections: [projection] } };
}
