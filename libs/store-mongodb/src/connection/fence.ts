import type { Collection, Filter, UpdateFilter } from 'mongodb';
import { SystemError } from '#kernel/domain';
import type { Row } from './guarded-writes.ts';
import { insertOnce } from './insert-once.ts';

/** A document that only the latest holder of a lease may write. */
export interface FencedRow extends Row {
  /** Of the lease under which it was written or taken over last. */
  readonly epoch: number;
}

/** What must hold of a fenced document for a writer of this epoch; one without a lease is always let through. */
export function fenceOf(epoch: number | undefined): { readonly epoch?: { readonly $lte: number } } {
  return epoch === undefined ? {} : { epoch: { $lte: epoch } };
}

/** @throws SystemError LEASE_LOST when a later epoch was seen */
export function refuseOlder(what: string, epoch: number | undefined, seen: number): void {
  if (epoch === undefined || epoch >= seen) return;
  throw new SystemError('LEASE_LOST', `${what} was written under epoch ${seen}, after ${epoch}`, { what, epoch, seen });
}

/**
 * Sets fields of a fenced document, making it where there is none.
 * @throws SystemError LEASE_LOST when a later epoch has written it
 */
export async function writeFenced<R extends FencedRow>(
  rows: Collection<R>,
  id: string,
  fields: Omit<R, '_id' | 'epoch'>,
  epoch: number | undefined,
): Promise<void> {
  const filter = { _id: id, ...fenceOf(epoch) } as Filter<R>;
  const set = { ...fields, ...(epoch === undefined ? {} : { epoch }) };
  for (;;) {
    const { matchedCount } = await rows.updateOne(filter, { $set: set } as unknown as UpdateFilter<R>);
    if (matchedCount === 1) return;
    const standing = await rows.findOne({ _id: id } as Filter<R>);
    refuseOlder(id, epoch, standing?.epoch ?? 0);
    // Made by another meanwhile, it is to be updated after all.
    if (await insertOnce(rows, { _id: id, epoch: epoch ?? 0, ...fields } as unknown as R)) return;
  }
}

/**
 * Raises the epoch of a fenced document, which is made where there is none: whoever writes it under an older one is
 * refused from here on.
 * @throws SystemError LEASE_LOST when a later epoch has written it
 */
export async function raiseFence<R extends FencedRow>(rows: Collection<R>, id: string, epoch: number): Promise<void> {
  await writeFenced(rows, id, {} as Omit<R, '_id' | 'epoch'>, epoch);
}
