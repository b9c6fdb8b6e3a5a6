import { isOfAnother, MAX_OF_OTHERS, ownerOf, servicesOfOthers } from './services-of-others.ts';

const row = { owner: 'aci', id: 'bollo-auto', name: 'Bollo auto', serviceClass: 'CONSULTAZIONE' };
const wrongIn = (...rows: unknown[]) => servicesOfOthers(rows).wrong;

describe('K4: services of other bodies are rows of data, each with the body that owns it', () => {
  it('whose code stands before their ids, so that a list tells whose each is', () => {
    const german = { ...row, id: 'targa', name: 'Targa', germanName: 'Kennzeichen' };
    expect(servicesOfOthers([row, german])).toEqual({
      services: [
        { ...row, id: 'aci:bollo-auto', germanName: 'Bollo auto' },
        { ...german, id: 'aci:targa' },
      ],
      wrong: [],
    });
    expect([ownerOf('aci:bollo-auto'), ownerOf('quesito')]).toEqual(['aci', undefined]);
    expect([isOfAnother('aci:bollo-auto'), isOfAnother('quesito')]).toEqual([true, false]);
  });

  it.each<readonly [string, object]>([
    ['row 1 with the owner undefined', { ...row, owner: undefined }],
    ['row 1 with the id "bollo:auto"', { ...row, id: 'bollo:auto' }],
    ['row 1 with the owner INPS', { ...row, owner: 'INPS' }],
    ['row 1 with the name " "', { ...row, name: ' ' }],
    ['row 1 with the germanName 7', { ...row, germanName: 7 }],
    ['row 1 with the serviceClass "SPORTELLO"', { ...row, serviceClass: 'SPORTELLO' }],
    ['row 1 with the field serviceLine', { ...row, serviceLine: 'PENSIONI' }],
  ])('a wrong one is told, and what it must be: %s', (is, wrong) => {
    expect(wrongIn(wrong)).toEqual([{ is, must: expect.stringMatching(/\w/) }]);
  });

  it('nothing comes twice, is no row, or is more than a page', () => {
    expect(wrongIn(row, null, row).map(({ is }) => is)).toEqual([
      ...['row 2 with no fields', 'row 3 with the id aci:bollo-auto once more'],
    ]);
    expect(servicesOfOthers({ rows: [] }).wrong).toHaveLength(1);
    expect(wrongIn(...new Array<object>(MAX_OF_OTHERS + 1).fill(row))).toHaveLength(1);
  });
});
