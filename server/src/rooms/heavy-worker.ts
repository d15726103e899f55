/** The thread beside the server's own for what takes long (SPEC RO30). Rows travel as one block of memory, so that nothing is copied twice. */
import { parentPort } from "node:worker_threads";
import { heavyTasks, type HeavyTasks } from "./heavy-tasks.js";
import { unpackRows, type PackedRows } from "./packed-rows.js";

export type HeavyRequest =
  | { readonly id: number; readonly task: "compact" | "unpack"; readonly rows: PackedRows }
  | { readonly id: number; readonly task: "split"; readonly update: Uint8Array };

export type HeavyReply =
  | { readonly id: number; readonly result: ReturnType<HeavyTasks[keyof HeavyTasks]> }
  | { readonly id: number; readonly error: string };

parentPort?.on("message", (request: HeavyRequest) => {
  let reply: HeavyReply;
  try {
    const result =
      request.task === "split" ? heavyTasks.split(request.update) : heavyTasks[request.task](unpackRows(request.rows));
    reply = { id: request.id, result };
  } catch (error) {
    reply = { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
  // A thread of ours, not a window: there is no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(reply);
});
