import { Controller, Get, Inject, Module, Param, Query, type Type } from '@nestjs/common';
import type { Collection } from 'mongodb';
import { agendaDayId, GetAvailability } from '#agenda';
import { daysBetween } from '#italy';
import { Public, RouteInput } from '#platform';

/** A stored document of a read model. */
export interface StoredDay {
  readonly _id: string;
  readonly document?: object;
}

/** Finds the collection of the days, which is known once the application has built its read models. */
export type DaysOf = () => Promise<Collection<StoredDay>>;

const DAYS = Symbol('collection of the days');
const FROM = { build: 'none', logId: '00000000-0000-4000-8000-000000000000', position: '1' };

/** A look-up of availability as it would be with nothing but Nest and the driver: the documents, as they are stored. */
@Controller('rest/bench-mongodb/v1/agendas/:agendaId')
export class BareLookUpController {
  constructor(
    @Inject(DAYS) private readonly days: DaysOf,
    private readonly input: RouteInput,
  ) {}

  /** One document is asked for with `findOne`, several with one `find`. */
  @Public()
  @Get('availability')
  async availability(@Param() path: Readonly<Record<string, string>>, @Query() sent: object): Promise<object> {
    const { agendaId, from, to } = await this.input.of(GetAvailability, { path, sent });
    const days = await this.days();
    const keys = daysBetween(from, to).map((date) => agendaDayId(agendaId, date));
    const [key = ''] = keys;
    const found =
      keys.length === 1 ? [await days.findOne({ _id: key })] : await days.find({ _id: { $in: keys } }).toArray();
    return { items: found.flatMap((day) => day?.document ?? []), nextCursor: null, ...FROM };
  }
}

/** The route of the bare look-up, over the collection that holds the days. */
export function bareLookUpModule(days: DaysOf): Type {
  @Module({ controllers: [BareLookUpController], providers: [{ provide: DAYS, useValue: days }] })
  class BareLookUpModule {}
  return BareLookUpModule;
}
