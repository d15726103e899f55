/** Where open data is found: one shape for every portal, whatever its own answers look like. Each portal is one file beside this. */

/** One file of a data set, or the question to a service that answers with a table. */
export interface FoundFile {
  readonly title: string;
  /** "CSV", "XLSX", "GeoJSON" …, as the portal says. */
  readonly format: string;
  readonly address: string;
  /** When this file was last changed, where the portal tells it apart from the data set. */
  readonly updated?: string;
}

export interface FoundData {
  readonly title: string;
  /** Its page for people; `open` finds the data set again by it. */
  readonly address: string;
  readonly portal: string;
  readonly publisher?: string;
  readonly licence?: string;
  /** The date that the portal gives, as ISO 8601. */
  readonly updated?: string;
  /** What its files are: "CSV, XLSX". Absent where the portal tells only when asked for the files. */
  readonly formats?: string;
  /** Absent where the portal must be asked for them. */
  readonly files?: readonly FoundFile[];
}

/** How a portal is asked; errors are OpenDataErrors in words for the person. */
export interface Ask {
  /** The JSON behind an address. What stands in it is not believed: each portal takes it apart with the guards of answer-parts.ts. */
  json(address: string): Promise<unknown>;
}

/** What a question to a service needs beside its address. */
export interface OpenWishes {
  /** A place: what lies around it (street-level crimes: within a mile). Degrees, WGS 84. */
  readonly near?: { readonly latitude: number; readonly longitude: number };
  /** A month, as 2024-05. */
  readonly month?: string;
}

export interface Portal {
  /** By what name learners ask for it: "data.gov.uk". */
  readonly id: string;
  readonly name: string;
  /** At most `most` data sets, best first. */
  search(words: string, most: number, ask: Ask): Promise<readonly FoundData[]>;
  /** Whether an address is that of a data set of this portal. */
  owns(address: URL): boolean;
  /** A data set with its files. */
  resources(address: URL, ask: Ask, wishes: OpenWishes): Promise<FoundData>;
}
