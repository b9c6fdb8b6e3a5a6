import type { YearlyDay } from './yearly-days.ts';

/** A holiday, as a law made it and perhaps unmade it. */
export type NationalHoliday = YearlyDay & {
  /** In Italian, as people read it. */
  readonly name: string;
  /** The first and the last year in which it was kept; the last is absent while it is. */
  readonly since: number;
  readonly until?: number;
};

/**
 * The holidays of the whole country since legge 27-5-1949 n. 260, art. 1 and 2 (in the Gazzetta of 31 May); of that year the
 * days before were holidays by earlier laws. Sundays are no holidays here: whether somebody is received on them, bands say.
 *
 * - Legge 5-3-1977 n. 54, art. 1, in force on 8-3-1977, ended Epifania, San Giuseppe, Ascensione, Corpus Domini and Santi
 *   Pietro e Paolo, and moved the feasts of 2 June and 4 November to Sundays.
 * - D.P.R. 28-12-1985 n. 792 brought Epifania back, and Santi Pietro e Paolo for Roma alone (see the local holidays).
 * - Legge 20-11-2000 n. 336 brought 2 June back.
 * - D.l. 22-2-2011 n. 5 (legge 21-4-2011 n. 47) made 17 March a holiday in 2011 alone.
 * - Legge 8-10-2025 n. 151 made San Francesco a holiday from 2026. Legge 4-3-1958 n. 132 had made it a civil solemnity, with
 *   shorter hours in offices and no closed day.
 */
export const NATIONAL_HOLIDAYS: readonly NationalHoliday[] = [
  { name: 'Capodanno', day: '01-01', since: 1949 },
  { name: 'Epifania', day: '01-06', since: 1949, until: 1977 },
  { name: 'Epifania', day: '01-06', since: 1986 },
  { name: "Anniversario dell'Unità d'Italia", day: '03-17', since: 2011, until: 2011 },
  { name: 'San Giuseppe', day: '03-19', since: 1949, until: 1976 },
  { name: 'Pasqua', afterEaster: 0, since: 1949 },
  { name: "Lunedì dell'Angelo", afterEaster: 1, since: 1949 },
  { name: 'Anniversario della Liberazione', day: '04-25', since: 1949 },
  { name: 'Festa del lavoro', day: '05-01', since: 1949 },
  { name: 'Ascensione', afterEaster: 39, since: 1949, until: 1976 },
  { name: 'Festa della Repubblica', day: '06-02', since: 1949, until: 1976 },
  { name: 'Festa della Repubblica', nth: 1, weekday: 7, month: 6, since: 1977, until: 2000 },
  { name: 'Festa della Repubblica', day: '06-02', since: 2001 },
  { name: 'Corpus Domini', afterEaster: 60, since: 1949, until: 1976 },
  { name: 'Santi Pietro e Paolo', day: '06-29', since: 1949, until: 1976 },
  { name: 'Assunzione di Maria', day: '08-15', since: 1949 },
  { name: "San Francesco d'Assisi", day: '10-04', since: 2026 },
  { name: 'Ognissanti', day: '11-01', since: 1949 },
  { name: "Giorno dell'Unità nazionale", day: '11-04', since: 1949, until: 1976 },
  { name: "Giorno dell'Unità nazionale", nth: 1, weekday: 7, month: 11, since: 1977 },
  { name: 'Immacolata Concezione', day: '12-08', since: 1949 },
  { name: 'Natale', day: '12-25', since: 1949 },
  { name: 'Santo Stefano', day: '12-26', since: 1949 },
];
