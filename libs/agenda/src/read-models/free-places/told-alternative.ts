import { Type, type Static } from '@sinclair/typebox';
import type { ProjectionReader, ReadFrom } from '#kernel/execution';
import { orNull, type Published } from '#use-cases';
import type { Alternative } from './alternatives.ts';
import { placed, PlacedFreePlace } from './told-slot.ts';

/** A free place elsewhere as it is answered. */
export const ToldAlternative = Type.Object(
  {
    ...PlacedFreePlace.properties,
    km: orNull(
      Type.Number({ minimum: 0, maximum: 2_000, format: 'double' }),
      'Great-circle distance between the two municipalities; null for a mode in which nobody comes.',
    ),
  },
  { $id: 'AlternativeAnswer' },
);
type ToldAlternative = Published<Static<typeof ToldAlternative>>;

/**
 * Alternatives as they are answered, in the same order.
 * @param from what they were read from: the directory of agendas has seen as much
 * @throws SystemError as the reader does
 */
export async function toldAlternatives(
  reader: ProjectionReader,
  alternatives: readonly Alternative[],
  from: ReadFrom,
): Promise<readonly ToldAlternative[]> {
  const slots = alternatives.map(({ slot }) => slot);
  const items = await placed(reader, slots, from);
  return items.map((item, place) => ({ ...item, km: rounded(alternatives[place]?.km) }));
}

/** To a hundred metres. */
function rounded(km: number | undefined): number | null {
  return km === undefined ? null : Math.round(km * 10) / 10;
}
