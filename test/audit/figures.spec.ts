import { AuditedLog } from './support/audited-log.ts';
import type { Fact } from './support/fact-writer.ts';
import { BOLOGNA, MODENA, morningOf, startOf, type Place } from './support/network-facts.ts';

const POINT = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';
const act = { authority: 'Direzione regionale', number: '7', date: '2026-01-02' };

/** What happens to a Punto INPS on a day. */
function ofPoint(type: string, on: string, data: object): Fact {
  return {
    ...{ stream: `PuntoInps-${POINT}`, type, recordedAt: morningOf(on), data, effectiveAt: startOf(on) },
    scope: { region: BOLOGNA.region, province: BOLOGNA.province },
  };
}

/** A Punto INPS that is open from 2 February 2026 to 15 March, with two of staff and premises for 3,650 euro a year. */
const openPoint: readonly Fact[] = [
  ofPoint('PuntoInpsProposed', '2026-01-05', {
    ...{ puntoInpsId: POINT, name: 'Punto INPS', ...BOLOGNA, proposedBy: 'DP', referenceUnit: 'DP' },
    ...{ address: { street: 'Via Roma 1', postalCode: '40100' }, ground: 'LOW_COMPLEXITY', proposedOn: '2026-01-05' },
  }),
  ofPoint('PuntoInpsEstablished', '2026-01-10', {
    establishedOn: '2026-01-10',
    act,
    from: 'PROPOSED',
    to: 'ESTABLISHED',
  }),
  // On Mondays and Tuesdays, from before it opens.
  assigned('one', '2026-01-12', [1, 2]),
  // On Fridays, until the end of February.
  assigned('two', '2026-02-01', [5]),
  ofPoint('PuntoInpsHostPremisesAgreed', '2026-01-12', {
    host: { id: 'h', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
    ...{ yearlyCostCents: 365_000, from: '2026-01-12', until: '2026-12-31', act },
  }),
  // Recorded once more, which counts for nothing.
  ofPoint('PuntoInpsHostPremisesAgreed', '2026-01-13', {
    host: { id: 'h', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
    ...{ yearlyCostCents: 365_000, from: '2026-01-13', until: '2026-12-31', act },
  }),
  ofPoint('PuntoInpsOpened', '2026-02-02', { openedOn: '2026-02-02', agendaId: 'ag', from: 'ESTABLISHED', to: 'OPEN' }),
  ofPoint('PuntoInpsStaffReleased', '2026-03-01', { assignmentId: 'two', releasedOn: '2026-03-01' }),
  ofPoint('PuntoInpsSuspended', '2026-03-16', {
    reason: 'PREMISES',
    suspendedOn: '2026-03-16',
    from: 'OPEN',
    to: 'SUSPENDED',
  }),
];

function assigned(assignmentId: string, from: string, weekdays: readonly number[]): Fact {
  const person = { sealed: 'x', subject: `s-${assignmentId}`, field: 'PuntoInpsStaffAssigned.person' };
  const data = { assignmentId, subject: `s-${assignmentId}`, person, unit: 'DP', from, weekdays };
  return ofPoint('PuntoInpsStaffAssigned', from, data);
}

/** A day of an agenda with four hours of opening, so many appointments, and one of them cancelled. */
function day(
  agendaId: string,
  date: string,
  { region, province }: Place,
  appointments: number,
  point?: string,
): Fact[] {
  const at = {
    stream: `AgendaDay-${agendaId}_${date}`,
    recordedAt: morningOf('2026-01-15'),
    scope: { region, province },
  };
  const hour = (number: number): string => `${date}T${String(8 + number).padStart(2, '0')}:00:00.000Z`;
  const slots = [0, 1, 2, 3].map((number) => ({
    ...{ start: `${String(9 + number).padStart(2, '0')}:00`, capacity: 5 },
    ...{ startsAt: hour(number), endsAt: hour(number + 1) },
  }));
  const whose = point === undefined ? {} : { point };
  const plan = { agendaId, date, zone: 'Europe/Rome', serviceLine: 'PENSIONI', modes: ['IN_PERSON'], region, province };
  const place = { agendaId, date, ...whose, start: '09:00', startsAt: hour(0), endsAt: hour(1), units: 1 };
  const taken = (number: number) => ({ ...place, subject: `s-${number}`, commitmentId: `c-${number}` });
  const outcome = { servicesDelivered: ['quesito'] };
  const access = { agendaId, date, ...whose, accessId: 'access-1' };
  const atDesk = [
    { type: 'AppointmentCompleted', data: { ...taken(1), appointmentId: 'ap-1', ...outcome, solved: true } },
    { type: 'AppointmentCompleted', data: { ...taken(2), appointmentId: 'ap-2', ...outcome, solved: false } },
    { type: 'AppointmentMarkedNoShow', data: { ...taken(3), appointmentId: 'ap-3' } },
    { type: 'AccessRegistered', data: { ...access, queueNumber: 3, serviceId: 'cedolino-pensione' } },
    { type: 'AccessCompleted', data: { ...access, ...outcome, solved: true } },
  ];
  return [
    {
      ...at,
      type: 'DayPlanned',
      data: {
        ...{ ...plan, ...whose, unit: 'DP', horizonDays: 30, noticeMinutes: 0, holdMinutes: 5, slots },
        agendaRevision: 1,
      },
    },
    ...Array.from({ length: appointments }, (_, number) => ({
      ...at,
      type: 'AppointmentBooked',
      data: {
        ...taken(number),
        ...{ appointmentId: `ap-${number}`, mode: 'IN_PERSON', channel: 'DESK', serviceLine: 'PENSIONI' },
        ...{ serviceId: 'cedolino-pensione', bookingCode: 'ABCDEFGH' },
        citizen: { sealed: 'x', subject: `s-${number}`, field: 'AppointmentBooked.citizen' },
      },
    })),
    {
      ...at,
      type: 'AppointmentCancelled',
      data: {
        ...{ ...taken(0), appointmentId: 'ap-0', by: 'CITIZEN', reason: 'CANNOT_ATTEND' },
        reofferAt: morningOf('2026-01-16'),
      },
    },
    ...atDesk.map((event) => ({ ...at, ...event })),
  ];
}

describe('efficiency and economy, by months that are over', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(
      ...openPoint,
      ...day('ag', '2026-02-03', BOLOGNA, 9, POINT),
      ...day('ag', '2026-03-03', BOLOGNA, 5, POINT),
      ...day('desk', '2026-02-03', BOLOGNA, 3),
      ...day('other', '2026-02-04', MODENA, 6),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  interface Figures {
    readonly appointments: number;
    readonly openHours: number;
    readonly puntiInps: { readonly appointments: number; readonly staffDays: number };
  }
  interface Dashboard {
    readonly figures: Figures | null;
    readonly provinces: readonly { readonly province: string; readonly figures: Figures | null }[];
    readonly regions: readonly { readonly region: string; readonly figures: Figures }[];
  }
  const region = (on: string, months: number, more: object = {}): Promise<Dashboard> =>
    log.ask('GetRegionDashboard', { region: '08', on, months, within: 90, ...more }) as Promise<Dashboard>;

  it('what was booked by hour of opening, by day of work and by euro', async () => {
    // Mondays 2, 9, 16, 23, Tuesdays 3, 10, 17, 24 and Fridays 6, 13, 20, 27 of February, and 28 days of ten euro each.
    await expect(region('2026-03-31', 2)).resolves.toMatchObject({
      figures: { from: '2026-02-01', until: '2026-03-31' },
    });
    await expect(region('2026-03-10', 1)).resolves.toMatchObject({
      figures: {
        ...{
          from: '2026-02-01',
          until: '2026-02-28',
          appointments: 15,
          openHours: 12,
          appointmentsPerOpenHour: 15 / 12,
        },
        // On each of three days, two of those who have an appointment are received, one does not come, one comes without.
        ...{ served: 9, solvedAtFirstContact: 6, solvedShare: 6 / 9, servedPerOpenHour: 9 / 12 },
        ...{ noShows: 3, noShowShare: 3 / 15, accesses: 3, places: 60, load: 18 / 60 },
        puntiInps: {
          ...{ appointments: 8, openHours: 4, appointmentsPerOpenHour: 2, staffDays: 12, premisesCostCents: 28_000 },
          ...{ appointmentsPerStaffDay: 8 / 12, appointmentsPerEuro: 8 / 280 },
          ...{ served: 3, servedPerStaffDay: 3 / 12, servedPerEuro: 3 / 280 },
        },
      },
    });
  });

  it('people work while their point is open, on days of the week on which they are there, and not on holidays', async () => {
    // Until the suspension: Mondays 2 and 9, Tuesdays 3 and 10 of March; who was released works no more.
    const { figures } = await region('2026-03-31', 1);
    expect(figures?.puntiInps).toMatchObject({ appointments: 4, staffDays: 4 });
    // A month before it opened.
    await expect(region('2026-01-31', 1)).resolves.toMatchObject({
      figures: { puntiInps: { staffDays: 0, premisesCostCents: 20_000, appointmentsPerStaffDay: null } },
    });
  });

  it('are told of each province, and are null as they were known on another date', async () => {
    const { provinces } = await region('2026-03-10', 1);
    expect(provinces.map(({ province, figures }) => [province, figures?.appointments])).toEqual([
      [MODENA.province, 5],
      [BOLOGNA.province, 10],
    ]);
    await expect(region('2026-03-10', 1, { knownAt: '2026-03-12' })).resolves.toMatchObject({ figures: null });
  });

  it('of the nation are those of its regions', async () => {
    const question = { on: '2026-03-31', months: 12, within: 90 };
    const nation = (await log.ask('GetNationalDashboard', question)) as Dashboard;
    const { figures } = await region('2026-03-31', 12);
    expect(nation.figures).toEqual(figures);
    expect(nation.regions.find((one) => one.region === '08')?.figures).toEqual(figures);
    expect(nation.regions.find((one) => one.region === '09')?.figures).toMatchObject({ appointments: 0, openHours: 0 });
  });
});
