import { randomBytes } from 'node:crypto';
import { CommandAbandoned, deriveId, isDomainError, type DomainError } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import { MasterKey, PersonalDataVault, privacyEvents, subject as subjectAggregate, type SubjectEvent } from '#privacy';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore } from '#store-memory';
import type { AnyPrincipal, Principal } from '#use-cases';
import { commandsOver } from '#use-cases/specification';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDay } from '../domain/agenda-day/day-state.ts';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import { agendaDayEventDefinitions, CITIZEN_FIELD } from '../domain/events/agenda-day-events.ts';
import { agendaEventDefinitions } from '../domain/events/agenda-events.ts';
import { at, NEXT, NOON, plan, slot } from '../specification/sample-day.ts';
import { bookAppointment, type BookAppointment } from './book-appointment.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { holdSlot, type HoldSlot } from './hold-slot.ts';
import { planDay } from './plan-day.ts';
import { releaseHold } from './release-hold.ts';

const DAY = { agendaId: 'a', date: '2026-03-02' };
// Invented persons.
const MARIO = { fiscalCode: 'RSSMRA80A01H501U', givenName: 'Mario', familyName: 'Rossi' };
const MATTEO = { fiscalCode: 'MRTMTT91D08F205J', givenName: 'Matteo', familyName: 'Moretti' };
const OPERATOR: Principal = { id: 'op', role: 'desk-operator', province: '057', unit: 'DP-RIETI' };
const citizen = (subject: string): Principal => ({ id: `citizen-${subject}`, role: 'citizen', subject });

/** Everything of a booking but HTTP, over stores in memory. */
async function installation(...slots: PlannedSlot[]) {
  const store = new MemoryEventStore();
  const events = [...privacyEvents, ...agendaEventDefinitions, ...agendaDayEventDefinitions];
  const time = { now: Date.parse('2026-03-02T08:00:00Z') };
  const clock = { now: () => time.now };
  const registry = new EventRegistry([CommandAbandoned, ...events]);
  const vault = await PersonalDataVault.open({
    keyStore: new MemoryKeyStore(),
    accessLog: new MemoryAccessLog(),
    box: new MasterKey(randomBytes(32)),
    executor: new CommandExecutor({ store, registry, clock }),
    clock,
  });
  const commandsOn = (log: EventStore) => commandsOver({ store: log, events, clock, personalData: vault });
  const { executor, give } = commandsOn(store);

  let revision = 0;
  const planSlots = (...wanted: PlannedSlot[]) => {
    revision += 1;
    return give(planDay, { ...DAY, plan: plan(...wanted), agendaRevision: revision });
  };
  const book = (as: AnyPrincipal, key: string, data: Partial<BookAppointment>, log: EventStore = store) => {
    const usual = {
      ...DAY,
      start: NOON.start,
      mode: 'IN_PERSON',
      serviceId: 'cedolino-pensione',
      citizen: MARIO,
    } as const;
    return commandsOn(log).give(bookAppointment, { ...usual, ...data }, { as, key });
  };
  const hold = (as: AnyPrincipal, key: string, data: Partial<HoldSlot> = {}) =>
    give(holdSlot, { ...DAY, start: NOON.start, mode: 'IN_PERSON', ...data }, { as, key });
  const bookHold = (as: AnyPrincipal, key: string, holdId: string, channel?: 'CONTACT_CENTRE') =>
    give(
      bookAppointment,
      { ...DAY, holdId, serviceId: 'cedolino-pensione', citizen: MARIO, ...(channel && { channel }) },
      { as, key },
    );
  const release = (as: AnyPrincipal, key: string, holdId: string) => give(releaseHold, { ...DAY, holdId }, { as, key });
  const cancel = (as: AnyPrincipal, key: string, appointmentId: string) =>
    give(cancelAppointment, { ...DAY, appointmentId, reason: 'CANNOT_ATTEND' }, { as, key });
  const commitments = (subject: string) =>
    executor.look(subjectAggregate, subject, (state) =>
      state.status === 'ABSENT' ? [] : [...state.commitments.values()],
    );
  const logText = async () => {
    let text = '';
    for await (const { events: batch } of store.readLog({ after: '0' })) text += JSON.stringify(batch);
    return text;
  };

  await planSlots(...slots);
  return {
    ...{ store, time, executor, vault, planSlots, logText, commitments },
    ...{ book, hold, bookHold, release, cancel },
  };
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
  throw new Error('it was let through');
}

