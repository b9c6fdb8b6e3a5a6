import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, PageQuery, readOptions, type Principal } from '#platform';
import { ListOwnAppointments } from '../application/queries.ts';
import { OwnAppointmentPage } from './appointments.dto.ts';

@ApiTags('agenda')
@Controller('rest/agenda/v1/appointments')
export class AppointmentsController {
  constructor(private readonly queries: QueryBus) {}

  /** The citizen's own appointments, the latest first, whatever became of them. */
  @Get('mine')
  mine(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<OwnAppointmentPage> {
    const { limit, cursor } = query;
    return this.queries.execute(new ListOwnAppointments({ principal, limit, cursor, read: readOptions(query) }));
  }
}
