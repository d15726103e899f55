import type { RunnerReply, RunnerRequest } from "@data-surgery/contract";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { afterEach, expect, test } from "vitest";

const script = join(import.meta.dirname, "..", "..", "dist", "node", "runner.js");
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

type Ask = (request: RunnerRequest) => Promise<RunnerReply>;

/** The server's side, as small as it can be: one request, one frame back. */
function startRunner(): Ask {
  const child = spawn(process.execPath, [script], {
    cwd: mkdtempSync(join(tmpdir(), "surgery-runner-")),
    stdio: ["ignore", "ignore", "inherit", "pipe", "pipe"],
  });
  started.push(child);
  const [, , , input, output] = child.stdio as unknown as [
    null,
    null,
    null,
    NodeJS.WritableStream,
    NodeJS.ReadableStream,
  ];
  let buffered = Buffer.alloc(0);
  let waiting: ((reply: RunnerReply) => void) | undefined;
  output.on("data", (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 4 && buffered.length >= 4 + buffered.readUInt32BE(0)) {
      const end = 4 + buffered.readUInt32BE(0);
      waiting?.(deserialize(buffered.subarray(4, end)) as RunnerReply);
      buffered = buffered.subarray(end);
    }
  });
  const send = (value: unknown): void => {
    const body = serialize(value);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    input.write(Buffer.concat([head, body]));
  };
  send("nonce-1");
  return (request) =>
    new Promise((resolve, reject) => {
      waiting = resolve;
      child.once("exit", () => reject(new Error("the runner ended")));
      send(request);
    });
}

async function runCells(...sources: string[]): Promise<{ ask: Ask; reply: RunnerReply }> {
  const ask = startRunner();
  const reply = await ask({
    id: 1,
    type: "run",
    cells: sources.map((source, index) => ({ id: `c${index + 1}`, source })),
  });
  return { ask, reply };
}

const value = async (ask: Ask, expression: string): Promise<unknown> => {
  const reply = await ask({ id: 2, type: "evaluate", expression });
  return reply.type === "value" ? reply.value : reply;
};

test("cells share their names, and every kind of declaration can be replaced by every other", async () => {
  const kinds = [
    "let a = 1;",
    "const a: number = 2;",
    "var a = 3;",
    "function a() { return 4; }",
    "class a { static five = 5; }",
    "import { join as a } from 'node:path';",
  ];
  for (const first of kinds) {
    for (const second of kinds) {
      const { reply } = await runCells(first, second, "if (typeof a === 'undefined') throw new Error('lost')");
      expect([first, second, reply.type]).toEqual([first, second, "ran"]);
    }
  }
});

test("functions can be used above where they stand, and await, for await, enum, using and decorators work", async () => {
  const { ask, reply } = await runCells(
    "const early = double(21); function double(n: number): number { return n * 2; }",
    "let total = 0; for await (const n of [Promise.resolve(1), 2]) total += n; const late = await Promise.resolve(7);",
    "enum Colour { Red = 1, Blue } const blue = Colour.Blue;",
    "const { readFileSync } = await import('node:fs'); const loads = typeof readFileSync;",
  );
  expect(reply.type).toBe("ran");
  expect(await value(ask, "[early, total, late, blue, loads]")).toEqual([42, 3, 7, 2, "function"]);
});

test("what cells show with is there and shows nothing to anybody", async () => {
  const { ask, reply } = await runCells(
    "import * as tslab from 'tslab'; tslab.display.html('<b>x</b>'); tslab.newDisplay().text('a');",
    "const handle = display([{ a: 1 }]); handle.update(html`<p>${1}</p>`); let turns = 0; for (const n of progress([1, 2])) turns += n;",
    "const shown = String(typeof (<p class='a'>{turns}</p>)); const strict = (function () { return this === undefined })();",
    "const note = (_: unknown, c: { name: string }) => { noted = c.name }; let noted = ''; class A { @note m() {} }",
  );
  expect(reply.type).toBe("ran");
  expect(await value(ask, "[turns, shown, strict, noted]")).toEqual([3, "object", true, "m"]);
});

