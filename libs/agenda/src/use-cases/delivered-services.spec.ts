import { requireDelivered } from '../domain/delivered-services.ts';
import { book, bookHold, DAY, held, NOON } from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { bookAppointment } from './book-appointment.ts';

const CONTRIBUTIONS = 'estratto-conto-contributivo';

describe('a service is delivered by the agendas of its own line', () => {
  const refused = { serviceId: CONTRIBUTIONS, serviceLine: 'PENSIONI', deliveredBy: 'CONTRIBUTI' };

  it('and booked at no other, on free places or of a hold', () => {
    when(bookAppointment, { ...book(NOON), serviceId: CONTRIBUTIONS }, [DAY]).thenRefused(
      'SERVICE_NOT_DELIVERED_THERE',
      refused,
    );
    const ofHold = { ...bookHold('h-s', 's'), serviceId: CONTRIBUTIONS };
    when(bookAppointment, ofHold, [DAY, held(NOON, 's')]).thenRefused('SERVICE_NOT_DELIVERED_THERE', refused);
    expect(when(bookAppointment, book(NOON), [DAY]).events()).toHaveLength(1);
  });

  it('what was booked under another line before goes on being kept under that, too', () => {
    const move = (to: string) => () => {
      requireDelivered(CONTRIBUTIONS, { serviceLine: to }, 'PENSIONI');
    };
    expect(move('PENSIONI')).not.toThrow();
    expect(move('CONTRIBUTI')).not.toThrow();
    expect(move('FAMIGLIA')).toThrow(expect.objectContaining({ code: 'SERVICE_NOT_DELIVERED_THERE' }) as Error);
  });

  it('what the catalogue has no longer, where it was booked', () => {
    const move = (to: string) => () => {
      requireDelivered('a-service-of-before', { serviceLine: to }, 'PENSIONI');
    };
    expect(move('PENSIONI')).not.toThrow();
    expect(move('CONTRIBUTI')).toThrow(
      expect.objectContaining({
        code: 'SERVICE_NOT_DELIVERED_THERE',
        facts: { serviceId: 'a-service-of-before', serviceLine: 'CONTRIBUTI', deliveredBy: 'PENSIONI' },
      }) as Error,
    );
  });
});
