import { defineAggregate } from '#kernel/domain';
import type { PuntoClienteEvent } from './events.ts';
import { evolve, type PuntoCliente } from './punto-cliente-state.ts';

/** A virtual desk of the institute at a hosting body (INPS circolare 119/2011). */
export const puntoCliente = defineAggregate<PuntoCliente, PuntoClienteEvent>({
  category: 'PuntoCliente',
  called: 'the point',
  codes: {
    notFound: 'PUNTO_CLIENTE_NOT_FOUND',
    alreadyExists: 'PUNTO_CLIENTE_ALREADY_REQUESTED',
    stateForbids: 'PUNTO_CLIENTE_STATE_FORBIDS',
  },
  evolve,
  scopeOf: ({ region, province, host }) => ({ region, province, host: host.id }),
});
