/** Who runs or ran which cell, from what the server says, and how that is told. No DOM. */
import type { Notice } from "./room-notice.js";
import { clockTime } from "./clock-time.js";

export interface CellRun {
  readonly cellId: string;
  readonly phase: "queued" | "running" | "asking" | "done";
  readonly personId: string;
  readonly name: string;
  readonly at?: number | undefined;
  readonly status?: string | undefined;
  readonly prompt?: string | undefined;
  readonly password?: boolean | undefined;
}

const phases = new Set<unknown>(["queued", "running", "asking", "done"]);

/** The runs that a notice tells of. */
export function readRuns(notice: Notice): CellRun[] {
  if (notice["type"] === "run") return readRun(notice);
  const runs = notice["type"] === "hello" ? notice["runs"] : undefined;
  return Array.isArray(runs)
    ? runs.flatMap((run: unknown) => (typeof run === "object" && run !== null ? readRun(run as Notice) : []))
    : [];
}

function readRun(run: Notice): CellRun[] {
  const { cellId, phase, personId, name, at, status, prompt, password } = run;
  if (typeof cellId !== "string" || typeof personId !== "string" || typeof name !== "string" || !phases.has(phase))
    return [];
  return [
    {
      cellId,
      phase: phase as CellRun["phase"],
      personId,
      name,
      at: typeof at === "number" ? at : undefined,
      status: typeof status === "string" ? status : undefined,
      prompt: typeof prompt === "string" ? prompt : undefined,
      password: password === true,
    },
  ];
}

/** "Ada ran this, 21:04"; empty when there is nothing to say. @param self one's own person id */
export function runWords(run: CellRun, self: string): string {
  const isMine = run.personId === self;
  switch (run.phase) {
    case "queued":
      return isMine ? "" : `${run.name} asked for this to run`;
    case "running":
      return isMine ? "" : `${run.name} is running this`;
    case "asking":
      return isMine ? "" : `Waiting for ${run.name}’s answer`;
    case "done":
      if (run.status === "aborted" || run.at === undefined) return "";
      return `${isMine ? "You" : run.name} ran this, ${clockTime(run.at)}`;
    default:
      return run.phase satisfies never;
  }
}
