import { ApiProperty } from '@nestjs/swagger';
import { ListPage } from '#platform';
import {
  CANCELLATION_REASONS,
  CANCELLED_BY,
  CHANNELS,
  MODES,
  type CancellationReason,
  type CancelledBy,
  type Channel,
  type Mode,
} from '../domain/events/schemas.ts';
import { CitizenBody } from './agenda-days.dto.ts';

const STATES = ['BOOKED', 'CANCELLED', 'DISPLACED'] as const;

export class OwnAppointmentAnswer {
  readonly appointmentId!: string;
  readonly agendaId!: string;
  readonly date!: string;
  /** Wall clock in Rome, HH:MM. */
  readonly start!: string;
  readonly startsAt!: string;
  readonly endsAt!: string;
  readonly units!: number;
  @ApiProperty({ enum: MODES, enumName: 'AppointmentMode' })
  readonly mode!: Mode;
  @ApiProperty({ enum: CHANNELS, enumName: 'BookingChannel' })
  readonly channel!: Channel;
  readonly serviceLine!: string;
  readonly serviceId!: string;
  readonly bookingCode!: string;
  @ApiProperty({ enum: STATES, enumName: 'AppointmentState' })
  readonly state!: (typeof STATES)[number];
  @ApiProperty({ enum: CANCELLED_BY, nullable: true })
  readonly cancelledBy!: CancelledBy | null;
  @ApiProperty({ enum: CANCELLATION_REASONS, nullable: true })
  readonly cancellationReason!: CancellationReason | null;
  readonly bookedAt!: string;
  /** When it came to its present state. */
  readonly since!: string;
}

export class OwnAppointmentPage extends ListPage {
  @ApiProperty({ type: [OwnAppointmentAnswer] })
  readonly items!: readonly OwnAppointmentAnswer[];
}

/** The citizen's data; without `value` when the citizen was erased. */
export class OpenedCitizenAnswer {
  readonly erased!: boolean;
  @ApiProperty({ type: CitizenBody, required: false })
  readonly value?: CitizenBody;
}

export class SheetEntryAnswer extends OwnAppointmentAnswer {
  /** Opaque id of the citizen. */
  readonly subject!: string;
  readonly citizen!: OpenedCitizenAnswer;
}

export class DaySheetPage extends ListPage {
  @ApiProperty({ type: [SheetEntryAnswer] })
  readonly items!: readonly SheetEntryAnswer[];
}
