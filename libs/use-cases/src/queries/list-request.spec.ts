import { isDomainError } from '#kernel/domain';
import type { AnyPrincipal } from '../access/principal.ts';
import { boundPage, boundsOf } from './list-request.ts';

describe('lists', () => {
  const fields = { region: 'region', province: 'province', host: 'hostBodyId' };
  const list = (principal: AnyPrincipal, asked: Record<string, string> = {}) =>
    boundPage({ limit: 10 }, asked, boundsOf(principal, fields, asked), []).where;

  it('show a region to its directorate, a province to its office, a body to its operators', () => {
    expect(list({ id: 'a', role: 'regional', region: '08' })).toEqual({ region: '08' });
    expect(list({ id: 'a', role: 'provincial', province: '037' }, { kind: 'X' })).toEqual({
      kind: 'X',
      province: '037',
    });
    expect(list({ id: 'a', role: 'host-operator', host: 'h1' })).toEqual({ hostBodyId: 'h1' });
    expect(list({ id: 'a', role: 'central' }, { region: '09' })).toEqual({ region: '09' });
  });

  it('show what is of a unit to its people, also where it stands in another province', () => {
    const ofUnits = { region: 'region', province: 'province', unit: 'referenceUnit' };
    const listOf = (principal: AnyPrincipal, asked: Record<string, string> = {}) =>
      boundPage({ limit: 10 }, asked, boundsOf(principal, ofUnits, asked), []).where;
    const [province, unit] = ['036', 'DP-MODENA'];
    expect(listOf({ id: 'a', role: 'desk-operator', province, unit })).toEqual({ referenceUnit: unit });
    expect(listOf({ id: 'a', role: 'desk-operator', province })).toEqual({ province });
    expect(listOf({ id: 'a', role: 'provincial', province, unit }, { referenceUnit: unit })).toEqual({
      referenceUnit: unit,
    });
    expect(listOf({ id: 'a', role: 'provincial', province, unit })).toEqual({ province });
    expect(listOf({ id: 'a', role: 'provincial', province, unit }, { referenceUnit: 'DP-PARMA' })).toEqual({
      ...{ province, referenceUnit: 'DP-PARMA' },
    });
  });

  it.each([
    ['another region', { id: 'a', role: 'regional', region: '08' } as const, { region: '09' }],
    ['a token without a region', { id: 'a', role: 'regional' } as const, {}],
    ['a citizen', { id: 'a', role: 'citizen' } as const, {}],
    ['an integration', { id: 'a', role: 'integration', integration: 'i1' } as const, {}],
  ])('refuse %s', (_case, principal, asked) => {
    expect(() => list(principal, asked)).toThrow(expect.objectContaining({ code: 'OUTSIDE_TERRITORY' }));
    try {
      list(principal, asked);
    } catch (error) {
      expect(isDomainError(error) && error).toMatchObject({ kind: 'forbidden', facts: { role: principal.role } });
    }
  });
});
