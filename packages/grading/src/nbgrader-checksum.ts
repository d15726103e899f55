/**
 * nbgrader's cell checksum, byte for byte (nbgrader 0.9.5, schema 3): MD5 over the source, the cell's type, three Python
 * booleans, the grade id and, for graded cells, the points as a Python float. With it nbgrader accepts what we release and
 * we notice what somebody else changed. It is a mark of change, not a protection.
 */
import type { NbgraderMetadata } from "@data-surgery/contract";
import { createHash } from "node:crypto";

export interface ChecksumCell {
  readonly cell_type: string;
  readonly source: string;
}

/** @returns 32 hex digits */
export function nbgraderChecksum(cell: ChecksumCell, nbgrader: NbgraderMetadata): string {
  const hash = createHash("md5").update(cell.source, "utf8").update(cell.cell_type);
  for (const flag of [nbgrader.grade, nbgrader.solution, countsAsLocked(nbgrader)])
    hash.update(flag ? "True" : "False");
  hash.update(nbgrader.grade_id, "utf8");
  if (nbgrader.grade) hash.update(pythonFloat(nbgrader.points ?? 0));
  return hash.digest("hex");
}

/** What nbgrader takes for locked, whatever the mark says: tests always, what is answered in never. */
export function countsAsLocked({ grade, solution, locked }: NbgraderMetadata): boolean {
  return !solution && (grade || locked);
}

/** A number as Python's `str(float(n))` writes it: shortest digits, an exponent below 1e-4 and from 1e16 on. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
