import { weekdayOf } from '#italy';
import { streamName } from '#kernel/domain';
import {
  accepted,
  AGENDAS,
  establishUnits,
  seedAgenda,
  TERRITORY,
  workingDay,
  type SeededAgenda,
} from '../e2e/support/agenda.ts';
import { Agreements, AUTHORIZATIONS, POINTS, PROTOCOLS, today } from '../e2e/support/agreements.ts';
import type { Answer, Api } from '../e2e/support/api.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { eventsOf } from '../e2e/support/log.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { placesOf } from '../e2e/support/places-in-log.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Cluster, type PartProcess, type WorkerProcess } from './support/cluster.ts';

const mongo = await serverUnderTest();

/** How often each race is run. */
const ROUNDS = 3;
/** A machine that does something else beside it is slow. */
const LONGEST_MS = 300_000;
const UNITS = '/rest/organisation/v1/territorial-units';
const DESKS = '/rest/agenda/v1/desks';

describeWithServer(mongo, 'raced at two servers, each a process of its own', () => {
  let cluster: Cluster;
  let servers: readonly PartProcess[];
  let worker: WorkerProcess;
  /** The regional directorate at each server. */
  let one: Api;
  let other: Api;
  let central: Api;
  let agreements: Agreements;
  let host: string;
  /** Fictitious persons so far. */
  let people = 200;

  beforeAll(async () => {
    cluster = await Cluster.over(mongo!.url);
    servers = [await cluster.startServer(), await cluster.startServer()];
    const [first, second] = servers as [PartProcess, PartProcess];
    worker = await cluster.startActiveWorker();
    await cluster.ready(first);
    central = await cluster.as(first);
    await establishUnits(central);
    agreements = await Agreements.over((request) => cluster.as(first, request));
    host = await agreements.host();
    one = agreements.regional;
    other = await cluster.as(second, { role: 'regional', id: 'director', region: TERRITORY.region });
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await cluster.close();
    await mongo?.close();
  });

  /** Both at once; who is sent first takes turns, as the two servers do. */
  const atOnce = (round: number, first: (at: Api) => Promise<Answer>, second: (at: Api) => Promise<Answer>) =>
    Promise.all(round % 2 === 0 ? [first(one), second(other)] : [first(other), second(one)]);
  const codesOf = (answers: readonly Answer[]): unknown[] =>
    answers.filter(({ status }) => status >= 300).map(({ body }) => (body as { code: string }).code);
  /** One thing after another: each round meets the same two servers alone. */
  const inTurn = async <Given, Result>(
    given: readonly Given[],
    race: (given: Given, round: number) => Promise<Result>,
  ): Promise<Result[]> => {
    const results: Result[] = [];
    for (const [round, one] of given.entries()) results.push(await race(one, round));
    return results;
  };
  const prepared = <Given>(prepare: (round: number) => Promise<Given>): Promise<Given[]> =>
    inTurn(Array.from({ length: ROUNDS }), (_none, round) => prepare(round));
  /** What has happened to things, once everything has followed. */
  const settledLog = async () => {
    const log = await eventsOf((await cluster.settled(worker)).eventStore);
    return {
      log,
      /** Types of the events of a thing, in their order. */
      of: (category: string, id: string): string[] =>
        log.filter(({ stream }) => stream === streamName(category, id)).map(({ type }) => type),
    };
  };
  const lastOf = (types: readonly string[], among: readonly string[]): string | undefined =>
    types.findLast((type) => among.includes(type));
  const termination = () => ({ noticeDate: today(), effectiveDate: today(), reason: 'Recesso' });

  /** An approved point, and a protocol in force that covers it. */
  async function coveredPoint() {
    const pointId = await agreements.approvedPoint(host);
    const protocolId = await agreements.signedProtocol(host, [pointId]);
    await agreements.inForce(protocolId);
    return { pointId, protocolId };
  }

  /** A covered point with an operator, who is trained. */
  async function staffedPoint(operatorId: string) {
    const { pointId, protocolId } = await coveredPoint();
    const authorizationId = await agreements.trainedOperator(host, pointId, operatorId, (people += 1));
    return { pointId, protocolId, authorizationId, operatorId };
  }

  it(
    'P6: of two protocols that are to enter into force over one point, one wins',
    async () => {
      const pairs = await prepared(async () => {
        const points = [await agreements.approvedPoint(host)];
        return [await agreements.signedProtocol(host, points), await agreements.signedProtocol(host, points)] as const;
      });
      const enter = (protocolId: string) => (at: Api) =>
        at.post(`${PROTOCOLS}/${protocolId}/entry-into-force`, { effectiveDate: today() });
      const refused = await inTurn(pairs, async ([first, second], round) =>
        codesOf(await atOnce(round, enter(first), enter(second))),
      );
      expect(refused).toEqual(pairs.map(() => ['POINT_COVERED_BY_ANOTHER_PROTOCOL']));
      const { of } = await settledLog();
      for (const pair of pairs) {
        const entered = pair.flatMap((id) => of('Protocol', id)).filter((type) => type === 'ProtocolEnteredIntoForce');
        expect(entered).toHaveLength(1);
      }
    },
    LONGEST_MS,
  );

  it(
    'of two changes that would put two units below each other, one wins',
    async () => {
      const place = { region: TERRITORY.region, province: TERRITORY.province, municipality: 'H501' };
      const establish = (code: string, kind: string, parent: string) =>
        accepted(
          central.post(UNITS, {
            ...{ code, kind, parent, name: code, aooCode: `AOO-${code}`, pec: 'prova@pec.example.org', ...place },
          }),
        );
      const pairs = await prepared(async (round) => {
        const [branch, agency] = [`E2E-FP-${String(round)}`, `E2E-AC-${String(round)}`];
        await establish(branch, 'FILIALE_PROVINCIALE', 'E2E-DR-12');
        await establish(agency, 'AGENZIA_COMPLESSA', TERRITORY.unit);
        return { branch, agency };
      });
      const answers = await inTurn(pairs, async ({ branch, agency }, round) => {
        // While one change of the tree is completed, every other is told to wait.
        await cluster.settled(worker);
        // Each fits alone: the agency under the branch, and the branch, made an agency, under the other agency.
        return atOnce(
          round,
          (at) => central.at(at.url).post(`${UNITS}/${agency}/reassignment`, { parent: branch }),
          (at) =>
            central.at(at.url).post(`${UNITS}/${branch}/reclassification`, {
              ...{ kind: 'AGENZIA_TERRITORIALE', parent: agency },
            }),
        );
      });
      expect(answers.map((both) => both.map(({ status }) => status < 300).filter(Boolean).length)).toEqual(
        pairs.map(() => 1),
      );
      const { of } = await settledLog();
      for (const { branch, agency } of pairs) {
        const changed = [agency, branch].filter((code) =>
          of('TerritorialUnit', code).some((type) => type !== 'TerritorialUnitEstablished'),
        );
        expect(changed).toHaveLength(1);
      }
    },
    LONGEST_MS,
  );

  it(
    'of the end of a protocol and an activation under it, no point stays active',
    async () => {
      const given = await prepared(async (round) => {
        const staffed = await staffedPoint(`activated-${String(round)}`);
        await agreements.granted(staffed.authorizationId, staffed.protocolId);
        return staffed;
      });
      const answers = await inTurn(given, ({ pointId, protocolId }, round) =>
        atOnce(
          round,
          (at) => at.post(`${PROTOCOLS}/${protocolId}/termination`, termination()),
          (at) => at.post(`${POINTS}/${pointId}/activation`, { protocolId }),
        ),
      );
      expect(answers.flat().filter(({ status }) => status >= 500)).toEqual([]);
      const { of } = await settledLog();
      for (const { pointId, protocolId } of given) {
        expect(of('Protocol', protocolId)).toContain('ProtocolTerminated');
        const last = lastOf(of('PuntoCliente', pointId), ['PuntoClienteActivated', 'PuntoClienteDeactivated']);
        expect(last).not.toBe('PuntoClienteActivated');
      }
    },
    LONGEST_MS,
  );

  it(
    'of the end of a protocol and a grant under it, no authorisation stays',
    async () => {
      const given = await prepared((round) => staffedPoint(`granted-${String(round)}`));
      const answers = await inTurn(given, ({ authorizationId, protocolId }, round) =>
        atOnce(
          round,
          (at) => at.post(`${PROTOCOLS}/${protocolId}/termination`, termination()),
          (at) => at.post(`${AUTHORIZATIONS}/${authorizationId}/grant`, { protocolId }),
        ),
      );
      expect(answers.flat().filter(({ status }) => status >= 500)).toEqual([]);
      const { of } = await settledLog();
      for (const { authorizationId, protocolId } of given) {
        expect(of('Protocol', protocolId)).toContain('ProtocolTerminated');
        expect(of('OperatorAuthorization', authorizationId).at(-1)).not.toBe('OperatorAuthorizationGranted');
      }
    },
    LONGEST_MS,
  );

  it(
    'of the end of a protocol and a booking at its point, nobody is expected at a point that has ended',
    async () => {
      const date = workingDay();
      const { id: agendaId } = await accepted(
        central.post(AGENDAS, {
          ...{ owner: { kind: 'REMOTE_DESK', unit: TERRITORY.unit }, name: 'Sportello remoto' },
          ...{ serviceLine: 'PENSIONI', slotMinutes: 10, modes: ['WEB_MEETING'] },
        }),
      );
      await accepted(
        central.post(`${AGENDAS}/${agendaId}/opening-bands`, {
          ...{ weekday: weekdayOf(date), from: '09:00', to: '10:00', capacity: ROUNDS, validFrom: today() },
        }),
      );
      const given = await prepared(async (round) => {
        const staffed = await staffedPoint(`booking-${String(round)}`);
        await agreements.granted(staffed.authorizationId, staffed.protocolId);
        await agreements.activated(staffed.pointId, staffed.protocolId);
        const clerk = await cluster.as(servers[0]!, { role: 'host-operator', id: staffed.operatorId, host });
        return { ...staffed, clerk, citizen: fictitiousPerson((people += 1)) };
      });
      await cluster.settled(worker);
      const answers = await inTurn(given, ({ pointId, protocolId, authorizationId, clerk, citizen }, round) =>
        atOnce(
          round,
          (at) => at.post(`${PROTOCOLS}/${protocolId}/termination`, termination()),
          (at) =>
            clerk.at(at.url).post(`${AGENDAS}/${agendaId}/days/${date}/appointments`, {
              ...{ start: '09:00', mode: 'WEB_MEETING', serviceId: 'cedolino-pensione', atPoint: true, citizen },
              bookedFrom: { pointId, authorizationId },
            }),
        ),
      );
      expect(answers.flat().filter(({ status }) => status >= 500)).toEqual([]);
      const { log } = await settledLog();
      for (const { pointId } of given) {
        const booked = log.filter(
          ({ type, data }) =>
            type === 'AppointmentBooked' && (data as { heldAt?: { id?: string } }).heldAt?.id === pointId,
        );
        const ids = booked.map(({ data }) => (data as { appointmentId: string }).appointmentId);
        const ended = log
          .filter(({ data }) => ids.includes((data as { appointmentId: string }).appointmentId))
          .filter(({ type }) => type === 'AppointmentDisplacedByClosure');
        expect(ended).toHaveLength(booked.length);
      }
    },
    LONGEST_MS,
  );

  /** Books a place for somebody new. */
  const book = async ({ day, starts }: SeededAgenda, slot: number): Promise<string> => {
    const citizen = fictitiousPerson((people += 1));
    const wish = { start: starts[slot], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen };
    return (await accepted(one.post(`${day}/appointments`, wish))).id;
  };
  const moveTo =
    (from: SeededAgenda, appointmentId: string, { agendaId, date, starts }: SeededAgenda, slot: number) =>
    (at: Api): Promise<Answer> =>
      at.post(`${from.day}/appointments/${appointmentId}/rescheduling`, {
        to: { agendaId, date, start: starts[slot] },
      });

  it(
    'A8: of two moves onto one last place, one wins, and the other stays where it is',
    async () => {
      const from = await seedAgenda(central, { slots: 2 * ROUNDS, name: 'Partenza' });
      const to = await seedAgenda(central, { slots: ROUNDS, name: 'Arrivo' });
      const given = await prepared(
        async (round) => [await book(from, 2 * round), await book(from, 2 * round + 1)] as const,
      );
      const answers = await inTurn(given, ([first, second], round) =>
        atOnce(round, moveTo(from, first, to, round), moveTo(from, second, to, round)),
      );
      expect(answers.map(codesOf)).toEqual(given.map(() => ['SLOT_FULL']));
      const { log } = await settledLog();
      for (const pair of given) {
        const moved = pair.map((id) =>
          log.filter((event) => isOf(event, id) && event.type === 'AppointmentRescheduled'),
        );
        expect(moved.map(({ length }) => length).toSorted()).toEqual([0, 1]);
        for (const id of pair) expect(placesOf(log, id).at(-1)).toBe(1);
      }
    },
    LONGEST_MS,
  );

  it(
    'A8: of a move and a cancellation, one wins, and nobody is expected at two places',
    async () => {
      const from = await seedAgenda(central, { slots: ROUNDS, name: 'Da spostare' });
      const to = await seedAgenda(central, { slots: ROUNDS, name: 'Libero' });
      const given = await prepared((round) => book(from, round));
      const cancellation = { reason: 'CANNOT_ATTEND' };
      const answers = await inTurn(given, (id, round) =>
        atOnce(round, moveTo(from, id, to, round), (at) =>
          at.post(`${from.day}/appointments/${id}/cancellation`, cancellation),
        ),
      );
      expect(answers.map((both) => both.filter(({ status }) => status < 300).length)).toEqual(given.map(() => 1));
      expect(answers.flat().filter(({ status }) => status >= 500)).toEqual([]);
      const { log } = await settledLog();
      for (const id of given) {
        const isMoved = log.some((event) => isOf(event, id) && event.type === 'AppointmentRescheduled');
        expect(placesOf(log, id).at(-1)).toBe(isMoved ? 1 : 0);
      }
    },
    LONGEST_MS,
  );

  it(
    'A2: of bands of two agendas that would be at one desk at one time, one wins, and never both',
    async () => {
      const open = async (path: string, body: object): Promise<string> => (await accepted(central.post(path, body))).id;
      const ofUnit = { owner: { kind: 'UNIT_DESK', unit: TERRITORY.unit }, slotMinutes: 20, modes: ['IN_PERSON'] };
      const first = await open(AGENDAS, { ...ofUnit, name: 'Sportello pensioni', serviceLine: 'PENSIONI' });
      const second = await open(AGENDAS, { ...ofUnit, name: 'Sportello contributi', serviceLine: 'CONTRIBUTI' });
      const deskId = await open(DESKS, { owner: { unit: TERRITORY.unit }, name: 'Sportello 1' });
      const each = { weekday: weekdayOf(workingDay()), capacity: 1, validFrom: today(), deskId };
      const hour = (number: number): string => `${String(number).padStart(2, '0')}:00`;
      const define = (agendaId: string, from: number) => (at: Api) =>
        at.post(`${AGENDAS}/${agendaId}/opening-bands`, { ...each, from: hour(from), to: hour(from + 2) });
      const mornings = Array.from({ length: ROUNDS }, (_none, round) => 8 + 3 * round);
      const answers = await inTurn(mornings, (from, round) =>
        atOnce(round, define(first, from), define(second, from + 1)),
      );
      expect(answers.map(codesOf)).toEqual(mornings.map(() => ['DESK_TAKEN']));
      const { log } = await settledLog();
      const atDesk = log.map(({ type, data }) => ({ type, ...(data as Partial<Band>) }));
      const bands = atDesk.filter((event) => event.type === 'OpeningBandDefined' && event.deskId === deskId);
      const taken = answers.map((both) => both.find(({ status }) => status < 300)?.body as unknown as { id: string });
      expect(bands.map(({ bandId }) => bandId)).toEqual(taken.map(({ id }) => id));
    },
    LONGEST_MS,
  );
});

interface Band {
  readonly bandId: string;
  readonly deskId: string;
}

function isOf({ data }: { readonly data: unknown }, appointmentId: string): boolean {
  return (data as { readonly appointmentId?: string }).appointmentId === appointmentId;
}
