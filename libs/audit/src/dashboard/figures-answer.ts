import { Type, type Static } from '@sinclair/typebox';
import { orNull } from '#use-cases';
import { Count, explained, LocalDate } from '#vocabulary';

/** Hours, euros and what comes of them are no counts. */
const Figure = Type.Number({ minimum: 0, maximum: 1_000_000_000_000, format: 'double' });
const ratio = (description: string) => orNull(Figure, `${description}; null where there is none of them.`);

const Offered = {
  appointments: explained(Count, 'Booked for days of the period, and neither cancelled nor displaced.'),
  noShows: explained(Count, 'Of these, those to whom nobody came.'),
  lapsed: explained(Count, 'Of these, those that lapsed with their day: nobody was received, or called often enough.'),
  noShowShare: ratio('Of the appointments, the share to which nobody came, 0 to 1'),
  accesses: explained(Count, 'Who came without an appointment.'),
  served: explained(Count, 'Who was received, with an appointment or without.'),
  solvedAtFirstContact: explained(Count, 'Of these, for whom nothing was left to do.'),
  solvedShare: ratio('Of those who were received, the share for whom nothing was left to do, 0 to 1'),
  places: explained(Count, 'Places of agendas: how many persons could be received, one slot each.'),
  load: ratio('Places that appointments take and accesses without one, by places'),
  openHours: explained(Figure, 'Hours for which agendas are open, each agenda for itself.'),
  appointmentsPerOpenHour: ratio('Appointments for each hour'),
  servedPerOpenHour: ratio('Who was received for each hour'),
};

/** What agendas offered in a period, what was booked, and what it cost. */
export const Figures = Type.Object(
  {
    from: explained(LocalDate, 'First day: of the first of the months, all of which were over on the day asked for.'),
    until: explained(LocalDate, 'Last day (this day included).'),
    ...Offered,
    puntiInps: Type.Object(
      {
        ...Offered,
        staffDays: explained(Figure, 'Days of work of the staff while a point is open: each person counts each day.'),
        premisesCostCents: explained(Figure, 'Of all agreements on premises, by their days; cents of a euro.'),
        appointmentsPerStaffDay: ratio('Appointments for each day of work'),
        appointmentsPerEuro: ratio('Appointments for each euro that the premises cost'),
        servedPerStaffDay: ratio('Who was received for each day of work'),
        servedPerEuro: ratio('Who was received for each euro that the premises cost'),
      },
      { $id: 'PuntiInpsFiguresAnswer', description: 'Of Punti INPS alone, which have staff and premises.' },
    ),
  },
  { $id: 'FiguresAnswer', description: 'Efficiency and economy.' },
);
export type Figures = Static<typeof Figures>;
