import { isWithinScope, type Principal } from './principal.ts';

describe('the territory of a token', () => {
  const scope = { region: '08', province: '037', unit: 'DP-MODENA' };
  const isWithin = (principal: Omit<Principal, 'id'>, where: object = scope) =>
    isWithinScope({ id: 'a', ...principal }, where);

  it('is the unit of its people, also where that runs something in another province', () => {
    expect(isWithin({ role: 'desk-operator', province: '036', unit: 'DP-MODENA' })).toBe(true);
    expect(isWithin({ role: 'provincial', province: '036', unit: 'DP-MODENA' })).toBe(true);
  });

  it('is the province of a provincial directorate, and of a desk of no unit', () => {
    expect(isWithin({ role: 'provincial', province: '037' })).toBe(true);
    expect(isWithin({ role: 'desk-operator', province: '037' })).toBe(true);
    expect(isWithin({ role: 'provincial', province: '036' })).toBe(false);
    expect(isWithin({ role: 'desk-operator', province: '036' })).toBe(false);
  });

  it('is none of what is of another unit, or of no known place', () => {
    expect(isWithin({ role: 'desk-operator', province: '037', unit: 'AG-CARPI' })).toBe(false);
    expect(isWithin({ role: 'provincial', province: '036', unit: 'AG-CARPI' })).toBe(false);
    for (const role of ['provincial', 'desk-operator'] as const) expect(isWithin({ role }, {})).toBe(false);
  });
});
