import { ApiProperty } from '@nestjs/swagger';
import { IsRealDate, ListPage, ReadOptionsQuery } from '#platform';
import { MODES, type Mode } from '../domain/events/schemas.ts';

export class AvailabilityQuery extends ReadOptionsQuery {
  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day; at most 62 days in all. */
  @IsRealDate()
  readonly to!: string;
}

export class FreeSlotAnswer {
  /** Wall clock in Rome, HH:MM; names the slot in holds and bookings. */
  readonly start!: string;
  readonly startsAt!: string;
  readonly endsAt!: string;
  readonly capacity!: number;
  /** How many may be booked now. */
  readonly free!: number;
}

export class AvailableDayAnswer {
  readonly date!: string;
  @ApiProperty({ enum: MODES, enumName: 'AppointmentMode', isArray: true })
  readonly modes!: readonly Mode[];
  @ApiProperty({ type: [FreeSlotAnswer] })
  readonly slots!: readonly FreeSlotAnswer[];
}

export class AvailabilityAnswer extends ListPage {
  @ApiProperty({ type: [AvailableDayAnswer] })
  readonly items!: readonly AvailableDayAnswer[];
}
