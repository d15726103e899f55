/**
 * nbgrader's cell metadata of every version, brought up to its third as nbgrader itself does: a course of some years ago is read
 * like one of today. https://nbgrader.readthedocs.io, "nbgrader update".
 */
import { NbgraderMetadata } from "@data-surgery/contract";

export type NbgraderReading =
  /** Not nbgrader's, or not any more. */
  | { readonly type: "unmarked" }
  | { readonly type: "marked"; readonly nbgrader: NbgraderMetadata }
  | { readonly type: "too-new"; readonly version: number }
  | { readonly type: "bad"; readonly reason: string };

type Fields = Record<string, unknown>;

const newest = 3;
const keys = [
  "schema_version",
  "grade",
  "solution",
  "locked",
  "task",
  "grade_id",
  "points",
  "cell_type",
  "checksum",
] as const;

/**
 * @param raw `metadata.nbgrader` of a cell, whatever stands there
 * @param cellType the cell's own type
 */
export function readNbgrader(raw: unknown, cellType: string): NbgraderReading {
  if (raw === undefined) return { type: "unmarked" };
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return bad("it is not a list of fields");
  const fields: Fields = { ...raw };
  const version = fields["schema_version"] ?? 0;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 0) return bad("its version is no number");
  if (version > newest) return { type: "too-new", version };
  if (version === 0) {
    const first = toFirst(fields);
    if (first !== undefined) return first;
  }
  if (version <= 1) toSecond(fields, cellType);
  fields["schema_version"] = newest;
  if (![fields["grade"], fields["solution"], fields["locked"], fields["task"]].includes(true)) {
    return { type: "unmarked" };
  }
  const kept = Object.fromEntries(keys.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]));
  const parsed = NbgraderMetadata.safeParse(kept);
  if (parsed.success) return { type: "marked", nbgrader: parsed.data };
  const [issue] = parsed.error.issues;
  return bad(issue === undefined ? "it has the wrong shape" : `“${issue.path.join(".")}” ${issue.message}`);
}

function bad(reason: string): NbgraderReading {
  return { type: "bad", reason };
}

/** Before versions were numbered, marks that were false could be left out, and points were text. */
function toFirst(fields: Fields): NbgraderReading | undefined {
  for (const mark of ["grade", "solution", "locked"]) fields[mark] ??= false;
  if (fields["grade"] !== true) {
    delete fields["points"];
    return undefined;
  }
  const points = fields["points"] ?? "";
  const number = points === "" ? 0 : Number(points);
  if (Number.isNaN(number)) return bad(`its points are ${JSON.stringify(points)}`);
  fields["points"] = Math.max(0, number);
  return undefined;
}

/** A checksum is over the cell's type too, so where there is one the type is kept. */
function toSecond(fields: Fields, cellType: string): void {
  if (fields["checksum"] !== undefined) fields["cell_type"] ??= cellType;
}
