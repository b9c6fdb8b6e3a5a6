import { Body, Controller, Get, Module, Param, Post, Query, Res } from '@nestjs/common';
import { BookAppointment, GetAvailability } from '#agenda';
import { answer, CommandContext, Public, RouteInput, type CommandAnswer, type HttpReply } from '#platform';

const PATH = 'rest/bench/v1/agendas/:agendaId';
const RESULT = { logId: '00000000-0000-4000-8000-000000000000', revision: 1, position: '1' };

/** What Nest, guards and validation cost: the routes of bookings and availability, with nothing behind them. */
@Controller(PATH)
export class NoOpController {
  constructor(private readonly input: RouteInput) {}

  /** Takes the parameters of a booking, and answers like one. */
  @Post('days/:date/appointments')
  async book(
    @Param() path: Readonly<Record<string, string>>,
    @Body() sent: object,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    await this.input.of(BookAppointment, { path, sent });
    const { commandId: id } = command.origin;
    const startsAt = '2026-01-01T08:00:00.000Z';
    return Object.assign(answer(reply, RESULT, { id, created: `/${id}` }), {
      ...{ bookingCode: 'ABCDEFGH', startsAt, endsAt: startsAt },
    });
  }

  /** Takes the parameters of a look-up of availability, and answers that there is none. */
  @Public()
  @Get('availability')
  async availability(@Param() path: Readonly<Record<string, string>>, @Query() sent: object): Promise<object> {
    await this.input.of(GetAvailability, { path, sent });
    return { items: [], nextCursor: null, build: 'none', ...RESULT };
  }
}

@Module({ controllers: [NoOpController] })
export class NoOpModule {}
