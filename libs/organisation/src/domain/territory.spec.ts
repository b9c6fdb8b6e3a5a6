import { italy } from './territory.ts';

describe('Italy, as decisions look it up', () => {
  it('names the region of a province only on days the province exists', () => {
    expect(italy.regionOfProvince('111', '2025-12-31')).toBe('20');
    expect(italy.regionOfProvince('111', '2026-01-01')).toBeUndefined();
    expect(italy.regionOfProvince('112', '2025-12-31')).toBeUndefined();
    expect(italy.regionOfProvince('112', '2026-01-01')).toBe('20');
  });
});