test("an error names the cell and the line as the learner wrote them, blank lines and types included", async () => {
  const { reply } = await runCells(
    "let fine = 1;",
    "interface Row { a: number }\n\n\nconst x: Row = { a: 1 };\n\nmissing.value;",
  );
  expect(reply).toMatchObject({
    type: "failed",
    cellId: "c2",
    name: "ReferenceError",
    message: "missing is not defined",
    line: 6,
  });
  const { reply: syntax } = await runCells("let a = 1;\nlet b = ;");
  expect(syntax).toMatchObject({ type: "failed", name: "SyntaxError", line: 2 });
});

test("values come back as plain data; functions, deep and endless ones are refused", async () => {
  const { ask } = await runCells(
    "const rows = [{ a: 1, b: null }]; const when = new Date(0); let deep: any = {}; let at = deep; for (let i = 0; i < 100; i++) at = at.next = {};" +
      "const endless: any = {}; endless.self = endless; class P { n = 3; twice() { return 6; } } const made = new P();",
  );
  expect(await value(ask, "rows")).toEqual([{ a: 1, b: null }]);
  expect(await value(ask, "when")).toEqual(new Date(0));
  expect(await value(ask, "made")).toEqual({ n: 3 });
  expect(await value(ask, "() => 1")).toMatchObject({ type: "error", name: "TypeError" });
  expect(await value(ask, "deep")).toMatchObject({ type: "error", name: "RangeError" });
  expect(await value(ask, "endless")).toMatchObject({ type: "error", name: "RangeError" });
  expect(await value(ask, "'x'.repeat(1e6)")).toMatchObject({ type: "error", name: "RangeError" });
});

test("patched built-ins do not reach the values: what was computed comes back, or nothing", async () => {
  const patches = [
    "Object.is = () => true; Array.isArray = () => true; Object.keys = () => ['forged'];",
    "Object.prototype.toJSON = function () { return 42; }; JSON.stringify = () => 'forged'; Date.prototype.getTime = () => 1;",
    "Array.prototype.push = function () { return 0; }; Array.prototype.map = () => [42]; Promise.prototype.then = function () { return 42; };",
    "Object.defineProperty = () => 42; Reflect.apply = () => 42; Function.prototype.call = () => 42; Map.prototype.get = () => 42;",
  ];
  for (const patch of patches) {
    const { ask } = await runCells(`const total = 5; ${patch}`).catch(() => ({ ask: undefined }));
    const back = ask === undefined ? "ended" : await value(ask, "total").catch(() => "ended");
    const honest = back === 5 || back === "ended" || (back as RunnerReply).type === "error";
    expect([patch, honest]).toEqual([patch, true]);
  }
});

test("learner code that ends the process, or waits for ever, gives no value", async () => {
  const ask = startRunner();
  await expect(ask({ id: 1, type: "run", cells: [{ id: "c1", source: "process.exit(0)" }] })).rejects.toThrow(
    "the runner ended",
  );
});

test("a notebook written for tslab runs: its display has nobody to show to", async () => {
  const { reply } = await runCells("import { display } from 'tslab'; display.html('<b>hi</b>');");
  expect(reply.type).toBe("ran");
});

test("a chart comes back as what it encodes, without its picture; other values are no chart", async () => {
  const { ask } = await runCells(
    "const figure = { data: [{ type: 'bar', x: ['a'], y: new Float32Array([1]), marker: { color: 'red' } }], layout: { title: 'T', width: 9 } };" +
      "const ours = { title: 'T', svg: 'x'.repeat(1e6), data: { type: 'line' } };",
  );
  const chart = async (expression: string): Promise<unknown> => {
    const reply = await ask({ id: 3, type: "chart", expression });
    return reply.type === "value" ? reply.value : reply;
  };
  expect(await chart("figure")).toEqual({ data: [{ type: "bar", x: ["a"], y: [1] }], layout: { title: "T" } });
  expect(await chart("ours")).toEqual({ title: "T", data: { type: "line" } });
  expect(await chart("7")).toBeUndefined();
});
