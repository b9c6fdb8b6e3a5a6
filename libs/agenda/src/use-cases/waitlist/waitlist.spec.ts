import { deriveId, type Absent } from '#kernel/domain';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import type { AnyPrincipal } from '#use-cases';
import { everyPair, specify, type SpecFacts } from '#use-cases/specification';
import { agendas } from '../../agenda.ts';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import type { AgendaDay } from '../../domain/agenda-day/day-state.ts';
import { evolveAgenda, type Agenda } from '../../domain/agenda/agenda-state.ts';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { openedAgenda } from '../../specification/sample-agenda.ts';
import { booked, DAY, NOON, offered, taken } from '../../specification/sample-day.ts';
import {
  acceptedOffer,
  droppedFor,
  joinedList,
  leftList,
  offeredEntryOf,
  offerExpired,
  waitingCitizen,
} from '../../specification/sample-waitlist.ts';
import { endOffer } from './end-offer.ts';
import { endWaiting } from './end-waiting.ts';
import { acceptOffer } from './accept-offer.ts';
import { enrolDisplaced } from './enrol-displaced.ts';
import { joinWaitlist } from './join-waitlist.ts';
import { leaveWaitlist } from './leave-waitlist.ts';
import { restoreWaiting } from './restore-waiting.ts';
import { settleOffer } from './settle-offer.ts';
import { transferWaitlist } from './transfer-waitlist.ts';

const opened = openedAgenda() as Extract<ReturnType<typeof openedAgenda>, { type: 'AgendaOpened' }>;
const anAgenda: Agenda = evolveAgenda({ status: 'ABSENT' }, opened);
const closed: Agenda = evolveAgenda(anAgenda, {
  type: 'AgendaClosed',
  data: { agendaId: 'a', effectiveDate: '2026-03-10' },
});
const known = { agenda: anAgenda, limit: 3, authorization: undefined, point: undefined };
const OPERATOR: AnyPrincipal = { id: 'op', role: 'desk-operator', province: '057', unit: 'DP-RIETI' };
const PERSON: AnyPrincipal = { id: 'c', role: 'citizen', subject: 's' };
const wanted = (subject = 's', principal: AnyPrincipal = OPERATOR) => ({
  ...{ agendaId: 'a', mode: 'IN_PERSON', units: 1, serviceId: 'cedolino-pensione', channel: 'DESK' },
  ...{ citizen: waitingCitizen, subject, principal },
});
const list = (...events: WaitlistEvent[]) => specify(waitlist).given(...events);
const join = (events: readonly WaitlistEvent[], more: object = {}, facts: object = {}) =>
  list(...events).when(joinWaitlist, { ...wanted(), ...more }, { ...known, ...facts });
const day = (...events: AgendaDayEvent[]): AgendaDay | Absent =>
  events.reduce<AgendaDay | Absent>((state, event) => agendaDay.evolve(state, event), { status: 'ABSENT' });

