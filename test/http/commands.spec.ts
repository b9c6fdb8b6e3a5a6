import { randomUUID } from 'node:crypto';
import type { CommandAnswer } from '#platform';
import { expectProblem, TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };

describe('a command over HTTP', () => {
  let server: TestServer;
  let token: string;

  let key: string;
  let eventsBefore: number;

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
  });
  beforeEach(async () => {
    key = randomUUID();
    eventsBefore = await server.events();
  });
  afterAll(() => server.close());

  const written = async (): Promise<number> => (await server.events()) - eventsBefore;

  const open = async (capacity = 2): Promise<string> => {
    const opening = { ...GOOD.opening, capacity };
    const { body } = await server.call('POST', BOOTHS, { token, body: { ...GOOD, opening } });
    return body.id as string;
  };
  const visit = (
    id: string,
    call: { key?: string | null; visitor?: string; headers?: Record<string, string> } = {},
  ) => {
    const { visitor = 'ann', ...rest } = call;
    return server.call('POST', `${BOOTHS}/${id}/visits`, { token, body: { visitor }, ...rest });
  };

  it('that creates something answers 201 with its place, its revision and the position to read from', async () => {
    const answer = await server.call('POST', BOOTHS, { token, body: GOOD });

    expect(answer.status).toBe(201);
    const { id, logId, position } = answer.body as CommandAnswer;
    expect(answer.body).toEqual({ id, logId, revision: 0, position: expect.stringMatching(/^[1-9]\d*$/) });
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.headers.get('location')).toBe(`${BOOTHS}/${id}`);
    const created = await server.call('GET', `${BOOTHS}/${id}?minPosition=${position}&logId=${logId}`, { token });
    expect(created.body).toMatchObject({ id, region: '08' });
  });

  it('that changes something answers 200', async () => {
    const answer = await visit(await open());

    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('location')).toBeNull();
  });

  it('that breaks a rule gets 422 with the rule’s code and the facts', async () => {
    const id = await open();
    await server.call('POST', `${BOOTHS}/${id}/closure`, { token });

    const problem = expectProblem(await visit(id), 422, 'BOOTH_IS_CLOSED');
    expect(problem.facts).toEqual({ boothId: id });
  });

  it('that finds the place taken gets 409', async () => {
    const id = await open(1);
    await visit(id);

    expectProblem(await visit(id, { visitor: 'bob' }), 409, 'BOOTH_FULL');
  });

  it('given by many at once is carried out as often as there is room', async () => {
    const id = await open(5);
    const answers = await Promise.all(Array.from({ length: 50 }, () => visit(id)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    for (const answer of answers.filter(({ status }) => status !== 200)) expectProblem(answer, 409, 'BOOTH_FULL');
  });

  it.each([
    [null, 'MISSING_IDEMPOTENCY_KEY'],
    ['', 'MISSING_IDEMPOTENCY_KEY'],
    ['x'.repeat(256), 'IDEMPOTENCY_KEY_INVALID'],
  ])('needs an Idempotency-Key (%p)', async (bad, code) => {
    const answer = await server.call('POST', BOOTHS, { token, key: bad, body: GOOD });

    expectProblem(answer, 400, code);
    expect(await written()).toBe(0);
  });

  describe('given again with the same Idempotency-Key', () => {
    it('gets the first answer, and writes no second event', async () => {
      const first = await server.call('POST', BOOTHS, { token, key, body: GOOD });
      await visit(first.body.id);
      const again = await server.call('POST', BOOTHS, { token, key, body: GOOD });

      expect([again.status, again.body]).toEqual([201, first.body]);
      expect([again.headers.get('etag'), again.headers.get('location')]).toEqual([
        first.headers.get('etag'),
        first.headers.get('location'),
      ]);
      expect(await written()).toBe(2);
    });

    it('at the same moment has one effect', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => server.call('POST', BOOTHS, { token, key, body: GOOD })),
      );

      expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
      expect(await written()).toBe(1);
    });

    it('after a restart gets the first answer', async () => {
      const id = await open();
      const first = await visit(id, { key });
      await server.stop();
      await server.start();
      const again = await visit(id, { key });

      expect([again.status, again.body]).toEqual([200, first.body]);
      expect(await written()).toBe(2);
    });

    it('gets it though the body is written in another order', async () => {
      await server.call('POST', BOOTHS, { token, key, body: GOOD });
      const { region, opening } = GOOD;
      const body = { opening: { capacity: opening.capacity, from: opening.from }, region };

      expect((await server.call('POST', BOOTHS, { token, key, body })).status).toBe(201);
    });

    it('gets it though a rule would now forbid it', async () => {
      const id = await open(1);
      const first = await visit(id, { key });
      await server.call('POST', `${BOOTHS}/${id}/closure`, { token });

      expect((await visit(id, { key })).body).toEqual(first.body);
    });

    it('but another body gets 409', async () => {
      const id = await open();
      await visit(id, { key });

      expectProblem(await visit(id, { key, visitor: 'bob' }), 409, 'IDEMPOTENCY_KEY_REUSED');
      expect(await written()).toBe(2);
    });

    it('but another thing in the path gets 409', async () => {
      const [one, two] = [await open(), await open()];
      await visit(one, { key });

      expectProblem(await visit(two, { key }), 409, 'IDEMPOTENCY_KEY_REUSED');
    });

    it('but another route gets 409, before its body is looked at', async () => {
      await server.call('POST', BOOTHS, { token, key, body: GOOD });
      const id = await open();

      const problem = expectProblem(await visit(id, { key, visitor: '' }), 409, 'IDEMPOTENCY_KEY_REUSED');
      expect(problem.facts).toEqual({ route: `POST ${BOOTHS}` });
    });

    it('but another route gets 409, before If-Match is looked at', async () => {
      const id = await open();
      await visit(id, { key });
      const answer = await server.call('POST', `${BOOTHS}/${id}/closure`, {
        token,
        key,
        headers: { 'if-match': '"7"' },
      });

      expectProblem(answer, 409, 'IDEMPOTENCY_KEY_REUSED');
    });

    it('by someone else is another command', async () => {
      const body = GOOD;
      const other = await server.token({ role: 'central', id: 'someone-else' });
      const mine = await server.call('POST', BOOTHS, { token, key, body });
      const theirs = await server.call('POST', BOOTHS, { token: other, key, body });

      expect([mine.status, theirs.status]).toEqual([201, 201]);
      expect(theirs.body.id).not.toBe(mine.body.id);
    });

    it('after a refusal is decided anew', async () => {
      const id = await open(1);
      await visit(id);
      expectProblem(await visit(id, { key, visitor: 'bob' }), 409, 'BOOTH_FULL');

      expectProblem(await visit(id, { key, visitor: 'eve' }), 409, 'BOOTH_FULL');
    });
  });

  describe('with If-Match', () => {
    it('of the present revision is carried out', async () => {
      expect((await visit(await open(), { headers: { 'if-match': '"0"' } })).status).toBe(200);
    });

    it('of an older revision gets 412', async () => {
      const id = await open();
      await visit(id);

      const answer = await visit(id, { headers: { 'if-match': '"0"' } });
      expect(expectProblem(answer, 412, 'STALE_REVISION').facts).toEqual({ actual: 1, expected: 0 });
    });

    it('given again gets its first answer though the revision has moved on', async () => {
      const id = await open();
      const headers = { 'if-match': '"0"' };
      const first = await visit(id, { key, headers });

      expect((await visit(id, { key, headers })).body).toEqual(first.body);
    });

    it.each(['0', '"0" "1"', '*, "0"', 'x'])('that is no entity tag, nor a list of them, gets 400: %s', async (tag) => {
      expectProblem(await visit(await open(), { headers: { 'if-match': tag } }), 400, 'IF_MATCH_INVALID');
    });

    it.each(['"7", "0"', '*', 'W/"7", "0"', '"some", "0"'])(
      'that names the present revision among others is carried out: %s',
      async (tag) => {
        expect((await visit(await open(), { headers: { 'if-match': tag } })).status).toBe(200);
      },
    );

    it.each(['W/"0"', '"7", "8"', '"some"', '"00"'])('of which no tag is the present one gets 412: %s', async (tag) => {
      expectProblem(await visit(await open(), { headers: { 'if-match': tag } }), 412, 'STALE_REVISION');
    });

    it('of whatever there is gets 412 where there is nothing', async () => {
      const answer = await server.call('POST', BOOTHS, { token, body: GOOD, headers: { 'if-match': '*' } });

      expect(expectProblem(answer, 412, 'STALE_REVISION').facts).toEqual({ actual: -1, expected: 'any' });
      expect(await written()).toBe(0);
    });
  });

  it('stands in the log with who gave it, in which office, and the trace of its request', async () => {
    const regional = await server.token({ role: 'regional', id: 'officer-7', region: '08' });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { body } = await server.call('POST', BOOTHS, { token: regional, body: GOOD, headers: { traceparent } });

    const [recorded] = await server.running.stores.eventStore.readStream(`Booth-${(body as CommandAnswer).id}`);
    expect(recorded?.metadata).toMatchObject({
      actor: { kind: 'person', id: 'officer-7', role: 'regional', office: '08' },
      scope: { region: '08' },
      $correlationId: '0af7651916cd43dd8448eb211c80319c',
    });
  });
});
