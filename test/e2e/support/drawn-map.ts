import { drawn } from '#service-points/specification';
import { PUBLISHED_PREFIX } from '#use-cases';
import type { liveDocuments } from './documents.ts';
import type { ReadEvent } from './feed-readers.ts';

/** A point that is open, where it is, and what is done there. */
export interface OpenPoint {
  readonly id: string;
  readonly place: object;
  readonly services: readonly string[];
}

/** The map of whoever knows nothing but what was told. */
export function drawnOf(events: readonly ReadEvent[]): readonly OpenPoint[] {
  const about = events.filter(({ type }) => type.startsWith(`${PUBLISHED_PREFIX}service-point.`));
  const points = [...Map.groupBy(about, ({ subject = '' }) => subject)].map(([id, told]) => {
    const { isOpen, place, services } = drawn(
      told.map(({ type, sequence, legaldate = null, data }) => ({
        ...{ type, sequence: Number(sequence), legalDay: legaldate },
        data: data as Readonly<Record<string, unknown>>,
      })),
    );
    return { isOpen, point: openPoint(id, place as Placed, services) };
  });
  return inOrder(points.flatMap(({ isOpen, point }) => (isOpen ? [point] : [])));
}

interface Placed {
  readonly region: string;
  readonly province: string;
  readonly municipality: string;
  readonly address: object;
}

/** The map as the registers have it, of Punti Cliente and of Punti INPS. */
export function openIn(documents: Awaited<ReturnType<typeof liveDocuments>>): readonly OpenPoint[] {
  const open = (register: string, state: string): OpenPoint[] =>
    documents.get(register)!.flatMap(({ key, document }) => {
      const point = document as (Placed & { readonly state: string; readonly services: readonly Service[] }) | null;
      return point?.state === state ? [openPoint(key, point, point.services.map(idOfService))] : [];
    });
  return inOrder([...open('service-point-register', 'ACTIVE'), ...open('punto-inps-register', 'OPEN')]);
}

type Service = string | { readonly serviceId: string };

function idOfService(service: Service): string {
  return typeof service === 'string' ? service : service.serviceId;
}

function openPoint(
  id: string,
  { region, province, municipality, address }: Placed,
  services: readonly string[],
): OpenPoint {
  return { id, place: { region, province, municipality, address }, services: services.toSorted() };
}

function inOrder(points: readonly OpenPoint[]): readonly OpenPoint[] {
  return points.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
