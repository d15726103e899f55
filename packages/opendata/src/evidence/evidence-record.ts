/** `evidence.json`: everything that the page says, for programs, and for whoever works it out again. */
import { OpenDataError } from "../open-data-error.js";
import type { DataUsed } from "./data-used.js";
import type { EvidenceSource } from "./evidence-page.js";
import type { PublishingCheck } from "./publishing-checks.js";

export const recordName = "evidence.json";
export const recordFormat = "data-surgery-evidence/1";

export interface RecordedFinding {
  readonly sentence: string;
  readonly warnings: readonly string[];
  /** What was drawn, so that nothing is in here that the page does not show. */
  readonly chart?: {
    readonly title: string;
    readonly says: string;
    readonly axis: string;
    readonly series: readonly {
      readonly name: string;
      readonly x: readonly (string | number)[];
      readonly y: readonly (number | null)[];
    }[];
  };
}

export interface RecordedData extends DataUsed {
  /** Where it stands in the zip. */
  readonly packed?: string;
}

export interface EvidenceRecord {
  readonly format: typeof recordFormat;
  readonly question: string;
  readonly findings: readonly RecordedFinding[];
  readonly limits: readonly string[];
  readonly method: readonly string[];
  readonly sources: readonly EvidenceSource[];
  readonly checks: readonly PublishingCheck[];
  readonly data: readonly RecordedData[];
  readonly notebook?: { readonly path: string; readonly sha256: string; readonly from: "given" | "ran" };
  readonly noNotebook?: string;
  /** The list of what came from the web, and how many answers of portals it holds. */
  readonly web?: { readonly path: string; readonly answers: number };
}

/** What a checker needs of it; the rest is for people. @throws OpenDataError `broken-record` */
export function parseEvidence(text: string): Pick<EvidenceRecord, "question" | "findings" | "data" | "notebook"> {
  try {
    const given = JSON.parse(text) as Partial<EvidenceRecord> | null;
    if (given?.format === recordFormat && typeof given.question === "string") {
      const findings = list(given.findings).map((one) => one as RecordedFinding);
      const data = list(given.data).map((one) => one as RecordedData);
      const path = given.notebook?.path;
      const safe = path === undefined || (typeof path === "string" && /^data\/(?!.*\.\.)[^\\]+\.ipynb$/.test(path));
      if (safe && findings.every((one) => typeof one?.sentence === "string") && data.every(isObject))
        return {
          question: given.question,
          findings,
          data,
          ...(given.notebook === undefined ? {} : { notebook: given.notebook }),
        };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new OpenDataError(
    "broken-record",
    `${recordName} is not as it was written: somebody changed it, or it broke off. Ask for the zip again.`,
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
