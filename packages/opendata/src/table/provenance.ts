/** Where a table came from, and everything that was done to it since: a finding can be followed back to its source. */
export interface Provenance {
  /** What to call it: the file's name, or what a person says it is. */
  readonly name: string;
  /** Who published it. */
  readonly publisher?: string;
  readonly url?: string;
  /** Where it was found: "data.gov.uk". */
  readonly portal?: string;
  readonly licence?: string;
  /** The date that the publisher gives, as written. */
  readonly published?: string;
  /** When it was read, ISO 8601 in UTC. */
  readonly readAt?: string;
  readonly steps: readonly TableStep[];
}

/** One step in words: "Kept the rows that fit a rule", with how many rows there were before and after. */
export interface TableStep {
  readonly words: string;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}

/** "Trafford Council, grants.csv, Open Government Licence v3.0, 2024-05-01": the line below a chart. */
export function sourceLine(about: Provenance): string {
  return [about.publisher, about.name, about.licence, about.published].filter((part) => part !== undefined).join(", ");
}