describe('A9: who joins a waiting list', () => {
  it('comes after all who wait there', () => {
    join([joinedList('x', 1), offerExpired('x', 2)]).then({
      type: 'WaitlistJoined',
      data: {
        ...{ agendaId: 'a', entryId: deriveId('WaitlistEntry', SPEC_COMMAND_ID), subject: 's', turn: 3 },
        ...{ region: '12', province: '057', unit: 'DP-RIETI', serviceLine: 'PENSIONI' },
        ...{ mode: 'IN_PERSON', units: 1, channel: 'DESK', serviceId: 'cedolino-pensione', citizen: waitingCitizen },
      },
    });
  });

  it('waits once at an agenda, and learns that of themselves alone', () => {
    join([joinedList('s', 1)]).thenRefused('WAITING_ALREADY');
    join([joinedList('s', 1)], { principal: PERSON }).thenRefused('WAITING_ALREADY');
    const elsewhere = { id: 'op', role: 'desk-operator', province: '058', unit: 'DP-ROMA' } as const;
    join([joinedList('s', 1)], { principal: elsewhere }).thenRefused('PERSON_NOT_FREE');
    expect(join([joinedList('s', 1), leftList('s')]).events()).toHaveLength(1);
    const displaced = { appointmentId: 'ap', date: '2026-03-02' };
    expect(join([joinedList('s', 1, { displaced })]).events()).toHaveLength(1);
  });

  it('finds room, which who was displaced does not take', () => {
    const three = ['x', 'y', 'z'].map((subject, index) => joinedList(subject, index + 1));
    join(three).thenRefused('WAITING_LIST_FULL', { limit: 3 });
    const displaced = joinedList('z', 3, { displaced: { appointmentId: 'ap', date: '2026-03-02' } });
    expect(join([...three.slice(0, 2), displaced]).events()).toHaveLength(1);
  });

  it('names a period that lies ahead, a mode that the agenda offers, and an agenda that is there and stays', () => {
    join([], { from: '2026-03-12', until: '2026-03-11' }).thenRefused('WAITING_PERIOD_REVERSED');
    join([], { until: '2026-03-01' }).thenRefused('WAITING_PERIOD_OVER', { until: '2026-03-01', today: '2026-03-02' });
    join([], { mode: 'WEB_MEETING' }).thenRefused('MODE_NOT_OFFERED');
    join([], {}, { agenda: { status: 'ABSENT' } }).thenRefused('AGENDA_UNKNOWN');
    join([], { from: '2026-03-10' }, { agenda: closed }).thenRefused('AGENDA_CLOSED');
    expect(join([], { from: '2026-03-09' }, { agenda: closed }).events()).toHaveLength(1);
  });

  it('may be put there by an operator of a host with an authorisation alone (K8)', () => {
    const principal = { id: 'h', role: 'host-operator', host: 'host' } as const;
    list()
      .as(principal)
      .when(joinWaitlist, { ...wanted(), principal }, known)
      .thenRefused('OPERATOR_NOT_AUTHORISED');
  });

  it('comes for a service of the catalogue, which is looked at before anybody is looked up', () => {
    join([], { serviceId: 'no-such-service' }).thenRefused('SERVICE_UNKNOWN');
  });

  it('waits for a service that the agenda delivers', () => {
    join([], { serviceId: 'quesito' }).thenRefused('SERVICE_NOT_DELIVERED_THERE', {
      ...{ serviceId: 'quesito', serviceLine: 'PENSIONI', deliveredBy: 'SERVIZI_GENERALI' },
    });
  });
});

describe('A9: who leaves a waiting list', () => {
  const leave = (as: AnyPrincipal, entryId = 'w-s', ...events: WaitlistEvent[]) =>
    list(joinedList('s', 1), ...events)
      .as(as)
      .when(leaveWaitlist, { agendaId: 'a', entryId, isCitizen: as.role === 'citizen' });

  it('is the person, or is taken off it by the office', () => {
    expect(leave(PERSON).events()).toMatchObject([{ type: 'WaitlistLeft', data: { because: 'GIVEN_UP' } }]);
    expect(leave(OPERATOR).events()).toMatchObject([{ type: 'WaitlistLeft', data: { because: 'TAKEN_OFF' } }]);
  });

  it('waits there, and is nobody else', () => {
    const other = { id: 'o', role: 'citizen', subject: 'other' } as const;
    leave(other).thenRefused('WAITING_ENTRY_OF_ANOTHER_PERSON');
    leave(other, 'w-s', leftList('s')).thenRefused('WAITING_ENTRY_OF_ANOTHER_PERSON');
    leave(OPERATOR, 'w-none').thenRefused('WAITING_ENTRY_UNKNOWN');
    leave(OPERATOR, 'w-s', leftList('s')).thenRefused('WAITING_ALREADY_OVER');
    list().as(OPERATOR).when(leaveWaitlist, { agendaId: 'a', entryId: 'w-s' }).thenRefused('WAITING_LIST_EMPTY');
    const elsewhere = { id: 'op', role: 'desk-operator', province: '058', unit: 'DP-ROMA' } as const;
    leave(elsewhere).thenRefused('OUTSIDE_TERRITORY');
  });
});

