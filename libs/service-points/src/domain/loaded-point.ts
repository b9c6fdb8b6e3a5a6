import { deriveId } from '#kernel/domain';

/**
 * The id of a point that is loaded: it follows from its host and the code that the point has in its file, so that a protocol
 * may name it before it is loaded itself, and none is loaded twice.
 */
export function loadedPointId(hostBodyId: string, code: string): string {
  return deriveId('PuntoCliente', 'loaded', hostBodyId, code);
}
