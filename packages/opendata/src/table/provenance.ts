import type { SourceFile } from "../read/source-table.js";

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
  /** The file that it was read from, with its checksum; absent for a table that was made in the notebook. */
  readonly file?: SourceFile;
  /** Why that file may not travel with what was made from it. */
  readonly keepBack?: string;
  /** The tables that were joined to it, put below it or asked together with it, each with where it came from. */
  readonly joined?: readonly Origin[];
  readonly steps: readonly TableStep[];
}

/** Where one table came from, without what was done to it. */
export type Origin = Omit<Provenance, "steps" | "joined">;

/** Everything that went into a table: itself first, then what was brought to it. */
export function originsOf({ steps: _steps, joined = [], ...own }: Provenance): readonly Origin[] {
  return [own, ...joined];
}

/** The same with other tables noted as part of it. */
export function withOrigins(about: Provenance, others: readonly Provenance[]): Provenance {
  const added = others.flatMap(originsOf);
  return added.length === 0 ? about : { ...about, joined: [...(about.joined ?? []), ...added] };
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
