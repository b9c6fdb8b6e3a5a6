import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';

const BASE = '/rest/organisation/v1';
const comune = {
  kind: 'PUBLIC_ADMINISTRATION',
  name: 'Comune dimostrativo',
  fiscalCode: '80078750587',
  ipaCode: 'c_demo',
  region: '08',
  province: '037',
};

describe('the organisation over HTTP', () => {
  let server: TestServer;
  let central: string;
  let regional: string;

  beforeAll(async () => {
    server = await TestServer.start();
    central = await server.token();
    regional = await server.token({ role: 'regional', id: 'officer', region: '08' });
  });
  afterAll(() => server.close());

  const get = (path: string, token = regional): Promise<Answer> => server.call('GET', `${BASE}/${path}`, { token });
  const post = (path: string, body: object, token = regional, headers = {}): Promise<Answer> =>
    server.call('POST', `${BASE}/${path}`, { token, body, headers });

  it('answers regions and provinces to whoever has a token, a citizen too', async () => {
    const citizen = await server.token({ role: 'citizen', fiscalCode: 'RSSMRA80A01H501U' });
    const regions = await get('regions', citizen);
    expect(regions.status).toBe(200);
    expect(regions.body.items).toHaveLength(20);
    expect(regions.body.nextCursor).toBeNull();
    expect((await get('regions/08', citizen)).body).toEqual({
      code: '08',
      name: 'Emilia-Romagna',
      division: 'Nord-est',
    });
    expect((await get('provinces?region=20&on=2025-12-31')).body.items).toHaveLength(5);
    expect((await get('provinces/037')).body).toMatchObject({ code: '037', sigla: 'BO', region: '08' });
  });

  it('says which region or province there is not, and how a code is written', async () => {
    expectProblem(await get('regions/99'), 404, 'REGION_NOT_FOUND');
    expectProblem(await get('provinces/999'), 404, 'PROVINCE_NOT_FOUND');
    expect(wrongFields(expectProblem(await get('regions/8'), 400, 'INVALID_REQUEST'))).toEqual(['code']);
    expect(wrongFields(expectProblem(await get('provinces?on=2026-02-29'), 400, 'INVALID_REQUEST'))).toEqual(['on']);
  });

  it('answers municipalities by the beginning of their name, and by province, page by page', async () => {
    const citizen = await server.token({ role: 'citizen', fiscalCode: 'RSSMRA80A01H501U' });
    const names = ({ body }: Answer): string[] => (body.items as { name: string }[]).map(({ name }) => name);
    expect(names(await get('municipalities?name=agli', citizen))).toEqual([
      'Agliana',
      'Agliano Terme',
      'Agliè',
      'Aglientu',
    ]);
    expect((await get('municipalities/A944', citizen)).body).toMatchObject({
      ...{ code: 'A944', name: 'Bologna', istatCode: '037006', province: '037', region: '08' },
    });
    const first = await get('municipalities?province=037&limit=50', citizen);
    const second = await get(`municipalities?province=037&limit=50&cursor=${String(first.body.nextCursor)}`, citizen);
    expect(names(first)).toHaveLength(50);
    expect(names(second)).toHaveLength(5);
    expect(second.body.nextCursor).toBeNull();
    // Sardinia stands there as it was in 2023, and says so.
    expect((await get('municipalities/B745', citizen)).body).toMatchObject({
      province: '111',
      validUntil: '2026-01-01',
    });
    expectProblem(await get('municipalities/Z999', citizen), 404, 'MUNICIPALITY_NOT_FOUND');
    expectProblem(await get('municipalities?cursor=Wjk5OQ', citizen), 400, 'CURSOR_INVALID');
    expectProblem(await get('municipalities?province=999', citizen), 400, 'INVALID_REQUEST');
  });

  it('registers a body in the territory of the token, and shows it at its Location', async () => {
    expectProblem(await post('host-bodies', { ...comune, region: '09', province: '048' }), 403, 'OUTSIDE_TERRITORY');
    const { status, headers, body } = await post('host-bodies', comune);
    expect(status).toBe(201);
    const location = headers.get('location') ?? '';
    expect(location).toBe(`${BASE}/host-bodies/${body.id as string}`);
    const shown = await server.call('GET', `${location}?minPosition=${body.position as string}`, { token: regional });
    expect(shown.headers.get('etag')).toBe('"0"');
    expect(shown.body).toEqual({
      ...{ ...comune, id: body.id as string, recognitionAct: null, municipality: null, demonstration: false },
      ...{ registeredAt: expect.any(String) as string, revision: 0 },
      history: [expect.objectContaining({ type: 'HostBodyRegistered', revision: 0 })],
    });
  });

  it('refuses to move a body into a region where the token may not act; the centre may', async () => {
    const registered = await post('host-bodies', { ...comune, fiscalCode: '01199250158', ipaCode: 'c_other' });
    const corrections = `host-bodies/${registered.body.id as string}/corrections`;
    const move = { region: '09', province: '048' };
    expectProblem(await post(corrections, move), 403, 'OUTSIDE_TERRITORY');
    expectProblem(await post(corrections, move, central, { 'if-match': '"7"' }), 412, 'STALE_REVISION');
    expect((await post(corrections, move, central, { 'if-match': '"0"' })).body).toMatchObject({
      id: registered.body.id as string,
    });
    expectProblem(await post(corrections, { name: 'Altro' }), 403, 'OUTSIDE_TERRITORY');
  });

  it('names the field of a correction that stands in the path already', async () => {
    const id = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';
    const answer = await post(`host-bodies/${id}/corrections`, { hostBodyId: id, name: 'Altro' });
    expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual(['hostBodyId']);
    expectProblem(await post(`host-bodies/${id}/corrections`, { name: 'Altro' }), 404, 'HOST_BODY_NOT_FOUND');
  });

  it('lets the centre alone establish what is above the provinces', async () => {
    const unit = (code: string) => ({ code, name: code, aooCode: code, pec: `${code.toLowerCase()}@pec.example.org` });
    const directorate = { ...unit('T-DR08'), kind: 'DIREZIONE_REGIONALE', parent: 'T-DC', region: '08' };
    const provincial = {
      ...unit('T-037'),
      kind: 'DIREZIONE_PROVINCIALE',
      parent: 'T-DR08',
      region: '08',
      municipality: 'A944',
    };
    expect((await post('territorial-units', { ...unit('T-DC'), kind: 'DIREZIONE_CENTRALE' }, central)).status).toBe(
      201,
    );
    expectProblem(await post('territorial-units', directorate), 403, 'ROLE_NOT_ALLOWED');
    expect((await post('territorial-units', directorate, central)).status).toBe(201);
    const established = await post('territorial-units', { ...provincial, province: '037' });
    expect(established.headers.get('location')).toBe(`${BASE}/territorial-units/T-037`);
    expectProblem(
      await post('territorial-units', { ...provincial, province: '037' }),
      409,
      'TERRITORIAL_UNIT_CODE_TAKEN',
    );
    const { position } = established.body as { position: string };
    expect((await get(`territorial-units/T-037?minPosition=${position}`)).body).toMatchObject({ parent: 'T-DR08' });
  });

  it('shows what a unit was on a day, and closes it once nothing stands below it', async () => {
    const unit = (code: string) => ({ code, name: code, aooCode: code, pec: `${code.toLowerCase()}@pec.example.org` });
    const place = { region: '08', province: '037', municipality: 'A944', establishedOn: '2015-01-01' };
    // One change of the structure at a time: the next waits for what is in the air.
    const change = async (path: string, body: object): Promise<Answer> => {
      for (;;) {
        const answer = await post(path, body, central);
        if (answer.body.code !== 'UNIT_TREE_CHANGING') return answer;
        expect(answer.headers.get('retry-after')).toBe('1');
      }
    };
    const [centre, above] = [
      { ...unit('S-DC'), kind: 'DIREZIONE_CENTRALE', establishedOn: '2015-01-01' },
      { ...unit('S-DR'), kind: 'DIREZIONE_REGIONALE', parent: 'S-DC', region: '08', establishedOn: '2015-01-01' },
    ];
    const branch = { ...unit('S-FP'), kind: 'FILIALE_PROVINCIALE', parent: 'S-DR', ...place };
    const agency = { ...unit('S-AG'), kind: 'AGENZIA_TERRITORIALE', parent: 'S-FP', ...place };
    for (const one of [centre, above, branch, agency]) await change('territorial-units', one);

    const complex = { kind: 'AGENZIA_COMPLESSA', effectiveDate: '2020-07-01' };
    expect((await change('territorial-units/S-AG/reclassification', complex)).status).toBe(200);
    const renamed = { name: 'Agenzia nuova', pec: 'nuova@pec.example.it', effectiveDate: '2021-01-01' };
    expect((await change('territorial-units/S-AG/details', renamed)).status).toBe(200);
    const closed = await change('territorial-units/S-AG/closing', { closedOn: '2022-01-01', reason: 'Riordino' });
    const seen = `minPosition=${closed.body.position as string}`;
    expect((await get(`territorial-units/S-AG?${seen}`)).body).toMatchObject({
      ...{ state: 'CLOSED', kind: 'AGENZIA_COMPLESSA', establishedOn: '2015-01-01', closedOn: '2022-01-01' },
      kinds: [
        { kind: 'AGENZIA_TERRITORIALE', from: '2015-01-01', until: '2020-07-01' },
        { kind: 'AGENZIA_COMPLESSA', from: '2020-07-01', until: '2022-01-01' },
      ],
      parents: [{ parent: 'S-FP', from: '2015-01-01', until: '2022-01-01' }],
    });
    // T3: on a day, all of it is as it was at the end of that day.
    const { name, pec } = agency;
    const before = { state: 'ESTABLISHED', kind: 'AGENZIA_TERRITORIALE', name, pec };
    expect((await get(`territorial-units/S-AG?on=2020-06-30&${seen}`)).body).toMatchObject(before);
    const after = {
      state: 'ESTABLISHED',
      kind: 'AGENZIA_COMPLESSA',
      name: 'Agenzia nuova',
      pec: 'nuova@pec.example.it',
    };
    expect((await get('territorial-units/S-AG?on=2021-01-01')).body).toMatchObject(after);
    expectProblem(await get('territorial-units/S-AG?on=2022-01-01'), 404, 'TERRITORIAL_UNIT_ABSENT_ON');

    // T2: the agency became complex, and was closed, a month later than was recorded.
    const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2022-03-01' };
    const rectify = (rectifies: number, changes: object) =>
      change('territorial-units/S-AG/rectifications', { rectifies, changes, reason: 'Errata', act });
    const { history } = (await get(`territorial-units/S-AG/history?${seen}`)).body as {
      history: { type: string; revision: number }[];
    };
    const revision = (type: string) => history.find((entry) => entry.type === type)?.revision ?? -1;
    await rectify(revision('TerritorialUnitReclassified'), { effectiveDate: '2020-08-01' });
    const later = await rectify(revision('TerritorialUnitClosed'), { closedOn: '2022-02-01' });
    expect((await get(`territorial-units/S-AG?minPosition=${later.body.position as string}`)).body).toMatchObject({
      ...{ state: 'CLOSED', closedOn: '2022-02-01' },
      kinds: [{ until: '2020-08-01' }, { kind: 'AGENZIA_COMPLESSA', until: '2022-02-01' }],
    });
    const early = { effectiveDate: '2014-12-31' };
    expectProblem(
      await change('territorial-units/S-AG/rectifications', { rectifies: 1, changes: early, reason: 'Errata', act }),
      422,
      'RECTIFIED_FACT_FITS_NOWHERE',
    );

    const tooEarly = { closedOn: '2022-01-31', reason: 'Riordino' };
    expectProblem(await change('territorial-units/S-FP/closing', tooEarly), 422, 'TERRITORIAL_UNIT_HAS_UNITS_BELOW');
    expect((await change('territorial-units/S-FP/closing', { ...tooEarly, closedOn: '2022-02-01' })).status).toBe(200);
  });

  it('describes a kind by its name, wherever it is sent or answered', async () => {
    const { body } = await server.call('GET', '/docs/openapi.json');
    const { schemas } = body.components as { schemas: Record<string, { properties: Record<string, unknown> }> };
    const kind = { allOf: [{ $ref: '#/components/schemas/HostBodyKind' }] };
    expect(schemas.RegisterHostBody?.properties.kind).toEqual(kind);
    expect(schemas.HostBodyAnswer?.properties.kind).toEqual(kind.allOf[0]);
    const { parameters } = (body.paths as Record<string, Record<string, { parameters: object[] }>>)[
      `${BASE}/host-bodies`
    ]?.get ?? { parameters: [] };
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'kind', schema: kind.allOf[0] }));
  });
});
