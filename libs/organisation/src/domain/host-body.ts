import { defineAggregate, defineRefusal, type Absent } from '#kernel/domain';
import type { HostBodyFacts } from '#vocabulary';
import type { HostBodyDetails, HostBodyEvent } from './events.ts';

/** A body that hosts Punti Cliente, once it is registered. Its kind never changes: another kind is another body. */
export type HostBody = HostBodyFacts &
  HostBodyDetails & {
    readonly status: 'REGISTERED';
    /** No protocol over a point of it is older than claims of coverage. */
    readonly keepsCoverage?: true;
  };

/** A body that hosts Punti Cliente: a public administration or a recognised association. */
export const hostBody = defineAggregate<HostBody, HostBodyEvent>({
  category: 'HostBody',
  called: 'the hosting body',
  codes: {
    notFound: 'HOST_BODY_NOT_FOUND',
    alreadyExists: 'HOST_BODY_ALREADY_REGISTERED',
    stateForbids: 'HOST_BODY_STATE_FORBIDS',
  },
  evolve,
  scopeOf: ({ region, province, id }) => ({ region, province, host: id }),
});

function evolve(state: HostBody | Absent, event: HostBodyEvent): HostBody {
  if (event.type === 'HostBodyRegistered') {
    const { demonstration: _label, ...body } = event.data;
    return { status: 'REGISTERED', ...body };
  }
  const { id, kind, keepsCoverage } = state as HostBody;
  return { status: 'REGISTERED', id, kind, ...event.data, ...(keepsCoverage && { keepsCoverage }) };
}

/** Others name a body that nobody registered. */
export const hostNotRegistered = defineRefusal(
  'HOST_BODY_NOT_REGISTERED',
  'No hosting body {hostBodyId} is registered: register it first, or correct the id.',
);
/** Punti Cliente di Servizio (circolare 119/2011) and Punti Utente Evoluti (INPS–ANCI, 2025) are at administrations only. */
export const onlyAtAdministrations = defineRefusal(
  'KIND_ONLY_AT_PUBLIC_ADMINISTRATION',
  'At a {hostKind} stand points of kind INFORMATIVO only, the others at public administrations: choose that kind.',
);

/** What others write down of a body; undefined when none is registered under its id. */
export function hostBodyFacts(body: HostBody | Absent): HostBodyFacts | undefined {
  return body.status === 'ABSENT' ? undefined : { id: body.id, kind: body.kind, name: body.name };
}
