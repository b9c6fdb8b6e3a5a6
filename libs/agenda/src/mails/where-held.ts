import { territorialUnit } from '#organisation';
import { puntoCliente, puntoInps } from '#service-points';
import type { MailLookUps } from '#use-cases';
import { placeInWords } from '../calendar-file/place-in-words.ts';
import type { HeldAt } from '../domain/vocabulary.ts';

/** Where an appointment is held, in words: a public place; undefined where the person stays wherever they are. */
export async function placeHeldAt(
  { kind, id = '' }: HeldAt,
  { look }: Pick<MailLookUps, 'look'>,
): Promise<string | undefined> {
  switch (kind) {
    case 'ELSEWHERE':
      return undefined;
    case 'UNIT':
      return look(territorialUnit, id, (unit) => (unit.status === 'ABSENT' ? id : placeInWords(unit)));
    case 'PUNTO_INPS':
      return look(puntoInps, id, (point) => (point.status === 'ABSENT' ? id : placeInWords(point)));
    case 'PUNTO_CLIENTE':
      return look(puntoCliente, id, (point) =>
        point.status === 'ABSENT' ? id : placeInWords({ ...point, name: 'Punto Cliente' }),
      );
  }
}
