import { SERVICES, type Service } from './service-catalogue.ts';
import { SERVICE_CLASSES, type ServiceClass } from './service-classes.ts';

/**
 * A service of another body, which a Punto Cliente may list. It belongs to no line: no agenda of the institute delivers it, and
 * nobody books it here.
 */
export type ServiceOfAnother = Omit<Service, 'serviceLine' | 'secondPerson'>;

/** What is wrong with a row of such services, and what it must be. */
interface WrongRow {
  readonly is: string;
  readonly must: string;
}

/** So many of them stand on the one page of the catalogue, beside those of the institute. */
export const MAX_OF_OTHERS = 150;

const FIELDS = ['owner', 'id', 'name', 'germanName', 'serviceClass'];
const CODE = { owner: /^[\w-]{2,30}$/, id: /^[\w-]{2,60}$/ };

/**
 * Reads services of other bodies from rows such as `{"owner": "aci", "id": "bollo-auto", "name": "Bollo auto", "serviceClass":
 * "CONSULTAZIONE"}`. In the catalogue, the owner stands before the id of each (`aci:bollo-auto`): whoever reads it in a list knows
 * whose it is, also once the row is gone.
 * @param rows what a file of JSON held
 * @returns the services, and what is wrong with each row that is none
 */
export function servicesOfOthers(rows: unknown): {
  readonly services: readonly ServiceOfAnother[];
  readonly wrong: readonly WrongRow[];
} {
  if (!Array.isArray(rows)) return { services: [], wrong: [{ is: 'no array', must: 'an array with a row each' }] };
  if (rows.length > MAX_OF_OTHERS) {
    return { services: [], wrong: [{ is: `${rows.length} rows`, must: `${MAX_OF_OTHERS} rows at most` }] };
  }
  const services: ServiceOfAnother[] = [];
  const wrong: WrongRow[] = [];
  for (const [index, row] of rows.entries()) {
    const flaw = flawOf(row, services);
    if (flaw) wrong.push({ is: `row ${index + 1} with ${flaw.is}`, must: flaw.must });
    else services.push(serviceIn(row as Row));
  }
  return { services, wrong };
}

/** Tells whether an id of the catalogue is that of a service of another body. */
export function isOfAnother(serviceId: string): boolean {
  return ownerOf(serviceId) !== undefined;
}

/** IPA code of the body whose service it is; undefined for those of the institute. */
export function ownerOf(serviceId: string): string | undefined {
  const [owner, rest] = serviceId.split(':');
  return rest === undefined ? undefined : owner;
}

interface Row {
  readonly owner: string;
  readonly id: string;
  readonly name: string;
  readonly germanName?: string;
  readonly serviceClass: ServiceClass;
}

function serviceIn({ owner, id, name, germanName = name, serviceClass }: Row): ServiceOfAnother {
  return { id: `${owner}:${id}`, name, germanName, serviceClass, owner };
}

function flawOf(row: unknown, before: readonly ServiceOfAnother[]): WrongRow | undefined {
  if (typeof row !== 'object' || row === null) return { is: 'no fields', must: 'an object' };
  const fields = row as Readonly<Record<string, unknown>>;
  const { owner, id, name, germanName = name, serviceClass } = fields;
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) return { is: `the field ${unknown}`, must: `made of ${FIELDS.join(', ')}` };
  for (const [field, value] of Object.entries({ owner, id })) {
    if (typeof value === 'string' && CODE[field as keyof typeof CODE].test(value)) continue;
    const longest = field === 'owner' ? 30 : 60;
    return {
      is: `the ${field} ${JSON.stringify(value)}`,
      must: `given one of 2 to ${longest} letters, digits, dashes and underscores`,
    };
  }
  if (SERVICES.some((service) => service.owner.toLowerCase() === String(owner).toLowerCase())) {
    return { is: `the owner ${String(owner)}`, must: 'left out: those of the institute are in the catalogue already' };
  }
  for (const [field, value] of Object.entries({ name, germanName })) {
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 200) continue;
    return { is: `the ${field} ${JSON.stringify(value)}`, must: 'given a name of 1 to 200 characters' };
  }
  if (!SERVICE_CLASSES.some((known) => known === serviceClass)) {
    return {
      is: `the serviceClass ${JSON.stringify(serviceClass)}`,
      must: `given one of ${SERVICE_CLASSES.join(', ')}`,
    };
  }
  const again = `${String(owner)}:${String(id)}`;
  return before.some((service) => service.id === again)
    ? { is: `the id ${again} once more`, must: 'left out' }
    : undefined;
}
