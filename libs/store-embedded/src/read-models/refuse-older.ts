import { SystemError } from '#kernel/domain';

/**
 * @param what a build, or the pointer of a schema version
 * @param seen the latest epoch under which it was written or taken over
 * @param epoch of the lease of a writer, if it has one
 * @throws SystemError LEASE_LOST when a later holder of the lease has written
 */
export function refuseOlder(what: string, seen: number, epoch: number | undefined): void {
  if (epoch === undefined || epoch >= seen) return;
  throw new SystemError('LEASE_LOST', `${what} was written under epoch ${seen}, after ${epoch}`, {
    what,
    epoch,
    seen,
  });
}
