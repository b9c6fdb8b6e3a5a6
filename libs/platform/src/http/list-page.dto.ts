/** What every page of a list says beside its items. */
export class ListPage {
  /** Give it back as `cursor` for the next page; null on the last. */
  readonly nextCursor!: string | null;
  /** Identity of the build of the read model that answered. */
  readonly build!: string;
  /** Position up to which the read model has seen the log. */
  readonly position!: string;
  /** Identity of the log that the position belongs to. */
  readonly logId!: string;
}
