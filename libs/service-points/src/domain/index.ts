/*
 * The door for contexts that this one itself looks at: a domain depends on no context, so that two of them may know what
 * the other's things are without knowing what the other does with them.
 */
export { loadedPointId } from './loaded-point.ts';
export { pointFacts, type PointFacts } from './point-facts.ts';
export { puntoCliente } from './punto-cliente.ts';
export { isSuspendedByProtocolsAlone } from './suspended-by-protocols.ts';
