import { capitalOf, daysBetween, municipalityByCode, provinces } from '#italy';
import { holidayOn, isHoliday, type HolidayPlace } from './holidays.ts';
import { LOCAL_HOLIDAYS } from './local-holidays.ts';
import { easterSunday } from './yearly-days.ts';

/** The holidays of a year, each with its name. */
function holidaysOf(year: number, place?: HolidayPlace): string[] {
  return daysBetween(`${year}-01-01`, `${year}-12-31`).flatMap((date) => {
    const holiday = holidayOn(date, place);
    return holiday ? [`${date.slice(5)} ${holiday.name}`] : [];
  });
}

describe('Italian holidays', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('Easter of %i is on %s', (year, date) => {
    expect(easterSunday(year)).toBe(date);
  });

  it('include Easter Monday, and not Good Friday', () => {
    expect(isHoliday('2026-04-06')).toBe(true);
    expect(isHoliday('2026-04-03')).toBe(false);
  });

  it('include San Francesco from 2026 on, in 2027 on a Monday', () => {
    expect(holidayOn('2025-10-04')).toBeUndefined();
    expect(holidayOn('2026-10-04')).toEqual({ name: "San Francesco d'Assisi" });
    expect(holidayOn('2027-10-04')).toEqual({ name: "San Francesco d'Assisi" });
  });

  it('of 2027 are these and no others', () => {
    expect(holidaysOf(2027)).toEqual([
      '01-01 Capodanno',
      '01-06 Epifania',
      '03-28 Pasqua',
      "03-29 Lunedì dell'Angelo",
      '04-25 Anniversario della Liberazione',
      '05-01 Festa del lavoro',
      '06-02 Festa della Repubblica',
      '08-15 Assunzione di Maria',
      "10-04 San Francesco d'Assisi",
      '11-01 Ognissanti',
      "11-07 Giorno dell'Unità nazionale",
      '12-08 Immacolata Concezione',
      '12-25 Natale',
      '12-26 Santo Stefano',
    ]);
  });

  it('of 1960 were those of the law of 1949', () => {
    expect(holidaysOf(1960)).toEqual([
      '01-01 Capodanno',
      '01-06 Epifania',
      '03-19 San Giuseppe',
      '04-17 Pasqua',
      "04-18 Lunedì dell'Angelo",
      '04-25 Anniversario della Liberazione',
      '05-01 Festa del lavoro',
      '05-26 Ascensione',
      '06-02 Festa della Repubblica',
      '06-16 Corpus Domini',
      '06-29 Santi Pietro e Paolo',
      '08-15 Assunzione di Maria',
      '11-01 Ognissanti',
      "11-04 Giorno dell'Unità nazionale",
      '12-08 Immacolata Concezione',
      '12-25 Natale',
      '12-26 Santo Stefano',
    ]);
  });

  it.each([
    ['the law of 1977 left Epifania to that year', '1977-01-06', '1978-01-06'],
    ['the law of 1977 ended San Giuseppe', '1976-03-19', '1977-03-19'],
    ['the law of 1977 ended Ascensione', '1976-05-27', '1977-05-19'],
    ['the law of 1977 ended Corpus Domini', '1976-06-17', '1977-06-09'],
    ['the law of 1977 ended Santi Pietro e Paolo', '1976-06-29', '1977-06-29'],
    ['the law of 1977 moved 2 June to a Sunday', '1976-06-02', '1977-06-02'],
    ['the law of 1977 moved 4 November to a Sunday', '1976-11-04', '1977-11-04'],
    ['the decree of 1985 brought Epifania back', '1986-01-06', '1985-01-06'],
    ['the law of 2000 brought 2 June back', '2001-06-02', '2000-06-02'],
    ['17 March was one in 2011', '2011-03-17', '2010-03-17'],
    ['and in 2011 alone', '2011-03-17', '2012-03-17'],
  ])('change by law: %s', (_law, holiday, none) => {
    expect([isHoliday(holiday), isHoliday(none)]).toEqual([true, false]);
  });
});

describe('A1: local holidays', () => {
  const roma = { province: '058', municipality: 'H501' };
  const bolzano = { province: '021', municipality: 'A952' };

  it('are 29 June in Roma, since 1986', () => {
    expect(holidayOn('2026-06-29', roma)).toEqual({ name: 'Santi Pietro e Paolo' });
    expect(isHoliday('1985-06-29', roma)).toBe(false);
    expect(isHoliday('1986-06-29', roma)).toBe(true);
    // Tivoli is in the same province.
    expect(isHoliday('2026-06-29', { province: '058', municipality: 'L182' })).toBe(false);
  });

  it('are Whit Monday in the whole province of Bolzano, which follows Easter', () => {
    const merano = { province: '021', municipality: 'F132' };
    expect(['2026-05-25', '2027-05-17', '2028-06-05'].map((date) => holidayOn(date, merano)?.name)).toEqual([
      'Lunedì di Pentecoste',
      'Lunedì di Pentecoste',
      'Lunedì di Pentecoste',
    ]);
    expect(isHoliday('2026-05-25', bolzano)).toBe(true);
    expect(isHoliday('2026-05-25', { province: '022', municipality: 'L378' })).toBe(false);
  });

  it('are the patron saints of municipalities, fixed or on a day of the week', () => {
    expect(holidayOn('2026-12-07', { province: '015', municipality: 'F205' })).toEqual({ name: "Sant'Ambrogio" });
    const asti = { province: '005', municipality: 'A479' };
    expect(['2026-05-05', '2027-05-04', '2027-05-05'].map((date) => isHoliday(date, asti))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are on the day that the agenda says, where it says one, and not on the one that is known of its municipality', () => {
    const milano = { province: '015', municipality: 'F205', patronSaint: '12-09' };
    expect(holidayOn('2026-12-09', milano)).toEqual({ name: 'Santo patrono' });
    expect(isHoliday('2026-12-07', milano)).toBe(false);
  });

  it('of an agenda of before, which knows no municipality, are the one that it says', () => {
    expect(isHoliday('2026-06-29', { patronSaint: '06-29' })).toBe(true);
    expect(isHoliday('2026-06-29', {})).toBe(false);
  });

  it('belong to municipalities and provinces that there are, each patron saint to one capital', () => {
    const saints = LOCAL_HOLIDAYS.flatMap(({ municipality }) => (municipality === undefined ? [] : [municipality]));
    expect(new Set(saints).size).toBe(saints.length);
    expect(saints.filter((code) => municipalityByCode(code) === undefined)).toEqual([]);
    const capitals = new Set(
      provinces('2025-12-31').flatMap((province) => (province.capital.includes(',') ? [] : [capitalOf(province).code])),
    );
    expect(saints.filter((code) => !capitals.has(code))).toEqual([]);
    expect(saints.length).toBe(96);
  });
});
