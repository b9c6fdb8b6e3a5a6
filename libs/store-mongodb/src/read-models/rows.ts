import { comparePositions } from '#kernel/domain';
import type { BuildId, Checkpoint, IndexDefinition, ParkedKey, StoredDocument } from '#kernel/ports';
import {
  fromStored,
  fromStoredCheckpoint,
  toStored,
  type StoredCheckpoint,
  type StoredPosition,
} from '../connection/stored-position.ts';
import type { FencedRow } from '../connection/fence.ts';
import type { WantedIndex } from '../connection/indexes.ts';
import { fromStoredJson, storedPath, toStoredJson, type StoredJson } from './json-document.ts';

/** A document of a build, in a collection called as the build; a tombstone has no `document`. */
export interface DocumentRow extends Partial<StoredJson> {
  readonly _id: string;
  readonly position: StoredPosition;
}

/** A build. The row outlives it, so that its name is never given again. */
export interface BuildRow extends FencedRow {
  readonly _id: BuildId;
  readonly projection: string;
  readonly version: number;
  /** Grows from build to build. */
  readonly number: number;
  readonly indexes: readonly IndexDefinition[];
  readonly dropped: boolean;
  readonly checkpoint?: StoredCheckpoint;
  /** By name of their field: they change with the checkpoint, under its fence. */
  readonly parked?: Readonly<Record<string, StoredParkedKey>>;
}

/** What all who read a build need of its row. */
export type BuildHead = Omit<BuildRow, 'parked'>;

/** Which build answers; `_id` is `<projection>@v<version>`. */
export interface PointerRow extends FencedRow {
  /** None when it was dropped. */
  readonly build?: BuildId;
}

export interface StoredParkedKey extends Omit<ParkedKey, 'position' | 'after'> {
  readonly position: StoredPosition;
  readonly after: StoredPosition;
}

export function toDocumentRow({ key, position, document }: StoredDocument): DocumentRow {
  const row = { _id: key, position: toStored(position) };
  return document === undefined ? row : { ...row, ...toStoredJson(document) };
}

export function fromDocumentRow(row: DocumentRow): StoredDocument {
  return { key: row._id, position: fromStored(row.position), document: documentOf(row) };
}

/** The document of a row; undefined when that is a tombstone. */
export function documentOf({ document, escaped }: DocumentRow): unknown {
  return escaped ? fromStoredJson({ document, escaped }) : document;
}

export function toStoredParked({ key, position, after, eventId, error, parkedAt }: ParkedKey): StoredParkedKey {
  // What an error says is for people: no key, and sometimes a piece of what was wrong.
  return { key, position: toStored(position), after: toStored(after), eventId, error: error.toWellFormed(), parkedAt };
}

/** Parked keys of a build, in order of position. */
export function parkedOf({ parked = {} }: Pick<BuildRow, 'parked'>): readonly ParkedKey[] {
  return Object.values(parked)
    .map(({ key, position, after, eventId, error, parkedAt }) => ({
      key,
      position: fromStored(position),
      after: fromStored(after),
      eventId,
      error,
      parkedAt,
    }))
    .sort((a, b) => comparePositions(a.position, b.position) || (a.key < b.key ? -1 : 1));
}

/** Where a parked key stands in the row of its build: a key may hold what a path must not. */
export function parkedPathOf(key: string): string {
  return `parked.k${Buffer.from(key).toString('base64url')}`;
}

export function checkpointOf({ checkpoint }: BuildHead): Checkpoint | undefined {
  return checkpoint && fromStoredCheckpoint(checkpoint);
}

/** The declared indexes of a build as the server keeps them: the key comes last, as in every order of a query. */
export function wantedIndexesOf(indexes: readonly IndexDefinition[]): readonly WantedIndex[] {
  return indexes.map(({ fields }) => ({
    key: Object.fromEntries([...fields.map(storedPath), '_id'].map((path) => [path, 1] as const)),
  }));
}