/** What the day knows. */
function onDay<T>(executor: CommandExecutor, read: (day: AgendaDay) => T): Promise<T | undefined> {
  return executor.look(agendaDay, 'a_2026-03-02', (day) => (day.status === 'ABSENT' ? undefined : read(day)));
}

/** Data of the one event that a command brought about. */
const told = ({ events }: { events: readonly { data: unknown }[] }) => events[0]?.data as Record<string, string>;

describe('a booking', () => {
  it('seals who comes before anything is written', async () => {
    const { book, logText, vault } = await installation(NOON);

    const { citizen: sealed } = (await book(OPERATOR, 'k', {})).events[0]!.data as {
      citizen: { sealed: string; subject: string; field: string };
    };
    expect(sealed.field).toBe(CITIZEN_FIELD);
    expect(await logText()).not.toMatch(/Mario|Rossi|RSSMRA80A01H501U/);
    const reader = { principal: OPERATOR, purpose: 'accoglienza', resource: 'sheet' };
    expect(await vault.open([sealed], reader)).toEqual([{ erased: false, value: MARIO }]);
  });

  it("binds the person's time once, and a second one on the same service line is refused", async () => {
    const { book, commitments, vault } = await installation(NOON, NEXT);

    await book(OPERATOR, 'k1', {});
    expect(await refusal(book(OPERATOR, 'k2', { start: NEXT.start }))).toBe('TOO_MANY_ON_SERVICE_LINE');
    expect(await commitments(await vault.subjectFor(MARIO.fiscalCode))).toHaveLength(1);
  });

  it('that finds the slot full binds nothing', async () => {
    const { book, commitments, vault } = await installation(NOON);

    await book(OPERATOR, 'k1', {});
    expect(await refusal(book(OPERATOR, 'k2', { citizen: MATTEO }))).toBe('SLOT_FULL');
    expect(await commitments(await vault.subjectFor(MATTEO.fiscalCode))).toEqual([]);
  });

  it('that can be refused without it registers nobody', async () => {
    const { book, hold, vault, logText } = await installation(NOON);
    await book(OPERATOR, 'k1', {});

    expect(await refusal(book(OPERATOR, 'k2', { citizen: MATTEO }))).toBe('SLOT_FULL');
    expect(await refusal(book(OPERATOR, 'k3', { citizen: MATTEO, start: '12:20' }))).toBe('AGENDA_UNKNOWN');
    expect(await refusal(hold(OPERATOR, 'k4', { citizen: MATTEO, mode: 'PHONE_CALLBACK' }))).toBe('MODE_NOT_OFFERED');
    expect(await refusal(book({ ...OPERATOR, unit: 'X' }, 'k5', { citizen: MATTEO }))).toBe('SLOT_FULL');
    expect(await vault.findSubject(MATTEO.fiscalCode)).toBeUndefined();
    expect((await logText()).match(/SubjectRegistered/g)).toHaveLength(1);
  });

  it('whose slot the plan moves between claim and act binds the person for the new time, once', async () => {
    const { store, book, planSlots, commitments, vault } = await installation(NOON);
    const longer = { ...NOON, endsAt: at(210) };
    let claims = 0;
    const meanwhile = new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name !== 'append') {
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        }
        return async (request: Parameters<EventStore['append']>[0]) => {
          const result = await target.append(request);
          if (request.events.some(({ type }) => type === 'SubjectCommitmentClaimed')) {
            claims += 1;
            if (claims === 1) await planSlots(longer);
          }
          return result;
        };
      },
    });

    expect(told(await book(OPERATOR, 'k', {}, meanwhile))).toMatchObject({ endsAt: longer.endsAt });
    expect(await commitments(await vault.subjectFor(MARIO.fiscalCode))).toMatchObject([
      { startsAt: NOON.startsAt, endsAt: longer.endsAt },
    ]);
    expect(claims).toBe(2);
  });

  it('that was abandoned is not made any more, nor is a hold', async () => {
    const { book, hold, executor } = await installation(NOON);
    const abandon = async (key: string) => {
      const abandonedCommandId = deriveId('specification', key);
      const origin = { commandId: `abandon ${key}`, actor: { kind: 'policy', name: 'spec' } } as const;
      await executor.abandon(agendaDay, 'a_2026-03-02', abandonedCommandId, {
        ...origin,
        ...{ correlationId: key, causationId: key },
      });
    };
    await abandon('b');
    await abandon('h');

    expect(await refusal(book(OPERATOR, 'b', {}))).toBe('COMMAND_ABANDONED');
    expect(await refusal(hold(OPERATOR, 'h', { citizen: MARIO }))).toBe('COMMAND_ABANDONED');
  });

  it('given again answers as the first time, even after the plan has lost the slot', async () => {
    const { book, planSlots } = await installation(NOON);

    const first = await book(OPERATOR, 'k', {});
    await planSlots(NEXT);
    const again = await book(OPERATOR, 'k', {});
    expect([again.revision, told(again)]).toEqual([first.revision, told(first)]);
  });

  it('given twice at once is made once', async () => {
    const { book, executor } = await installation(slot(180, 5));

    const [one, other] = await Promise.all([book(OPERATOR, 'k', {}), book(OPERATOR, 'k', {})]);
    expect(told(one)).toEqual(told(other));
    expect(await onDay(executor, ({ appointments }) => appointments.size)).toBe(1);
  });

  it('is made for as many as there are places, out of many who come at once', async () => {
    const { vault, hold, executor, commitments } = await installation(slot(180, 10));
    const persons = await Promise.all(
      // Eleven digits with their check digit, one for each of two hundred invented persons.
      Array.from({ length: 200 }, (_, n) => vault.subjectFor(withCheckDigit(String(1_000_000_000 + n)))),
    );

    const outcomes = await Promise.allSettled(persons.map((subject) => hold(citizen(subject), `k-${subject}`)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
    expect(new Set(refusals.map((error) => isDomainError(error) && error.code))).toEqual(new Set(['SLOT_FULL']));
    expect(await onDay(executor, (day) => day.slots[0]?.taken)).toBe(10);
    const bound = await Promise.all(persons.map(commitments));
    expect(bound.filter(({ length }) => length > 0)).toHaveLength(10);
  });

  it('is for an erased person no more, and says nothing of who it was', async () => {
    const { book, vault, executor } = await installation(NOON);
    const id = await vault.subjectFor(MARIO.fiscalCode);
    await executor.execute(subjectAggregate, {
      id,
      origin: { commandId: 'e', actor: { kind: 'policy', name: 'spec' }, correlationId: 'e', causationId: 'e' },
      decide: (): SubjectEvent[] => [{ type: 'SubjectErased', data: { subject: id, commitments: [] } }],
    });

    const error: unknown = await book(OPERATOR, 'k', {}).catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code: 'SUBJECT_ERASED' });
    // Not even the id, by which day sheets would tell which appointments were theirs.
    expect((error as DomainError).facts).toEqual({});
    await vault.erase(id);
    // Someone new, with the same code.
    expect(told(await book(OPERATOR, 'k2', {})).subject).not.toBe(id);
  });
});

