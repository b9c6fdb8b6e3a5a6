import { MONDAY } from './support/counter.ts';
import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';
import { openOffice, PIEDMONT, ROMAGNA, type Office } from './support/two-regions.ts';

const AGENDAS = '/rest/agenda/v1/agendas';
const HOSTS = '/rest/organisation/v1/host-bodies';

describe('a list by name', () => {
  let server: TestServer;
  let central: string;
  let turin: Office;

  beforeAll(async () => {
    server = await TestServer.start({ clock: { now: () => MONDAY } });
    central = await server.token();
    const hours = { from: '09:00', to: '10:00', slotMinutes: 30 };
    turin = await openOffice(server, central, PIEDMONT, hours);
    await openOffice(server, central, ROMAGNA, hours);
    const corrected = await server.call('POST', `${HOSTS}/${turin.host.id}/corrections`, {
      token: central,
      body: { name: 'Città   d’Oltre Pò' },
    });
    if (corrected.status !== 200) throw new Error(JSON.stringify(corrected.body));
    await server.running.projections.caughtUp(corrected.body.position as string);
  });
  afterAll(() => server.close());

  const list = (path: string, query: Record<string, string>, token = central): Promise<Answer> =>
    server.call('GET', `${path}?${new URLSearchParams(query).toString()}`, { token });
  const namesIn = async (path: string, query: Record<string, string>, token = central): Promise<string[]> => {
    const answer = await list(path, query, token);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return (answer.body.items as { name: string }[]).map(({ name }) => name);
  };

  it.each(['sede di torino', 'SEDE DI TÓRINO', '  Sede  di Torino ', 'sede di t'])(
    'shows the agendas whose names begin with %p, however that is written',
    async (name) => {
      expect(await namesIn(AGENDAS, { name })).toEqual(
        Array<unknown>(3).fill(expect.stringContaining('Sede di Torino')),
      );
    },
  );

  it.each(["citta d'oltre po", 'Città d’O', 'CITTA'])(
    'shows the host whose name begins with %p, as corrected last',
    async (name) => {
      expect(await namesIn(HOSTS, { name })).toEqual(['Città   d’Oltre Pò']);
      expect(await namesIn(HOSTS, { name: 'comune di prova 0' })).toEqual(['Comune di prova 038']);
    },
  );

  it('shows nothing whose name has it elsewhere', async () => {
    expect(await namesIn(AGENDAS, { name: 'Torino' })).toEqual([]);
    expect(await namesIn(HOSTS, { name: 'di prova' })).toEqual([]);
  });

  it('keeps to the territory of who asks, and to what else is asked', async () => {
    expect(await namesIn(AGENDAS, { name: 'sede' }, turin.regional)).toHaveLength(3);
    expect(await namesIn(AGENDAS, { name: 'sede', region: ROMAGNA.region })).toHaveLength(3);
    expect(await namesIn(HOSTS, { name: 'comune' }, turin.regional)).toEqual([]);
  });

  it('is read in pages, and never shows how it looks for names', async () => {
    const all = await namesIn(AGENDAS, { name: 'sede' });
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Answer = await list(AGENDAS, { name: 'sede', limit: '4', ...(cursor ? { cursor } : {}) });
      paged.push(...(page.body.items as { name: string }[]).map(({ name }) => name));
      cursor = page.body.nextCursor as string | null;
      expect(Object.keys(page.body.items[0] as object)).not.toContain('plainName');
    }
    expect(all).toHaveLength(6);
    expect(paged).toEqual(all);
  });

  it.each([AGENDAS, HOSTS])('of %s is refused with less than two characters, and with a person in it', async (path) => {
    for (const name of ['s', ' ', 'x'.repeat(201), 'RSSMRA85T10A562S', 'a\u200Bb']) {
      expect(wrongFields(expectProblem(await list(path, { name }), 400, 'INVALID_REQUEST'))).toEqual(['name']);
    }
  });
});
