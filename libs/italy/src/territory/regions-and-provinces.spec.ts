import { provinceByCode, provinces, regions } from './regions-and-provinces.ts';

describe('reference data of Italy', () => {
  it('has the 20 regions and, on any day, each province in one of them', () => {
    expect(regions()).toHaveLength(20);
    const codes = new Set(regions().map(({ code }) => code));
    expect(provinces().every(({ region }) => codes.has(region))).toBe(true);
  });

  it('has 107 provinces until the end of 2025 and 110 from 2026, when Sardinia has eight instead of five', () => {
    expect(provinces('2025-12-31')).toHaveLength(107);
    expect(provinces('2026-01-01')).toHaveLength(110);
    expect(provinces('2025-12-31').filter(({ region }) => region === '20')).toHaveLength(5);
    expect(provinces('2026-01-01').filter(({ region }) => region === '20')).toHaveLength(8);
  });

  it('reads names as they are written', () => {
    expect(provinceByCode('037')).toMatchObject({ name: 'Bologna', sigla: 'BO', region: '08' });
    expect(regions()[1]?.name).toBe("Valle d'Aosta/Vallée d'Aoste");
  });
});