describe('a hold', () => {
  it('becomes an appointment of the same person on the same commitment', async () => {
    const { vault, hold, bookHold, commitments } = await installation(NOON);
    const mario = citizen(await vault.subjectFor(MARIO.fiscalCode));

    const { holdId = '', commitmentId } = told(await hold(mario, 'h'));
    expect(told(await bookHold(mario, 'b', holdId)).commitmentId).toBe(commitmentId);
    expect(await commitments(mario.subject!)).toHaveLength(1);
  });

  it('of a web meeting is not booked through the contact centre, which knows nobody for sure', async () => {
    const { hold, bookHold } = await installation(NOON);

    const { holdId = '' } = told(await hold(OPERATOR, 'h', { mode: 'WEB_MEETING', citizen: MARIO }));
    expect(await refusal(bookHold(OPERATOR, 'b1', holdId, 'CONTACT_CENTRE'))).toBe('STRONG_IDENTITY_REQUIRED');
    expect(told(await bookHold(OPERATOR, 'b2', holdId)).mode).toBe('WEB_MEETING');
  });

  it('is given up by its own person, not by another', async () => {
    const { vault, hold, release } = await installation(NOON);
    const mario = citizen(await vault.subjectFor(MARIO.fiscalCode));
    const matteo = citizen(await vault.subjectFor(MATTEO.fiscalCode));

    const { holdId = '' } = told(await hold(mario, 'h'));
    expect(await refusal(release(matteo, 'r1', holdId))).toBe('HOLD_OF_ANOTHER_PERSON');
    expect(told(await release(mario, 'r2', holdId)).reason).toBe('GIVEN_UP');
  });
});

