import { distanceKm } from './distance.ts';
import { capitalOf, municipalities, municipalityByCode, provinceOn } from './municipalities.ts';
import { provinceByCode, provinces } from './regions-and-provinces.ts';

describe('municipalities of Italy', () => {
  it('are the 7,899 of June 2023, each under a codice catastale of its own, in a province of its region', () => {
    const all = municipalities();
    expect(all).toHaveLength(7_899);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    expect(all.every(({ code }) => /^[A-Z]\d{3}$/.test(code))).toBe(true);
    expect(all.every(({ province, region }) => provinceByCode(province)?.region === region)).toBe(true);
  });

  it('are found by codice catastale, with their centroid', () => {
    expect(municipalityByCode('H501')).toMatchObject({
      name: 'Roma',
      istatCode: '058091',
      province: '058',
      region: '12',
    });
    expect(municipalityByCode('M432')).toMatchObject({ name: 'Misiliscemi', province: '081' });
    expect(municipalityByCode('Z999')).toBeUndefined();
    expect(municipalities().every(({ latitude }) => latitude > 35 && latitude < 47.2)).toBe(true);
    expect(municipalities().every(({ longitude }) => longitude > 6.5 && longitude < 18.6)).toBe(true);
  });

  it('name the capital of each province there is or was', () => {
    expect(provinces().map((province) => capitalOf(province).region)).toEqual(provinces().map(({ region }) => region));
    expect(capitalOf(provinceByCode('021')!).name).toBe('Bolzano/Bozen');
  });

  it('of Sardinia stand in the provinces of 2023 until the end of 2025; which are theirs since, is not known', () => {
    const carbonia = municipalityByCode('B745')!;
    expect(carbonia).toMatchObject({ name: 'Carbonia', province: '111', validUntil: '2026-01-01' });
    expect(provinceOn(carbonia, '2025-12-31')).toBe('111');
    expect(provinceOn(carbonia, '2026-01-01')).toBeUndefined();
    expect(provinceOn(municipalityByCode('H501')!, '2026-01-01')).toBe('058');
  });
});

describe('distances between municipalities', () => {
  it('are great-circle distances between centroids, in kilometres', () => {
    const [roma, milano] = [municipalityByCode('H501')!, municipalityByCode('F205')!];
    expect(distanceKm(roma, roma)).toBe(0);
    expect(distanceKm(roma, milano)).toBeGreaterThan(470);
    expect(distanceKm(roma, milano)).toBeLessThan(485);
    // One degree of a meridian is 111.2 km.
    expect(distanceKm({ latitude: 41, longitude: 12 }, { latitude: 42, longitude: 12 })).toBeCloseTo(111.195, 2);
  });
});
