/**
 * The check runner: a fresh process for one check. It knows the learner's cells and which expressions to evaluate, and nothing
 * of tests, titles, expected values or weights. Learner code shares this process, so it could write to fd 4 itself; the nonce
 * that the server sends first is kept in a closure, and a frame without it ends the run (see packages/contract
 * runner-protocol). That a frame may still be delayed or prevented costs the learner the check, never earns one.
 */
import type { RunnerReply, RunnerRequest } from "@data-surgery/contract";
import { readSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { createDisplays, createRanCells } from "../core/index.js";
import { chartParts } from "./chart-parts.js";
import { plainValue, tooLarge } from "./plain-value.js";
import { openRealm } from "./realm.js";

// Taken before learner code can replace them.
const write = writeSync;
const read = readSync;
const encode = serialize;
const decode = deserialize;
const alloc = Buffer.allocUnsafe.bind(Buffer);
const concat = Buffer.concat.bind(Buffer);

const longest = 256 * 1024;
const resultName = "__surgeryResult";
const shownName = "__surgeryShown";

/** Bytes for exactly `length`, or undefined at the end of the stream. Blocking is fine: there is nothing else to do. */
function readExactly(length: number): Buffer | undefined {
  const bytes = alloc(length);
  let got = 0;
  while (got < length) {
    const count = read(3, bytes, got, length - got, null);
    if (count === 0) return undefined;
    got += count;
  }
  return bytes;
}

function receive(): unknown {
  const head = readExactly(4);
  const body = head === undefined ? undefined : readExactly(head.readUInt32BE(0));
  return body === undefined ? undefined : decode(body);
}

function send(reply: RunnerReply): void {
  const body = encode(reply);
  const head = alloc(4);
  head.writeUInt32BE(body.length, 0);
  const frame = concat([head, body]);
  let sent = 0;
  while (sent < frame.length) sent += write(4, frame, sent);
}

/** In a check there is nobody to show anything to, but what cells show with must be there. `__tslab__` would only make work. */
const { tslab, globals, display } = createDisplays(() => undefined);

/** The chart that the last cell showed last, whichever way. Other things that it shows do not hide it. */
let shown: unknown;
const note = (value: unknown): void => {
  if (chartParts(value) !== undefined) shown = value;
};
const notedDisplay: typeof display = Object.assign(
  (...shows: Parameters<typeof display>) => {
    note(shows[0]);
    return display(...shows);
  },
  { clear: display.clear },
);
Object.defineProperty(globalThis, Symbol.for("data-surgery.shown"), { value: note });
const realm = openRealm(
  process.cwd(),
  { tslab },
  { ...globals, display: notedDisplay, __tslab__: undefined, [shownName]: note },
  shownName,
);

const ran = createRanCells();
let count = 0;

async function run(request: Extract<RunnerRequest, { type: "run" }>, nonce: string): Promise<RunnerReply> {
  for (const cell of request.cells) {
    shown = undefined;
    ran.began({ count: ++count, source: cell.source, cell: cell.id, name: `cell-${cell.id}.ts` });
    const result = await realm.run(cell.source, `cell-${cell.id}.ts`);
    ran.ended(result.type === "done");
    if (result.type === "failed") {
      const { name, message, line } = result;
      return {
        id: request.id,
        nonce,
        type: "failed",
        cellId: cell.id,
        name,
        message,
        ...(line === undefined ? {} : { line }),
      };
    }
  }
  return { id: request.id, nonce, type: "ran" };
}

type Question = Extract<RunnerRequest, { type: "evaluate" | "chart" }>;

async function evaluate(request: Question, nonce: string): Promise<RunnerReply> {
  if (request.expression === undefined) return reply(request, nonce, shown);
  const box: { value?: unknown } = {};
  Object.defineProperty(globalThis, resultName, {
    configurable: true,
    value: (value: unknown) => void (box.value = value),
  });
  const { expression } = request;
  const result = await realm.evaluate(`${resultName}(await (${expression}))`, "check.js");
  if (result.type === "failed")
    return { id: request.id, nonce, type: "error", name: result.name, message: result.message };
  return reply(request, nonce, box.value);
}

function reply(request: Question, nonce: string, given: unknown): RunnerReply {
  try {
    const value = plainValue(request.type === "chart" ? chartParts(given) : given);
    if (encode(value).length > longest - 1024) throw new RangeError(tooLarge);
    return { id: request.id, nonce, type: "value", value };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error("The value could not be read.");
    return { id: request.id, nonce, type: "error", name, message };
  }
}

async function main(): Promise<void> {
  // What most notebooks import is loaded, and the compiler warm, before anybody waits. Where it is missing, the notebook will say so.
  for (const specifier of process.argv.slice(2)) await realm.run(`import ${JSON.stringify(specifier)};`, "preload.ts");
  const nonce = String(receive());
  // A promise that nobody awaits must not end the run: the exercise itself may be right.
  process.on("unhandledRejection", () => undefined);
  process.on("uncaughtException", () => undefined);
  for (;;) {
    // The server is our own and typed; what comes the other way is what must be distrusted.
    const request = receive() as RunnerRequest | undefined;
    if (request === undefined) return;
    send(request.type === "run" ? await run(request, nonce) : await evaluate(request, nonce));
  }
}

await main();
process.exit(0);
