/**
 * A thread that does nothing but wait for SIGINT. The main thread can't hear it while a cell loops, and Node lets no other
 * thread listen; but it does end a script that asked for it (`breakOnSigint`), in whichever thread that is.
 */
import { Script } from "node:vm";
import { parentPort } from "node:worker_threads";

const waiting = new Script("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)");
for (;;) {
  try {
    waiting.runInThisContext({ breakOnSigint: true });
  } catch {
    parentPort?.postMessage("SIGINT");
  }
}