describe('A6: what came of a place that was asked of somebody is told by their list', () => {
  const asked = {
    ...{ agendaId: 'a', date: '2026-03-02', entryId: 'w-s', holdId: 'h-s', subject: 's' },
    startsAt: NOON.startsAt,
  };
  const settle = (events: readonly WaitlistEvent[], of: AgendaDay | Absent) =>
    list(...events).when(settleOffer, asked, { day: of });

  it('held, it is an offer', () => {
    const [event] = settle([joinedList('s', 1)], day(DAY, offered(NOON, 's'))).events();
    expect(event).toMatchObject({
      type: 'WaitlistOffered',
      data: { entryId: 'w-s', holdId: 'h-s', start: '12:00', endsAt: NOON.endsAt, units: 1 },
    });
    // Told once, however often the command is given.
    expect(settle([joinedList('s', 1), offeredEntryOf('s')], day(DAY, offered(NOON, 's'))).events()).toEqual([]);
  });

  it('not held, it is gone, or the reason is theirs', () => {
    const because = (of: AgendaDay | Absent, events: WaitlistEvent[] = [joinedList('s', 1)]) =>
      settle(events, of)
        .events()
        .map(({ data }) => 'because' in data && data.because);
    expect(because(day(DAY))).toEqual(['PERSON_NOT_FREE']);
    expect(because(day(DAY, booked(NOON, 'x')))).toEqual(['PLACE_GONE']);
    expect(because({ status: 'ABSENT' })).toEqual(['PLACE_GONE']);
    expect(because(day(DAY), [joinedList('s', 1), leftList('s')])).toEqual(['WAITS_NO_LONGER']);
    // What they come for is not offered there, how they would come is not, or they need more slots: the next may take it.
    const others = { ...DAY, data: { ...DAY.data, services: ['obis-m'] } } as AgendaDayEvent;
    expect(because(day(others))).toEqual(['PERSON_NOT_FREE']);
    for (const wish of [{ mode: 'WEB_MEETING' }, { units: 12 }] as const)
      expect(because(day(DAY), [joinedList('s', 1, wish)])).toEqual(['PERSON_NOT_FREE']);
    // Whoever left just then has it taken back.
    expect(because(day(DAY, offered(NOON, 's')), [joinedList('s', 1), leftList('s')])).toEqual([]);
  });
});

describe('A9: what became of an offer', () => {
  const given = [joinedList('s', 1), joinedList('x', 2), offeredEntryOf('s')];
  const end = (events: readonly WaitlistEvent[], how: string, mostUntaken = 2) =>
    list(...events).when(endOffer, { agendaId: 'a', entryId: 'w-s', holdId: 'h-s', how }, { mostUntaken });

  it('sends its person to the end of the list, once, and off it the next time', () => {
    end(given, 'EXPIRED').then(offerExpired('s', 3));
    const again = [...given, offerExpired('s', 3), offeredEntryOf('s')];
    expect(end(again, 'DECLINED').events()).toMatchObject([
      { type: 'WaitlistOfferExpired', data: { because: 'DECLINED' } },
      { type: 'WaitlistLeft', data: { because: 'OFFERS_NOT_TAKEN' } },
    ]);
    expect(end(again, 'EXPIRED', 3).events()).toMatchObject([{ data: { turn: 4 } }]);
  });

  it('leaves them where they are when its hours were closed', () => {
    expect(end(given, 'WITHDRAWN').events()).toMatchObject([{ type: 'WaitlistOfferWithdrawn' }]);
    const taken = [
      ...given,
      { type: 'WaitlistOfferWithdrawn', data: { agendaId: 'a', entryId: 'w-s', subject: 's', holdId: 'h-s' } } as const,
    ];
    end(taken, 'EXPIRED').thenRefused('OFFER_NOT_OPEN');
  });

  it('is told once', () => {
    end([joinedList('s', 1)], 'EXPIRED').thenRefused('OFFER_NOT_OPEN');
    end([...given, leftList('s')], 'EXPIRED').thenRefused('WAITING_ALREADY_OVER');
    const accept = { agendaId: 'a', entryId: 'w-s', holdId: 'h-s', appointmentId: 'ap-s' };
    list(...given)
      .when(acceptOffer, accept)
      .then(acceptedOffer('s'));
    list(...given, acceptedOffer('s'))
      .when(acceptOffer, accept)
      .thenRefused('WAITING_ALREADY_OVER');
  });
});

