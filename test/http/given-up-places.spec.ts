import { randomUUID } from 'node:crypto';
import type { AgendaDayEvent } from '#agenda';
import { citizen, DATE, fiscalCode, MONDAY, openCounter } from './support/counter.ts';
import { expectProblem, TestServer, type Answer } from './support/server.ts';

const CAPACITY = 12;
const PLACES = 2 * CAPACITY;

/** A server with an agenda, at a time that stands still unless it is told. */
async function openOffice() {
  const clock = { time: MONDAY, now: () => clock.time };
  const server = await TestServer.start({ clock });
  const central = await server.token();
  const day = await openCounter(server, central, CAPACITY);
  const agenda = day.replace(/\/days\/.*/, '');
  const free = async (): Promise<number> => {
    const position = await server.running.stores.eventStore.head();
    const asked = `from=${DATE}&to=${DATE}&minPosition=${position}`;
    const { body } = await server.call('GET', `${agenda}/availability?${asked}`);
    const [{ slots }] = body.items as [{ slots: { free: number }[] }];
    return slots.reduce((sum, slot) => sum + slot.free, 0);
  };
  return { server, clock, day, free };
}

describe('places that are taken and given up', () => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  let people = 0;

  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.server.close());

  const anyone = () => {
    people += 1;
    const code = fiscalCode(people);
    // A token does not last as long as some of what is done with it here.
    const post = async (path: string, body: object = {}): Promise<Answer> => {
      const token = await office.server.token({ role: 'citizen', fiscalCode: code });
      return office.server.call('POST', `${office.day}/${path}`, { token, body });
    };
    const number = people;
    return {
      hold: (start = '09:00') => post('holds', { start, mode: 'IN_PERSON' }),
      release: async (holdId: string) => {
        expect((await post(`holds/${holdId}/release`)).status).toBe(200);
        await office.server.running.processes.settled();
      },
      book: (body: object) =>
        post('appointments', { serviceId: 'cedolino-pensione', citizen: citizen(number), ...body }),
      cancel: async (appointmentId: string) => {
        const { status } = await post(`appointments/${appointmentId}/cancellation`, { reason: 'OTHER' });
        expect(status).toBe(200);
        await office.server.running.processes.settled();
      },
    };
  };

  it('empty no agenda: those of a hold are offered again at once, and after ten an hour the person gets no more', async () => {
    const { hold, release, book } = anyone();
    for (let taken = 0; taken < 10; taken += 1) {
      const { status, body } = await hold();
      expect(status).toBe(201);
      await release(body.id as string);
      expect(await office.free()).toBe(PLACES);
    }

    const problem = expectProblem(await hold(), 422, 'TOO_MANY_GIVEN_UP');
    expect(problem.facts).toEqual({ hours: 1, limit: 10 });
    expectProblem(await book({ start: '09:30', mode: 'IN_PERSON' }), 422, 'TOO_MANY_GIVEN_UP');
    expect(await office.free()).toBe(PLACES);
  });

  it('by booking and cancelling are counted, too: a cancelled place is not offered at once', async () => {
    const { book, cancel } = anyone();
    for (let taken = 0; taken < 10; taken += 1) {
      const { status, body } = await book({ start: '09:00', mode: 'IN_PERSON' });
      expect(status).toBe(201);
      await cancel(body.id as string);
    }

    expectProblem(await book({ start: '09:00', mode: 'IN_PERSON' }), 422, 'TOO_MANY_GIVEN_UP');
    expect(await office.free()).toBe(PLACES - 10);
    office.clock.time += 16 * 60_000;
    expect(await office.free()).toBe(PLACES);
  });

  it('keep nobody from holding again an hour later', async () => {
    const { hold, release } = anyone();
    for (let taken = 0; taken < 10; taken += 1) await release((await hold()).body.id as string);
    office.clock.time += 59 * 60_000;
    expectProblem(await hold(), 422, 'TOO_MANY_GIVEN_UP');
    office.clock.time += 2 * 60_000;

    const { status, body } = await hold();
    expect(status).toBe(201);
    await release(body.id as string);
  });

  it('keep nobody from booking what they hold', async () => {
    const { hold, release, book } = anyone();
    for (let taken = 0; taken < 9; taken += 1) await release((await hold()).body.id as string);
    const last = (await hold()).body.id as string;
    const booked = await book({ holdId: last });

    expect(booked.status).toBe(201);
  });

  it('that are held when all are asked for at once are never more than one person may hold', async () => {
    const { hold } = anyone();
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_each, index) => hold(index % 2 ? '09:30' : '09:00')),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});

describe('the time at which a cancelled place is offered again', () => {
  it('and the code of a booking are told by no key that a client chooses: another installation draws others', async () => {
    const key = randomUUID();
    const drawn = async () => {
      const { server, day } = await openOffice();
      try {
        const token = await server.token({ role: 'desk-operator', id: 'desk', region: '12', province: '058' });
        const post = (path: string, body: object) =>
          server.call('POST', `${day}/${path}`, { token, body, key: `${key} ${/\w+$/.exec(path)?.[0] ?? ''}` });
        const booking = { start: '09:00', mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: citizen(1) };
        const { body } = await post('appointments', booking);
        await post(`appointments/${String(body.id)}/cancellation`, { reason: 'OTHER' });
        const stream = `AgendaDay-${day.split('/agendas/')[1]!.replace('/days/', '_')}`;
        const events = await server.running.stores.eventStore.readStream(stream);
        const cancelled = events.at(-1) as unknown as Extract<AgendaDayEvent, { type: 'AppointmentCancelled' }>;
        return { code: body.bookingCode as string, reofferAt: cancelled.data.reofferAt };
      } finally {
        await server.close();
      }
    };
    const [one, other] = [await drawn(), await drawn()];

    expect(one.code).not.toBe(other.code);
    expect(one.reofferAt).not.toBe(other.reofferAt);
    for (const { reofferAt } of [one, other]) {
      const minutes = (Date.parse(reofferAt!) - MONDAY) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(5);
      expect(minutes).toBeLessThanOrEqual(15);
    }
  });

  it('is the same when a process with the same secret carries the command out', async () => {
    const { server } = await openOffice();
    try {
      const secret = () => server.running.stores.keys.secret('draw-key', () => Promise.reject(new Error('made twice')));
      const before = await secret();
      await server.stop();
      await server.start();

      expect(await secret()).toEqual(before);
    } finally {
      await server.close();
    }
  });
});
