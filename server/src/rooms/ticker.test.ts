import { expect, test } from "vitest";
import type { Batch, Room } from "./room.js";
import { Ticker } from "./ticker.js";

test("RO4 a room that is woken while it is collected is collected again in the next tick, not before its batch is committed", async () => {
  const steps: string[] = [];
  const ticker = new Ticker({
    append: (batches) => {
      steps.push(`append ${batches.map(({ seq }) => seq).join()}`);
      return Promise.resolve();
    },
    reload: () => Promise.reject(new Error("There is nothing to reload.")),
    pace: 0,
    now: () => performance.now(),
    failed: (error) => steps.push(String(error)),
  });
  let seq = 1;
  const room = {
    documentId: "d",
    needsReload: false,
    collect: (): Batch | undefined => {
      steps.push("collect");
      if (seq > 1) return undefined;
      // As when a line is refused and leaves.
      ticker.wake(room);
      return { documentId: "d", seq, update: new Uint8Array(), owners: new Map() };
    },
    committed: () => {
      steps.push("committed");
      seq++;
    },
  } as unknown as Room;
  ticker.wake(room);
  await ticker.settle();
  expect(steps).toEqual(["collect", "append 1", "committed", "collect", "committed"]);
});
