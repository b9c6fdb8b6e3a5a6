import { addDays, type LocalDate } from '#italy';
import type { OpeningBand } from '../calendar/opening-bands.ts';
import type { AgendaEvent } from '../events/agenda-events.ts';

/** What changes the bands of an agenda. */
export type BandEvent = Extract<
  AgendaEvent,
  { readonly type: 'OpeningBandDefined' | 'OpeningBandWithdrawn' | 'OpeningBandSplit' | 'AgendaCapacityChanged' }
>;

/** The bands of an agenda after one more event. A band that has an end keeps its place; one that never opens is gone. */
export function bandsAfter(bands: readonly OpeningBand[], event: BandEvent): readonly OpeningBand[] {
  switch (event.type) {
    case 'OpeningBandDefined': {
      const { agendaId: _agenda, ...band } = event.data;
      return [...bands, band];
    }
    case 'OpeningBandWithdrawn':
      return endedFrom(bands, event.data.bandId, event.data.from);
    case 'OpeningBandSplit': {
      const { bandId, on, parts } = event.data;
      return [...endedFrom(bands, bandId, on), ...parts];
    }
    case 'AgendaCapacityChanged': {
      const { agendaId: _agenda, ...change } = event.data;
      return bands.map((band) => (band.bandId === change.bandId ? { ...band, ...change } : band));
    }
  }
}

/** @param from first day on which the band is open no longer; it goes wholly when absent */
function endedFrom(bands: readonly OpeningBand[], bandId: string, from?: LocalDate): OpeningBand[] {
  return bands.flatMap((band): OpeningBand[] => {
    if (band.bandId !== bandId) return [band];
    if (from === undefined || from <= band.validFrom) return [];
    return [{ ...band, validUntil: addDays(from, -1) }];
  });
}
