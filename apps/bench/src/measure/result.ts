/** One line of the table: what was measured, beside what, and what is aimed at. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, measured in rounds between its own. */
  readonly beside?: { readonly what: string; readonly value: number };
  /** `value` of `beside.value`. */
  readonly ratio?: number;
  readonly aim?: string;
  /** Further figures, by name. */
  readonly details: Readonly<Record<string, number | string | readonly number[]>>;
}

/** What one part of the benchmark found. */
export interface PartResult {
  readonly part: string;
  readonly measurements: readonly Measurement[];
  /** Why it was not measured, and what would enable it. */
  readonly skipped?: string;
}

/** What a part is told. */
export interface PartOptions {
  /** Small numbers, to see that it works. */
  readonly quick: boolean;
  /** Directory for data, emptied afterwards. */
  readonly scratch: string;
  /** Where CPU profiles of the measured process go, if any are wanted. */
  readonly profiles?: string;
}