describe('A6: who was displaced', () => {
  const displacedDay = day(DAY, booked(NOON, 's'), {
    type: 'AppointmentDisplacedByClosure',
    data: { ...taken(NOON, 's'), appointmentId: 'ap-s' },
  });
  const enrol = (events: readonly WaitlistEvent[], of: AgendaDay | Absent = displacedDay) =>
    list(...events).when(
      enrolDisplaced,
      { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-s' },
      { agenda: anAgenda, day: of },
    );

  it('joins the list by that, as they had booked', () => {
    const [event] = enrol([joinedList('s', 1)]).events();
    expect(event).toMatchObject({
      type: 'WaitlistJoined',
      data: { subject: 's', turn: 2, mode: 'IN_PERSON', displaced: { appointmentId: 'ap-s', date: '2026-03-02' } },
    });
  });

  it('joins it once, and only while they are', () => {
    const displaced = { appointmentId: 'ap-s', date: '2026-03-02' };
    enrol([joinedList('s', 1, { displaced })]).thenRefused('NOT_ENROLLED');
    enrol([], day(DAY, booked(NOON, 's'))).thenRefused('NOT_ENROLLED');
    enrol([], { status: 'ABSENT' }).thenRefused('NOT_ENROLLED');
  });

  it('joins it for nothing that is not offered there', () => {
    const offered = evolveAgenda(structuredClone(anAgenda), {
      type: 'AgendaServicesChanged',
      data: { agendaId: 'a', puntoInpsId: 'p', services: ['obis-m'] },
    });
    const wanted = { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-s' };
    list().when(enrolDisplaced, wanted, { agenda: offered, day: displacedDay }).thenRefused('NOT_ENROLLED');
  });

  it('waits from where they were displaced the last time, and no more from where they had been before', () => {
    const displaced = { appointmentId: 'ap-s', date: '2026-02-27' };
    expect(enrol([joinedList('s', 1, { displaced })]).events()).toMatchObject([
      { type: 'WaitlistLeft', data: { entryId: 'w-s', because: 'DISPLACEMENT_OVER' } },
      { type: 'WaitlistJoined', data: { turn: 2, displaced: { appointmentId: 'ap-s', date: '2026-03-02' } } },
    ]);
  });
});

describe('A9: what ends waiting', () => {
  it('ends that of whoever still waits, and nobody else’s', () => {
    const end = { agendaId: 'a', entryIds: ['w-s', 'w-x', 'w-none'], because: 'AGENDA_CLOSED' };
    expect(list(joinedList('s', 1), joinedList('x', 2), leftList('x')).when(endWaiting, end).events()).toMatchObject([
      { type: 'WaitlistLeft', data: { entryId: 'w-s', because: 'AGENDA_CLOSED' } },
    ]);
    list(joinedList('x', 2), leftList('x')).when(endWaiting, end).thenRefused('NOBODY_WAITS');
  });

  it('is told of by mail to who gave an address, where the office is the reason, and no appointment of theirs was displaced', () => {
    const displaced = { appointmentId: 'ap-x', date: '2026-03-02' };
    const waits = list(
      joinedList('s', 1, { notified: true }),
      joinedList('x', 2, { notified: true, displaced }),
      joinedList('y', 3),
    );
    const told = (because: string) =>
      waits
        .when(endWaiting, { agendaId: 'a', entryIds: ['w-s', 'w-x', 'w-y'], because })
        .events()
        .map(({ data }) => 'notified' in data);
    expect(told('AGENDA_CLOSED')).toEqual([true, false, false]);
    expect(told('SERVICE_NOT_OFFERED')).toEqual([true, false, false]);
    expect(told('PERIOD_OVER')).toEqual([false, false, false]);
  });

  it('is not that the agenda passes to another office: its list goes with it', () => {
    const place = { region: '12', province: '058', unit: 'DP-ROMA' };
    const move = (where?: object) =>
      list(joinedList('s', 1)).when(transferWaitlist, { agendaId: 'a' }, { place: where });
    move(place).then({ type: 'WaitlistTransferred', data: { agendaId: 'a', ...place } });
    move({ region: '12', province: '057', unit: 'DP-RIETI' }).thenRefused('WAITING_LIST_STANDS_THERE');
  });
});

describe('A7, A9: whose waiting ended as their service was offered no longer, and is offered again', () => {
  const dropped = [joinedList('s', 1, { notified: true }), joinedList('x', 2), droppedFor('s')];
  const restore = (events: readonly WaitlistEvent[], facts: SpecFacts = {}, ...entryIds: string[]) =>
    list(...events).when(
      restoreWaiting,
      { agendaId: 'a', entryIds: entryIds.length > 0 ? entryIds : ['w-s'] },
      { offering: anAgenda.profile, openDays: 30, ...facts },
    );
  const DAYS_MS = 24 * 60 * 60_000;

  it('waits again at the turn that they had, before who joined after them', () => {
    const joinedAt = expect.any(String) as string;
    const events = restore(dropped).events();
    expect(events).toEqual([
      {
        type: 'WaitlistJoined',
        data: {
          ...joinedList('s', 1, { notified: true }).data,
          entryId: deriveId('WaitlistEntry', `${SPEC_COMMAND_ID} w-s`),
          restores: { entryId: 'w-s', joinedAt, untaken: 0 },
        },
      },
    ]);
    // Nobody's turn is given twice by that.
    expect(join([...dropped, ...events], { subject: 'y' }).events()).toMatchObject([{ data: { turn: 3 } }]);
  });

  it('has left as many offers untaken as before', () => {
    const untaken = [offeredEntryOf('s'), offerExpired('s', 2)];
    const once = [joinedList('s', 1), ...untaken, droppedFor('s')];
    const [event] = restore(once).events();
    expect(event).toMatchObject({ data: { turn: 2, restores: { untaken: 1 } } });
    const { data } = event as Extract<WaitlistEvent, { type: 'WaitlistJoined' }>;
    const { untaken: _untaken, ...restores } = data.restores!;
    const offered = offeredEntryOf('s');
    const { entryId } = data;
    const ofIt = { ...offered, data: { ...offered.data, entryId } } as WaitlistEvent;
    // Also where that was not written down.
    for (const joined of [event!, { type: 'WaitlistJoined', data: { ...data, restores } } as const]) {
      const end = { agendaId: 'a', entryId, holdId: 'h-s', how: 'EXPIRED' };
      const events = list(...once, joined, ofIt)
        .when(endOffer, end, { mostUntaken: 2 })
        .events();
      expect(events.map(({ type }) => type)).toEqual(['WaitlistOfferExpired', 'WaitlistLeft']);
    }
  });

  it('does so once, and as often as it was ended', () => {
    const again = restore(dropped).events();
    restore([...dropped, ...again]).thenRefused('NOBODY_TO_RESTORE');
    const entryId = deriveId('WaitlistEntry', `${SPEC_COMMAND_ID} w-s`);
    const dropping = droppedFor('s');
    const twice = [...dropped, ...again, { ...dropping, data: { ...dropping.data, entryId } } as WaitlistEvent];
    expect(restore(twice, {}, 'w-s', entryId).events()).toMatchObject([{ data: { turn: 1, restores: { entryId } } }]);
  });

  it('does not where the service is not offered, another reason has ended it, they joined anew, or their days are over', () => {
    restore(dropped, { offering: { ...anAgenda.profile, services: ['obis-m'] } }).thenRefused('NOBODY_TO_RESTORE');
    restore(dropped, { offering: undefined }).thenRefused('NOBODY_TO_RESTORE');
    restore([joinedList('s', 1), leftList('s')]).thenRefused('NOBODY_TO_RESTORE');
    restore([joinedList('s', 1), droppedFor('s', 'AGENDA_CLOSED')]).thenRefused('NOBODY_TO_RESTORE');
    const anew = joinedList('s', 3, { entryId: 'w-anew' });
    restore([...dropped, anew]).thenRefused('NOBODY_TO_RESTORE');
    // Also once they have left again, or have a place.
    const over = { entryId: 'w-anew', agendaId: 'a', subject: 's' };
    const gaveUp = { type: 'WaitlistLeft', data: { ...over, because: 'GIVEN_UP' } } as const;
    restore([...dropped, anew, gaveUp]).thenRefused('NOBODY_TO_RESTORE');
    const took = { type: 'WaitlistAccepted', data: { ...over, holdId: 'h', appointmentId: 'ap' } } as const;
    restore([...dropped, anew, took]).thenRefused('NOBODY_TO_RESTORE');
    restore([joinedList('s', 1, { until: '2026-03-01' }), droppedFor('s')]).thenRefused('NOBODY_TO_RESTORE');
    const displaced = { appointmentId: 'ap-s', date: '2026-03-02' };
    restore([joinedList('s', 1, { displaced }), droppedFor('s')]).thenRefused('NOBODY_TO_RESTORE');
    // Who is displaced waits by that beside what they have joined for.
    expect(restore([...dropped, joinedList('s', 4, { entryId: 'w-displaced', displaced })]).events()).toHaveLength(1);
  });

  it('does so for as long as a displacement is kept open', () => {
    const recorded = { recordedAt: '2026-03-02T08:00:00.000Z' };
    const at = (days: number) =>
      specify(waitlist)
        .given([joinedList('s', 1), recorded], [droppedFor('s'), recorded])
        .when(
          restoreWaiting,
          { agendaId: 'a', entryIds: ['w-s'] },
          { offering: anAgenda.profile, openDays: 30, now: Date.parse(recorded.recordedAt) + days * DAYS_MS },
        );
    expect(at(29).events()).toHaveLength(1);
    at(30).thenRefused('NOBODY_TO_RESTORE');
  });
});

describe('A9: every state of somebody on a waiting list with every command on it', () => {
  const waits = [joinedList('s', 1)];
  const LIVES: Readonly<Record<string, readonly WaitlistEvent[]>> = {
    WAITING: waits,
    OFFERED: [...waits, offeredEntryOf('s')],
    'OFFERED AGAIN': [...waits, offeredEntryOf('s'), offerExpired('s', 2), offeredEntryOf('s')],
    ACCEPTED: [...waits, offeredEntryOf('s'), acceptedOffer('s')],
    LEFT: [...waits, leftList('s')],
    'SERVICE DROPPED': [...waits, droppedFor('s')],
  };
  const entry = { agendaId: 'a', entryId: 'w-s' };
  const offer = { ...entry, holdId: 'h-s' };
  const asked = { ...offer, subject: 's', date: '2026-03-02', startsAt: NOON.startsAt };
  const displaced = day(DAY, booked(NOON, 'd'), {
    type: 'AppointmentDisplacedByClosure',
    data: { ...taken(NOON, 'd'), appointmentId: 'ap-d' },
  });
  const always = (events: string[], ...others: [string, string[]][]) => ({
    ...Object.fromEntries(Object.keys(LIVES).map((each) => [each, events])),
    ...Object.fromEntries(others),
  });
  const TRIALS: Readonly<
    Record<string, { input: object; facts?: SpecFacts; brings: Readonly<Record<string, string[]>> }>
  > = {
    JoinWaitlist: {
      input: wanted(),
      facts: known,
      brings: {
        ACCEPTED: ['WaitlistJoined'],
        LEFT: ['WaitlistJoined'],
        'SERVICE DROPPED': ['WaitlistJoined'],
      },
    },
    LeaveWaitlist: {
      input: { ...entry, isCitizen: false },
      brings: { WAITING: ['WaitlistLeft'], OFFERED: ['WaitlistLeft'], 'OFFERED AGAIN': ['WaitlistLeft'] },
    },
    EnrolDisplaced: {
      input: { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-d' },
      facts: { agenda: anAgenda, day: displaced },
      brings: always(['WaitlistJoined']),
    },
    SettleOffer: {
      input: asked,
      facts: { day: day(DAY) },
      brings: always(['WaitlistPassedOver'], ['OFFERED', []], ['OFFERED AGAIN', []]),
    },
    AcceptOffer: {
      input: { ...offer, appointmentId: 'ap-s' },
      brings: { OFFERED: ['WaitlistAccepted'], 'OFFERED AGAIN': ['WaitlistAccepted'] },
    },
    EndOffer: {
      input: { ...offer, how: 'EXPIRED' },
      facts: { mostUntaken: 2 },
      brings: { OFFERED: ['WaitlistOfferExpired'], 'OFFERED AGAIN': ['WaitlistOfferExpired', 'WaitlistLeft'] },
    },
    EndWaiting: {
      input: { agendaId: 'a', entryIds: ['w-s'], because: 'AGENDA_CLOSED' },
      brings: { WAITING: ['WaitlistLeft'], OFFERED: ['WaitlistLeft'], 'OFFERED AGAIN': ['WaitlistLeft'] },
    },
    RestoreWaiting: {
      input: { agendaId: 'a', entryIds: ['w-s'] },
      facts: { offering: anAgenda.profile, openDays: 30 },
      brings: { 'SERVICE DROPPED': ['WaitlistJoined'] },
    },
    TransferWaitlist: {
      input: { agendaId: 'a' },
      facts: { place: { region: '12', province: '058', unit: 'DP-ROMA' } },
      brings: always(['WaitlistTransferred']),
    },
  };

  const outcomes = (brings: Readonly<Record<string, string[] | undefined>>) =>
    Object.fromEntries(Object.entries(brings).flatMap(([state, events]) => (events ? [[state, events] as const] : [])));

  it.each(
    Object.entries(LIVES).flatMap(([state, life]) =>
      everyPair(waitlist, {
        lives: { OPEN: life },
        commands: agendas.commands,
        trials: Object.fromEntries(
          Object.entries(TRIALS).map(([name, { brings, ...trial }]) => {
            const open = brings[state];
            const absent = { JoinWaitlist: ['WaitlistJoined'], EnrolDisplaced: ['WaitlistJoined'] }[name];
            return [name, { ...trial, brings: outcomes({ OPEN: open, ABSENT: absent }) }];
          }),
        ),
      }).map(([pair, holds]) => [`${state}, ${pair}`, holds] as const),
    ),
  )('%s', (_pair, holds) => {
    holds();
  });
});
