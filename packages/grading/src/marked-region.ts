/**
 * Regions between two marker lines, such as `// ### BEGIN SOLUTION` … `// ### END SOLUTION`. As for nbgrader, a line that holds the
 * words is a marker, whatever stands around them: what one of the two programs hides, the other must not show.
 */
export type RegionName = "SOLUTION" | "HIDDEN TESTS" | "MARK SCHEME";

export const regionNames: readonly RegionName[] = ["SOLUTION", "HIDDEN TESTS", "MARK SCHEME"];

export interface MarkedText {
  /** Lines in order; `inside` ones stand between the markers. Marker lines are left out. */
  readonly lines: readonly { readonly text: string; readonly inside: boolean; readonly region: number }[];
  readonly regions: number;
}

export class MarkerError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.name = "MarkerError";
    this.line = line;
  }
}

export type MarkerKind = "begin" | "end";

export function markerOf(line: string, name: RegionName): MarkerKind | undefined {
  if (line.includes(`BEGIN ${name}`)) return "begin";
  return line.includes(`END ${name}`) ? "end" : undefined;
}

/** @throws MarkerError when markers are not in pairs, or one region stands inside another */
export function readRegions(source: string, name: RegionName): MarkedText {
  const lines: { text: string; inside: boolean; region: number }[] = [];
  let inside = false;
  let regions = 0;
  for (const [index, text] of source.split("\n").entries()) {
    const kind = markerOf(text, name);
    if (kind === undefined) {
      lines.push({ text, inside, region: inside ? regions : 0 });
    } else if ((kind === "begin") === inside) {
      throw new MarkerError(inside ? `A second BEGIN ${name}` : `END ${name} without BEGIN`, index + 1);
    } else {
      inside = kind === "begin";
      if (inside) regions++;
    }
  }
  if (inside) throw new MarkerError(`BEGIN ${name} without END`, source.split("\n").length);
  return { lines, regions };
}

/** What stands outside the regions; each region is replaced by `replacement(number)`, number from 1, or left out. */
export function replaceRegions(
  source: string,
  name: RegionName,
  replacement: (region: number) => string | undefined,
): string {
  const kept: string[] = [];
  let inside = false;
  let region = 0;
  for (const text of source.split("\n")) {
    const kind = markerOf(text, name);
    if (kind === "begin") {
      inside = true;
      const instead = replacement(++region);
      if (instead !== undefined) kept.push(...instead.split("\n"));
    } else if (kind === "end") inside = false;
    else if (!inside) kept.push(text);
  }
  return kept.join("\n");
}