describe('who may', () => {
  it.each([
    ['a host without an authorisation', { id: 'h', role: 'host-operator', host: 'x' }, 'OPERATOR_NOT_AUTHORISED'],
    ['an analyst', { id: 'a', role: 'analyst' }, 'ROLE_NOT_ALLOWED'],
    ['a citizen whose token names nobody', { id: 'c', role: 'citizen' }, 'NOT_OWN_DATA'],
  ] as const)('book is not %s', async (_who, principal, code) => {
    const { book } = await installation(NOON);

    expect(await refusal(book(principal, 'k', {}))).toBe(code);
  });

  it.each([
    ['an operator of another unit', { ...OPERATOR, unit: 'DP-VITERBO' }],
    ['a region elsewhere', { id: 'r', role: 'regional', region: '03' }],
  ] as const)('A5: book is also %s, without learning where else the person is expected', async (_who, principal) => {
    const { book } = await installation(NOON, NEXT);

    expect(told(await book(principal, 'k', {}))).toMatchObject({ delivering: { unit: 'DP-RIETI' } });
    expect(await refusal(book(principal, 'k2', { start: NEXT.start }))).toBe('PERSON_NOT_FREE');
  });

  it('book for another is no citizen', async () => {
    const { book, vault } = await installation(NOON);
    const mario = citizen(await vault.subjectFor(MARIO.fiscalCode));

    expect(await refusal(book(mario, 'k', { citizen: MATTEO }))).toBe('NOT_OWN_DATA');
    expect(told(await book(mario, 'k', {}))).toMatchObject({ subject: mario.subject, channel: 'PORTAL' });
  });

  it('choose a channel is bound to who they are', async () => {
    const { book, hold, vault } = await installation(NOON);
    const mario = citizen(await vault.subjectFor(MARIO.fiscalCode));

    expect(await refusal(book(mario, 'k', { channel: 'DESK' }))).toBe('CHANNEL_NOT_ALLOWED');
    expect(await refusal(book(OPERATOR, 'k', { channel: 'PORTAL' }))).toBe('CHANNEL_NOT_ALLOWED');
    expect(await refusal(book(OPERATOR, 'k', { channel: 'AUTOMATIC_CONTACT_CENTRE', mode: 'WEB_MEETING' }))).toBe(
      'MODE_NOT_ALLOWED_ON_CHANNEL',
    );
    expect(await refusal(book(OPERATOR, 'k', { channel: 'CONTACT_CENTRE', mode: 'WEB_MEETING' }))).toBe(
      'STRONG_IDENTITY_REQUIRED',
    );
    expect(await refusal(hold(OPERATOR, 'h'))).toBe('CITIZEN_REQUIRED');
  });

  it('take another place as soon as one is given up, though no process manager has done anything', async () => {
    const { book, cancel, hold, release, vault, commitments } = await installation(NOON, NEXT);
    const subject = await vault.subjectFor(MARIO.fiscalCode);
    const mario = citizen(subject);
    const { appointmentId = '' } = told(await book(mario, 'b1', {}));
    const { position } = await cancel(mario, 'c1', appointmentId);
    expect(await commitments(subject)).toEqual([]);
    const { holdId = '', ...of } = told(await hold(mario, 'h1', { start: NEXT.start }));
    expect(of.start).toBe(NEXT.start);
    await release(mario, 'r1', holdId);
    expect(told(await book(mario, 'b2', { start: NEXT.start })).start).toBe(NEXT.start);
    expect((await cancel(mario, 'c1', appointmentId)).position).toBe(position);
  });

  it('cancel: the person, staff of the territory, and nobody else', async () => {
    const { book, cancel, vault } = await installation(NOON, NEXT);
    const matteo = citizen(await vault.subjectFor(MATTEO.fiscalCode));
    const ofMario = told(await book(OPERATOR, 'k1', {})).appointmentId ?? '';
    const ofMatteo = told(await book(matteo, 'k2', { start: NEXT.start, citizen: MATTEO })).appointmentId ?? '';

    expect(await refusal(cancel(matteo, 'c1', ofMario))).toBe('APPOINTMENT_OF_ANOTHER_PERSON');
    expect(await refusal(cancel({ ...OPERATOR, unit: 'DP-VITERBO' }, 'c2', ofMario))).toBe('OUTSIDE_TERRITORY');
    expect(told(await cancel(OPERATOR, 'c3', ofMario)).by).toBe('OPERATOR');
    expect(told(await cancel(matteo, 'c4', ofMatteo)).by).toBe('CITIZEN');
  });
});

function withCheckDigit(tenDigits: string): string {
  let sum = 0;
  for (let index = 0; index < 10; index += 1) {
    const doubled = Number(tenDigits.charAt(index)) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return tenDigits + String((10 - (sum % 10)) % 10);
}
