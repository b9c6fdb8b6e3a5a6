import { italy, requirePlace, type Place } from './territory.ts';

describe('Italy, as decisions look it up', () => {
  it('names the region of a province only on days the province exists', () => {
    expect(italy.regionOfProvince('111', '2025-12-31')).toBe('20');
    expect(italy.regionOfProvince('111', '2026-01-01')).toBeUndefined();
    expect(italy.regionOfProvince('112', '2025-12-31')).toBeUndefined();
    expect(italy.regionOfProvince('112', '2026-01-01')).toBe('20');
  });
});

describe('a place', () => {
  const refusalOf = (place: Place, on = '2026-03-02'): unknown => {
    try {
      requirePlace(italy, place, on);
      return undefined;
    } catch (error) {
      return (error as { readonly code: unknown }).code;
    }
  };

  it('is in a municipality that there is, of that province and region', () => {
    expect(refusalOf({ region: '12', province: '058', municipality: 'H501' })).toBeUndefined();
    expect(refusalOf({ region: '12', province: '058', municipality: 'Z999' })).toBe('UNKNOWN_MUNICIPALITY');
    expect(refusalOf({ region: '12', province: '057', municipality: 'H501' })).toBe('MUNICIPALITY_ELSEWHERE');
    expect(refusalOf({ region: '08', municipality: 'H501' })).toBe('MUNICIPALITY_ELSEWHERE');
    expect(refusalOf({ municipality: 'H501' })).toBeUndefined();
  });

  it('in Sardinia since 2026 is in a municipality of the region, as nobody here knows of which province', () => {
    const carbonia = { region: '20', municipality: 'B745' };
    expect(refusalOf({ ...carbonia, province: '111' }, '2025-12-31')).toBeUndefined();
    expect(refusalOf({ ...carbonia, province: '090' }, '2025-12-31')).toBe('MUNICIPALITY_ELSEWHERE');
    expect(refusalOf({ ...carbonia, province: '119' })).toBeUndefined();
    expect(refusalOf({ region: '12', province: '058', municipality: 'B745' })).toBe('MUNICIPALITY_ELSEWHERE');
  });
});
