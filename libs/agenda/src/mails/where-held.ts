import { municipalityByCode } from '#italy';
import { territorialUnit } from '#organisation';
import { puntoCliente, puntoInps } from '#service-points';
import type { MailLookUps } from '#use-cases';
import type { HeldAt } from '../domain/vocabulary.ts';

interface Site {
  readonly name?: string;
  readonly municipality?: string | undefined;
  readonly address?: { readonly street: string; readonly postalCode: string };
}

/** Where an appointment is held, in words: a public place; undefined where the person stays wherever they are. */
export async function placeHeldAt(
  { kind, id = '' }: HeldAt,
  { look }: Pick<MailLookUps, 'look'>,
): Promise<string | undefined> {
  switch (kind) {
    case 'ELSEWHERE':
      return undefined;
    case 'UNIT':
      return look(territorialUnit, id, (unit) => (unit.status === 'ABSENT' ? id : inWords(unit)));
    case 'PUNTO_INPS':
      return look(puntoInps, id, (point) => (point.status === 'ABSENT' ? id : inWords(point)));
    case 'PUNTO_CLIENTE':
      return look(puntoCliente, id, (point) =>
        point.status === 'ABSENT' ? id : inWords({ name: 'Punto Cliente', ...siteOf(point) }),
      );
  }
}

function siteOf({ municipality, address }: Required<Omit<Site, 'name'>>): Site {
  return { municipality, address };
}

function inWords({ name, address, municipality }: Site): string {
  const town = municipality === undefined ? undefined : municipalityByCode(municipality)?.name;
  const parts = [name, address?.street, [address?.postalCode, town].filter(Boolean).join(' ')];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
