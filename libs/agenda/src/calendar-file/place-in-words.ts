import { municipalityByCode } from '#italy';

/** An office or point, as far as somebody has to find it. */
export interface Site {
  readonly name?: string | undefined;
  /** Codice catastale; null where nobody said. */
  readonly municipality?: string | null | undefined;
  readonly address?: { readonly street: string; readonly postalCode: string } | undefined;
}

/** Where it is, in a line: name, street, postal code and town, as far as they are known. */
export function placeInWords({ name, address, municipality }: Site): string {
  const town = typeof municipality === 'string' ? municipalityByCode(municipality)?.name : undefined;
  const parts = [name, address?.street, [address?.postalCode, town].filter(Boolean).join(' ')];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
