/** The process beside the server that opens people's data files: what breaks it breaks nothing else. One task after the other. */
import { runReleaseTask, type ReleaseTask } from "./release-tasks.js";

export interface ReleaseRequest {
  readonly id: number;
  readonly task: ReleaseTask;
}

export type ReleaseReply =
  | { readonly id: number; readonly step: string }
  | { readonly id: number; readonly result: unknown }
  /** `code` where the message is for the person. */
  | { readonly id: number; readonly error: string; readonly code?: string };

let before: Promise<void> = Promise.resolve();

process.on("message", ({ id, task }: ReleaseRequest) => {
  before = before.then(async () => {
    try {
      const result = await runReleaseTask(task, (step) => send({ id, step }));
      send({ id, result });
    } catch (error) {
      if (isForPeople(error)) send({ id, error: error.message, code: error.code });
      else if (isFull(error)) send({ id, error: String(error), code: "disk-full" });
      else send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
});
// Without the server nobody waits for an answer. A version that is half written is swept up by the next who publishes.
process.on("disconnect", () => process.exit());

function send(reply: ReleaseReply): void {
  process.send?.(reply);
}

/** DuckDB, which writes Parquet, has no codes: its words are those of the system. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return code === "ENOSPC" || code === "EDQUOT" || /no space left on device|disk quota exceeded/i.test(error.message);
}

/** By its name: the class itself is not part of the publishing face. */
function isForPeople(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && error.name === "OpenDataError" && "code" in error && typeof error.code === "string";
}
