import { readFileSync } from 'node:fs';
import { DOCKER } from './support/compose-file.ts';
import { INSTALLATIONS, ourServices } from './support/compositions.ts';

/** The lines of a section of haproxy.cfg, comments aside. */
function sections(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of readFileSync(new URL('haproxy.cfg', DOCKER), 'utf8').split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (/^\s/.test(line)) current.push(line.trim());
    else found.set(line.trim(), (current = []));
  }
  return found;
}

describe.each(INSTALLATIONS)('the balancer of %s', (_name, composition) => {
  const { balancer } = composition.services;
  const configuration = sections();
  const backend = configuration.get('backend api') ?? [];
  const door = configuration.get('frontend rete-punti') ?? [];

  it('sends requests to every server and to no worker', () => {
    const servers = ourServices(composition).filter(([, { command }]) => command === undefined);

    expect(backend.filter((line) => line.startsWith('server '))).toEqual(
      servers.map(([name]) => `server ${name} ${name}:3000`),
    );
    expect(Object.keys(balancer?.depends_on ?? {})).toEqual(servers.map(([name]) => name));
  });

  it('asks each of them whether it is ready', () => {
    expect(backend).toContain('http-check send meth GET uri /health/ready ver HTTP/1.1 hdr Host api');
    expect(backend).toContain('http-check expect status 200');
    expect(backend.find((line) => line.startsWith('default-server '))).toMatch(/^default-server check /);
  });

  it('says who the client is, whatever the client says', () => {
    // "option forwardfor" would add to what the client sends.
    expect(door).toContain('http-request set-header X-Forwarded-For %[src]');
    expect(door).toContain('http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]');
    expect([...configuration.values()].flat()).not.toContain('option forwardfor');
  });

  it('listens at the port that is published, and at that of its health check', () => {
    const inside = balancer?.ports?.map((port) => port.split(':').at(-1));

    expect(inside?.map((port) => `bind :${port ?? ''}`)).toEqual(door.filter((line) => line.startsWith('bind ')));
    expect(balancer?.healthcheck?.test.at(-1)).toBe('http://127.0.0.1:8081/');
    expect(configuration.get('frontend health')).toContain('bind 127.0.0.1:8081');
  });

  it('answers as the servers do when it has none: a problem, and when to try again', () => {
    const said = (configuration.get('defaults') ?? []).filter((line) => line.startsWith('http-error status '));

    for (const [line, status] of said.map((one, index) => [one, [502, 503, 504][index]] as const)) {
      const [, body = ''] = /string '([^']+)'/.exec(line) ?? [];
      expect(line).toMatch(/content-type application\/problem\+json .* hdr Retry-After \d+$/);
      expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status });
    }
    expect(said).toHaveLength(3);
  });

  it('reads this configuration', () => {
    const mounted = balancer?.configs?.map(({ source, target }) => [composition.configs[source]?.file, target]);

    expect(mounted).toEqual([['./haproxy.cfg', '/usr/local/etc/haproxy/haproxy.cfg']]);
  });
});
