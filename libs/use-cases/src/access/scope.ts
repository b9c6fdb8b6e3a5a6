/** Where a thing stands: what territory is checked against. It is stamped on each of its events. */
export interface Scope {
  /** ISTAT code of the region, two digits. */
  readonly region?: string;
  /** ISTAT code of the province, three digits. */
  readonly province?: string;
  /** Code of the territorial unit. */
  readonly unit?: string;
  /** Id of the hosting body. */
  readonly host?: string;
}
