import { SystemError, type BuildId } from '#kernel';

/**
 * @param seen the latest epoch under which the build was written
 * @param epoch of the lease of a writer, if it has one
 * @throws SystemError LEASE_LOST when a later holder of the lease has written
 */
export function refuseOlder(build: BuildId, seen: number, epoch: number | undefined): void {
  if (epoch === undefined || epoch >= seen) return;
  throw new SystemError('LEASE_LOST', `${build} was written under epoch ${seen}, after ${epoch}`, {
    build,
    epoch,
    seen,
  });
}
