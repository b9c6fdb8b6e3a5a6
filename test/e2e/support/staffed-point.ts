import { weekdayOf } from '#italy';
import { Agreements, today, type As } from './agreements.ts';
import { accepted, AGENDAS, establishUnits, TERRITORY, workingDay } from './agenda.ts';
import { fictitiousPerson } from './people.ts';
import { until } from './until.ts';

/** A Punto Cliente di Servizio that is active, with all that hangs on it. */
export interface StaffedPoint {
  readonly protocolId: string;
  readonly pointId: string;
  readonly authorizationId: string;
  /** Held at the point: the person comes there for a web meeting. */
  readonly heldAtPoint: string;
  /** Booked from the point, held at a desk of INPS. */
  readonly heldAtDesk: string;
}

/** An installation that is asked over HTTP. */
interface Asked {
  readonly as: As;
  /** Resolves when everything has happened that follows from what was done. */
  settled(): Promise<unknown>;
}

/** Brings a point into activity, over HTTP, with one operator, who books twice. */
export async function staffPoint(application: Asked): Promise<StaffedPoint> {
  const central = await application.as();
  await establishUnits(central);
  const agreements = await Agreements.over(application.as);
  const host = await agreements.host();
  const pointId = await agreements.approvedPoint(host);
  const protocolId = await agreements.signedProtocol(host, [pointId]);
  await agreements.inForce(protocolId);
  const authorizationId = await agreements.trainedOperator(host, pointId, 'clerk-7', 70);
  await agreements.granted(authorizationId, protocolId);
  await agreements.activated(pointId, protocolId);

  const clerk = await application.as({ role: 'host-operator', id: 'clerk-7', host });
  const date = workingDay();
  const { id: agendaId } = await accepted(
    central.post(AGENDAS, {
      ...{ owner: { kind: 'REMOTE_DESK', unit: TERRITORY.unit }, name: 'Sportello remoto', serviceLine: 'PENSIONI' },
      ...{ slotMinutes: 10, modes: ['WEB_MEETING', 'IN_PERSON'] },
    }),
  );
  await accepted(
    central.post(`${AGENDAS}/${agendaId}/opening-bands`, {
      ...{ weekday: weekdayOf(date), from: '09:00', to: '09:20', capacity: 1, validFrom: today() },
    }),
  );
  const appointments = `${AGENDAS}/${agendaId}/days/${date}/appointments`;
  const book = (start: string, person: number, how: object): Promise<string> =>
    until(async () => {
      const { status, body } = await clerk.post(appointments, {
        ...{ start, serviceId: 'cedolino-pensione', citizen: fictitiousPerson(person), ...how },
        bookedFrom: { pointId, authorizationId },
      });
      if (status === 409) return undefined;
      return (await accepted({ status, body } as never)).id;
    });
  const heldAtPoint = await book('09:00', 1, { mode: 'WEB_MEETING', atPoint: true });
  const heldAtDesk = await book('09:10', 2, { mode: 'IN_PERSON' });
  await application.settled();
  return { protocolId, pointId, authorizationId, heldAtPoint, heldAtDesk };
}
