import { at, madeFrom, publish } from '#use-cases';
import { explained, ProvinceCode, RegionCode, Text } from '#vocabulary';
import { HostBodyDetailsCorrected } from '../domain/events.ts';

/* What outsiders are told of hosting bodies, beside what points and protocols say of theirs. */

export const publishedHosts = [
  publish({
    type: 'host-body.corrected.v1',
    title: 'Dati di un ente ospitante rettificati',
    about:
      'What was told of a hosting body was wrong: wherever its id was told, its details are these. Whoever reads is told, in whatever region, as a point of the body may be there.',
    revision: 2,
    everywhere: true,
    fields: {
      name: explained(Text, 'In place of every other under its id.'),
      region: RegionCode,
      province: ProvinceCode,
    },
    made: [madeFrom(HostBodyDetailsCorrected, { name: at('name'), region: at('region'), province: at('province') })],
  }),
];
