import type { YearlyDay } from './yearly-days.ts';

/** A holiday of one municipality or province. */
export type LocalHoliday = YearlyDay & {
  /** In Italian, as people read it. */
  readonly name: string;
  /** The first year in which it was kept, where that is known. */
  readonly since?: number;
} & (
    | { /** Codice catastale. */ readonly municipality: string; readonly province?: never }
    | { /** ISTAT code. */ readonly province: string; readonly municipality?: never }
  );

/**
 * Local holidays, on which public offices are closed. That the day of the patron saint is one, the collective agreements of
 * the public sector say (so for managers of INPS and like bodies that of 11-10-1996, art. 21 c. 5); which saint it is, no act
 * of the country does: these are the days that the municipalities name, of the capitals of provinces alone. Left out are those
 * whose day is a national holiday anyway (Biella, Fermo, Latina, Prato, Venezia), and those of which it is not certain on
 * which day offices close (Brindisi, Pordenone, Reggio di Calabria, the provinces with several capitals, those of Sardinia
 * since 2026): an agenda says its own there.
 */
export const LOCAL_HOLIDAYS: readonly LocalHoliday[] = [
  // D.P.R. 28-12-1985 n. 792.
  { municipality: 'H501', name: 'Santi Pietro e Paolo', day: '06-29', since: 1986 }, // Roma
  // Kept in the whole province in place of a patron saint.
  { province: '021', name: 'Lunedì di Pentecoste', afterEaster: 50 }, // Bolzano
  { municipality: 'L219', name: 'San Giovanni Battista', day: '06-24' }, // Torino
  { municipality: 'L750', name: "Sant'Eusebio", day: '08-01' }, // Vercelli
  { municipality: 'F952', name: 'San Gaudenzio', day: '01-22' }, // Novara
  { municipality: 'D205', name: 'San Michele Arcangelo', day: '09-29' }, // Cuneo
  { municipality: 'A479', name: 'San Secondo', nth: 1, weekday: 2, month: 5 }, // Asti
  { municipality: 'A182', name: 'San Baudolino', day: '11-10' }, // Alessandria
  { municipality: 'L746', name: 'San Vittore', day: '05-08' }, // Verbania
  { municipality: 'A326', name: 'San Grato', day: '09-07' }, // Aosta
  { municipality: 'L682', name: 'San Vittore', day: '05-08' }, // Varese
  { municipality: 'C933', name: "Sant'Abbondio", day: '08-31' }, // Como
  { municipality: 'I829', name: 'Santi Gervasio e Protasio', day: '06-19' }, // Sondrio
  { municipality: 'F205', name: "Sant'Ambrogio", day: '12-07' }, // Milano
  { municipality: 'A794', name: "Sant'Alessandro", day: '08-26' }, // Bergamo
  { municipality: 'B157', name: 'Santi Faustino e Giovita', day: '02-15' }, // Brescia
  { municipality: 'G388', name: 'San Siro', day: '12-09' }, // Pavia
  { municipality: 'D150', name: "Sant'Omobono", day: '11-13' }, // Cremona
  { municipality: 'E897', name: "Sant'Anselmo", day: '03-18' }, // Mantova
  { municipality: 'E507', name: 'San Nicolò', day: '12-06' }, // Lecco
  { municipality: 'E648', name: 'San Bassiano', day: '01-19' }, // Lodi
  { municipality: 'F704', name: 'San Giovanni Battista', day: '06-24' }, // Monza
  { municipality: 'L378', name: 'San Vigilio', day: '06-26' }, // Trento
  { municipality: 'L781', name: 'San Zeno', day: '05-21' }, // Verona
  { municipality: 'L840', name: 'Madonna di Monte Berico', day: '09-08' }, // Vicenza
  { municipality: 'A757', name: 'San Martino', day: '11-11' }, // Belluno
  { municipality: 'L407', name: 'San Liberale', day: '04-27' }, // Treviso
  { municipality: 'G224', name: "Sant'Antonio di Padova", day: '06-13' }, // Padova
  { municipality: 'H620', name: 'San Bellino', day: '11-26' }, // Rovigo
  { municipality: 'L483', name: 'Santi Ermacora e Fortunato', day: '07-12' }, // Udine
  { municipality: 'E098', name: 'Santi Ilario e Taziano', day: '03-16' }, // Gorizia
  { municipality: 'L424', name: 'San Giusto', day: '11-03' }, // Trieste
  { municipality: 'E290', name: 'San Leonardo da Porto Maurizio', day: '11-26' }, // Imperia
  { municipality: 'I480', name: 'Nostra Signora della Misericordia', day: '03-18' }, // Savona
  { municipality: 'D969', name: 'San Giovanni Battista', day: '06-24' }, // Genova
  { municipality: 'E463', name: 'San Giuseppe', day: '03-19' }, // La Spezia
  { municipality: 'G535', name: "Sant'Antonino", day: '07-04' }, // Piacenza
  { municipality: 'G337', name: "Sant'Ilario", day: '01-13' }, // Parma
  { municipality: 'H223', name: 'San Prospero', day: '11-24' }, // Reggio nell'Emilia
  { municipality: 'F257', name: 'San Geminiano', day: '01-31' }, // Modena
  { municipality: 'A944', name: 'San Petronio', day: '10-04' }, // Bologna
  { municipality: 'D548', name: 'San Giorgio', day: '04-23' }, // Ferrara
  { municipality: 'H199', name: "Sant'Apollinare", day: '07-23' }, // Ravenna
  { municipality: 'D704', name: 'Madonna del Fuoco', day: '02-04' }, // Forlì
  { municipality: 'H294', name: 'San Gaudenzo', day: '10-14' }, // Rimini
  { municipality: 'F023', name: "San Francesco d'Assisi", day: '10-04' }, // Massa
  { municipality: 'E715', name: 'San Paolino', day: '07-12' }, // Lucca
  { municipality: 'G713', name: 'San Jacopo', day: '07-25' }, // Pistoia
  { municipality: 'D612', name: 'San Giovanni Battista', day: '06-24' }, // Firenze
  { municipality: 'E625', name: 'Santa Giulia', day: '05-22' }, // Livorno
  { municipality: 'G702', name: 'San Ranieri', day: '06-17' }, // Pisa
  { municipality: 'A390', name: 'San Donato', day: '08-07' }, // Arezzo
  { municipality: 'I726', name: "Sant'Ansano", day: '12-01' }, // Siena
  { municipality: 'E202', name: 'San Lorenzo', day: '08-10' }, // Grosseto
  { municipality: 'G478', name: 'San Costanzo', day: '01-29' }, // Perugia
  { municipality: 'L117', name: 'San Valentino', day: '02-14' }, // Terni
  { municipality: 'G479', name: 'San Terenzio', day: '09-24' }, // Pesaro
  { municipality: 'A271', name: 'San Ciriaco', day: '05-04' }, // Ancona
  { municipality: 'E783', name: 'San Giuliano', day: '08-31' }, // Macerata
  { municipality: 'A462', name: "Sant'Emidio", day: '08-05' }, // Ascoli Piceno
  { municipality: 'M082', name: 'Santa Rosa', day: '09-04' }, // Viterbo
  { municipality: 'H282', name: 'Santa Barbara', day: '12-04' }, // Rieti
  { municipality: 'D810', name: 'San Silverio', day: '06-20' }, // Frosinone
  { municipality: 'A345', name: 'San Massimo', day: '06-10' }, // L'Aquila
  { municipality: 'L103', name: 'San Berardo', day: '12-19' }, // Teramo
  { municipality: 'G482', name: 'San Cetteo', day: '10-10' }, // Pescara
  { municipality: 'C632', name: 'San Giustino', day: '05-11' }, // Chieti
  { municipality: 'B519', name: 'San Giorgio', day: '04-23' }, // Campobasso
  { municipality: 'E335', name: 'San Pietro Celestino', day: '05-19' }, // Isernia
  { municipality: 'B963', name: 'San Sebastiano', day: '01-20' }, // Caserta
  { municipality: 'A783', name: 'San Bartolomeo', day: '08-24' }, // Benevento
  { municipality: 'F839', name: 'San Gennaro', day: '09-19' }, // Napoli
  { municipality: 'A509', name: 'San Modestino', day: '02-14' }, // Avellino
  { municipality: 'H703', name: 'San Matteo', day: '09-21' }, // Salerno
  { municipality: 'D643', name: 'Madonna dei Sette Veli', day: '03-22' }, // Foggia
  { municipality: 'A662', name: 'San Nicola', day: '12-06' }, // Bari
  { municipality: 'L049', name: 'San Cataldo', day: '05-10' }, // Taranto
  { municipality: 'E506', name: "Sant'Oronzo", day: '08-26' }, // Lecce
  { municipality: 'G942', name: 'San Gerardo', day: '05-30' }, // Potenza
  { municipality: 'F052', name: 'Madonna della Bruna', day: '07-02' }, // Matera
  { municipality: 'D086', name: 'Madonna del Pilerio', day: '02-12' }, // Cosenza
  { municipality: 'C352', name: 'San Vitaliano', day: '07-16' }, // Catanzaro
  { municipality: 'D122', name: 'San Dionigi', day: '10-09' }, // Crotone
  { municipality: 'F537', name: 'San Leoluca', day: '03-01' }, // Vibo Valentia
  { municipality: 'L331', name: "Sant'Alberto", day: '08-07' }, // Trapani
  { municipality: 'G273', name: 'Santa Rosalia', day: '07-15' }, // Palermo
  { municipality: 'F158', name: 'Madonna della Lettera', day: '06-03' }, // Messina
  { municipality: 'A089', name: 'San Gerlando', day: '02-25' }, // Agrigento
  { municipality: 'B429', name: 'San Michele Arcangelo', day: '09-29' }, // Caltanissetta
  { municipality: 'C342', name: 'Madonna della Visitazione', day: '07-02' }, // Enna
  { municipality: 'C351', name: "Sant'Agata", day: '02-05' }, // Catania
  { municipality: 'H163', name: 'San Giovanni Battista', day: '08-29' }, // Ragusa
  { municipality: 'I754', name: 'Santa Lucia', day: '12-13' }, // Siracusa
  { municipality: 'I452', name: 'San Nicola', day: '12-06' }, // Sassari
  { municipality: 'F979', name: 'Nostra Signora della Neve', day: '08-05' }, // Nuoro
  { municipality: 'B354', name: 'San Saturnino', day: '10-30' }, // Cagliari
  { municipality: 'G113', name: "Sant'Archelao", day: '02-13' }, // Oristano
];
