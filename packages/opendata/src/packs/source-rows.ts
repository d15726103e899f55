import Papa from "papaparse";
import { OpenDataError } from "../open-data-error.js";
import type { SourceFile } from "./find-sources.js";
import { firstFitting } from "./name-pattern.js";

/** A GeoJSON file must fit into memory as a whole. */
const mostJsonBytes = 512 * 1024 * 1024;

/**
 * The rows of a CSV file, or the properties of the features of a GeoJSON file, one after another.
 * @param wanted for each cell the names that its column may have
 * @throws OpenDataError `no-such-column` that says which is missing and what there is
 */
export async function* sourceRows(
  source: SourceFile,
  wanted: readonly (readonly string[])[],
): AsyncGenerator<readonly string[]> {
  if (/\.(?:geo)?json$/i.test(source.name)) {
    for (const feature of featuresOf(await sourceJson(source), source.name)) {
      const names = placesOf(source.name, Object.keys(feature), wanted);
      yield names.map((at) => textOf(Object.values(feature)[at]));
    }
    return;
  }
  const records = source.open().pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter: ",", skipEmptyLines: true }));
  let places: number[] | undefined;
  for await (const record of records as AsyncIterable<readonly string[]>) {
    if (places === undefined) {
      const headings = record.map((heading) => heading.replace(/^\uFEFF/, "").trim());
      places = placesOf(source.name, headings, wanted);
    } else yield places.map((at) => (record[at] ?? "").trim());
  }
}

export async function sourceJson(source: SourceFile): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of source.open() as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostJsonBytes) {
      throw new OpenDataError(
        "too-large",
        `${source.name} is larger than 512 MB. Download outlines that are more generalised ("ultra generalised", BUC, or "super generalised", BSC).`,
      );
    }
    parts.push(part);
  }
  try {
    return JSON.parse(
      Buffer.concat(parts)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    ) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OpenDataError(
      "broken-json",
      `${source.name} breaks off or has a slip in it (${reason}). Fetch it again.`,
      {
        cause: error,
      },
    );
  }
}

/** The properties of each feature. */
export function featuresOf(value: unknown, name: string): Readonly<Record<string, unknown>>[] {
  const features = typeof value === "object" && value !== null ? (value as { features?: unknown }).features : undefined;
  if (!Array.isArray(features)) throw new OpenDataError("not-a-table", `${name} is not a GeoJSON FeatureCollection.`);
  return features.map((feature: unknown) => {
    const properties =
      typeof feature === "object" && feature !== null ? (feature as { properties?: unknown }).properties : undefined;
    return typeof properties === "object" && properties !== null ? (properties as Record<string, unknown>) : {};
  });
}

function placesOf(file: string, headings: readonly string[], wanted: readonly (readonly string[])[]): number[] {
  return wanted.map((patterns) => {
    const name = firstFitting(headings, patterns);
    if (name === undefined) {
      throw new OpenDataError(
        "no-such-column",
        `${file} has no column called ${patterns.join(" or ")}. It has: ${headings.join(", ")}. If its publisher has renamed it, add the new name to the recipe.`,
      );
    }
    return headings.indexOf(name);
  });
}

/** A property as text; nothing for what is neither text nor a number. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
}
