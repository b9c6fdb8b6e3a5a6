import { requireService, SERVICE_LINES, SERVICES } from './service-catalogue.ts';
import { SERVICE_CLASSES } from './service-classes.ts';

describe('the catalogue of services', () => {
  it('has services of every class, each of a line, of an owning body, and under an id of its own', () => {
    expect(new Set(SERVICES.map(({ serviceClass }) => serviceClass))).toEqual(new Set(SERVICE_CLASSES));
    expect(new Set(SERVICES.map(({ id }) => id)).size).toBe(SERVICES.length);
    const lines = SERVICE_LINES.map(({ code }) => code);
    for (const { serviceLine, owner } of SERVICES)
      expect([lines.includes(serviceLine), owner !== '']).toEqual([true, true]);
  });

  it('names every service in Italian and in German, each by another name', () => {
    for (const names of [SERVICES.map(({ name }) => name), SERVICES.map(({ germanName }) => germanName)]) {
      expect(names.filter((name) => name.trim() !== '')).toHaveLength(SERVICES.length);
      expect(new Set(names).size).toBe(SERVICES.length);
    }
  });

  it('refuses an id that it does not have', () => {
    expect(requireService('quesito').serviceClass).toBe('REMOTO');
    expect(() => requireService('nothing')).toThrow(expect.objectContaining({ code: 'SERVICE_UNKNOWN' }) as Error);
  });
});
