/**
 * What holds for the kernel wherever it lives: the core is one, its hosts are several. Run against the Node process
 * (`kernel-node-host.test.ts`) and against workers in Chromium (`test/e2e/kernel-worker-host.e2e.ts`).
 */
import type { JsonObject } from "@data-surgery/jupyter";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { Answer, KernelClient } from "../support/kernel-answer.js";

/** One cell, or one other request, and what must come of it. What is not named may be anything. */
export type Step =
  | {
      readonly cell: string;
      /** More of the execute_request's content. */
      readonly with?: JsonObject;
      /** Matched, not compared whole. */
      readonly reply?: JsonObject;
      /** Plain text of the result; null: none. */
      readonly result?: string | null;
      readonly stdout?: string;
      readonly stderr?: string | RegExp;
      /** Types of the published messages, streams by their names; without execute_input. */
      readonly told?: readonly string[];
      /** Content of the first message of that type, matched. */
      readonly message?: readonly [type: string, content: JsonObject];
      /** What the traceback contains. */
      readonly traceback?: readonly string[];
      readonly notInTraceback?: RegExp;
    }
  | { readonly ask: string; readonly content: JsonObject; readonly reply: JsonObject; readonly via?: "control" };

export interface KernelCase {
  readonly rule: string;
  readonly title: string;
  /** Leaves the session so that nothing else should run in it. */
  readonly inOwnKernel?: true;
  readonly steps: readonly Step[];
}

/** @param open starts another kernel of the same kind */
export async function runCase(
  shared: KernelClient,
  { steps, inOwnKernel }: KernelCase,
  open: () => Promise<KernelClient & AsyncDisposable>,
): Promise<void> {
  if (inOwnKernel === undefined) return runSteps(shared, steps);
  await using own = await open();
  await runSteps(own, steps);
}

async function runSteps(kernel: KernelClient, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ("ask" in step) {
      expect(await kernel.ask(step.ask, step.content, step.via)).toMatchObject(step.reply);
    } else {
      hold(step, await kernel.run(step.cell, step.with));
    }
  }
}

function hold(step: Extract<Step, { cell: string }>, answer: Answer): void {
  const { cell } = step;
  expect({ cell, ...answer.reply }).toMatchObject({ cell, ...(step.reply ?? { status: "ok" }) });
  if (step.result !== undefined) expect({ cell, result: answer.result ?? null }).toEqual({ cell, result: step.result });
  if (step.stdout !== undefined) expect(answer.text("stdout")).toBe(step.stdout);
  if (typeof step.stderr === "string") expect(answer.text("stderr")).toBe(step.stderr);
  else if (step.stderr !== undefined) expect(answer.text("stderr")).toMatch(step.stderr);
  if (step.told !== undefined) {
    const told = answer.published.map(({ header, content }) =>
      header.msg_type === "stream" ? content["name"] : header.msg_type,
    );
    expect(told.filter((one) => one !== "execute_input")).toEqual(step.told);
  }
  if (step.message !== undefined) {
    const [type, content] = step.message;
    expect(answer.published.find(({ header }) => header.msg_type === type)?.content).toMatchObject(content);
  }
  const traceback = answer.errors.flatMap((error) => error["traceback"] as string[]).join("\n");
  for (const line of step.traceback ?? []) expect(traceback).toContain(line);
  if (step.notInTraceback !== undefined) expect(traceback).not.toMatch(step.notInTraceback);
}

const failed = (ename: string, evalue: unknown = expect.anything()): JsonObject => ({
  status: "error",
  ename,
  evalue,
  traceback: expect.any(Array),
});

/** Cells one after the other; the last one has this result. */
const cells = (rule: string, title: string, sources: readonly string[], result: string | null): KernelCase => ({
  rule,
  title,
  steps: sources.map((cell, index) => (index === sources.length - 1 ? { cell, result } : { cell })),
});

const completeness: readonly (readonly [string, string])[] = [
  ["1", "complete"],
  ["const typed: number = 1;", "complete"],
  ["function f(x: number){", "incomplete"],
  ["const a2 = [1,", "incomplete"],
  ["const t = `open", "incomplete"],
  ["1 +* 2;", "invalid"],
  ["import 7q", "invalid"],
];

const kinds = ["let k = 1", "const k = 2", "var k = 3", "function k() { return 4 }", "class k {}", "enum k { A }"];

export const kernelCases: readonly KernelCase[] = [
  {
    rule: "KE1",
    title: "kernel_info says what it is, on shell and on control",
    steps: (["shell", "control"] as const).map((channel) => ({
      ask: "kernel_info_request",
      content: {},
      reply: { status: "ok", protocol_version: "5.4", language_info: { name: "typescript", file_extension: ".ts" } },
      ...(channel === "control" ? { via: channel } : {}),
    })),
  },
  {
    rule: "KE2",
    title: "everything comes in the order in which the cell did it",
    steps: [
      {
        cell: 'console.log("a"); console.error("b"); display("c"); console.log("d"); 6 * 7',
        told: ["stdout", "stderr", "display_data", "stdout", "execute_result"],
      },
    ],
  },
  cells("KE3", "the last value is the result, in plain text", ["6*7"], "42"),
  cells("KE3", "a semicolon hides it, and so does undefined", ["6*7;", "undefined"], null),
  cells("KE3", "a promise is awaited", ["Promise.resolve(42)"], "42"),
  cells("KE3", "null is shown", ["null"], "null"),
  cells("KE3", "a lone object is an object", ["{ a: 1, b: 'x' }"], "{ a: 1, b: 'x' }"),
  {
    rule: "KE4",
    title: "an error is a message and a reply",
    steps: [
      {
        cell: 'throw new Error("boom")',
        reply: failed("Error", "boom"),
        told: ["error"],
        message: ["error", { ename: "Error", evalue: "boom" }],
      },
    ],
  },
  {
    rule: "KE5",
    title: "silent cells show nothing but what they print",
    steps: [{ cell: "console.log('heard'); 2", with: { silent: true }, stdout: "heard\n", told: ["stdout"] }],
  },
  {
    rule: "KE6",
    title: "user_expressions are answered each by itself",
    steps: [
      {
        cell: "let ux = 5",
        with: { user_expressions: { good: "ux + 1", bad: "nowhere.at.all" } },
        reply: {
          status: "ok",
          user_expressions: {
            good: { status: "ok", data: { "text/plain": "6" } },
            bad: { status: "error", ename: "ReferenceError" },
          },
        },
      },
    ],
  },
  {
    rule: "KE7",
    title: "is_complete tells the unfinished from the wrong",
    steps: completeness.map(([code, status]) => ({ ask: "is_complete_request", content: { code }, reply: { status } })),
  },
  {
    rule: "KE8",
    title: "history by search",
    steps: [
      { cell: '"history " + 1' },
      {
        ask: "history_request",
        content: { hist_access_type: "search", pattern: '"history*', output: false, raw: true },
        reply: { status: "ok", history: [[1, expect.any(Number), '"history " + 1']] },
      },
    ],
  },
  {
    rule: "KE9",
    title: "completion and inspection know what is in memory, and count code points",
    steps: [
      { cell: "const table = [{ ward: 'A', people: 5 }];" },
      {
        ask: "complete_request",
        content: { code: '"😀😀"; Math.flo', cursor_pos: 14 },
        reply: { status: "ok", matches: expect.arrayContaining(["floor"]), cursor_start: 11, cursor_end: 14 },
      },
      {
        ask: "complete_request",
        content: { code: "table[0].pe", cursor_pos: 11 },
        reply: { matches: expect.arrayContaining(["people"]) },
      },
      { ask: "inspect_request", content: { code: "table", cursor_pos: 3 }, reply: { status: "ok", found: true } },
      { ask: "inspect_request", content: { code: "nothing_here", cursor_pos: 3 }, reply: { found: false } },
    ],
  },
  {
    rule: "KE9",
    title: "looking does not run anybody's code",
    steps: [
      { cell: "let looked = 0; const shy = { get secret() { looked++; return { inner: 1 } } };" },
      { ask: "complete_request", content: { code: "shy.secret.", cursor_pos: 11 }, reply: { status: "ok" } },
      { ask: "inspect_request", content: { code: "shy.secret", cursor_pos: 6 }, reply: { status: "ok" } },
      { cell: "looked", result: "0" },
    ],
  },
  {
    rule: "KE12",
    title: "what is not known is refused by name",
    steps: [
      {
        ask: "make_tea_request",
        content: {},
        reply: { status: "error", evalue: expect.stringContaining("make_tea_request") },
      },
      { ask: "execute_request", content: { code: 7 }, reply: { status: "error", ename: "BadRequest" } },
    ],
  },
  cells("KE16", "top-level await", ["const five = await Promise.resolve(5)", "five"], "5"),
  cells("KE16", "for await", ["let sum = 0; for await (const n of [1, 2]) sum += n; sum"], "3"),
  cells(
    "KE16",
    "an old function sees the new value",
    ["const seen = 1; const look = () => seen", "const seen = 2", "look()"],
    "2",
  ),
  cells("KE16", "a new value may be made of the old one", ["let total = 1", "let total = total + 1", "total"], "2"),
  cells(
    "KE16",
    "functions are there before they stand",
    ["early(20); function early(n: number) { return n + 1 }"],
    null,
  ),
  cells(
    "KE16",
    "functions call each other across cells",
    ["function one() { return two() }", "function two() { return 2 }", "one()"],
    "2",
  ),
  cells(
    "KE16",
    "var belongs to the session from inside loops",
    ["for (var turn = 0; turn < 3; turn++) {}", "turn"],
    "3",
  ),
  cells(
    "KE16",
    "destructuring makes names",
    [
      "const { left, ...others } = { left: 1, b: 2, c: 3 }; const [, second = 9] = [1]",
      "left + second + Object.keys(others).length",
    ],
    "12",
  ),
  cells(
    "KE16",
    "enum and namespace",
    ["enum Size { Small = 3 } namespace N { export const x = 4 }", "Size.Small + N.x"],
    "7",
  ),
  cells(
    "KE16",
    "classes with private parts and static blocks",
    [
      "class Box { #n = 2; static made = 0; static { Box.made = 5 } get n() { return this.#n } }",
      "new Box().n + Box.made",
    ],
    "7",
  ),
  cells(
    "KE16",
    "using lets go at the end of the cell",
    ["let freed = 0; using held = { [Symbol.dispose]() { freed++ } }; freed", "freed"],
    "1",
  ),
  cells(
    "KE16",
    "decorators as TC39 has them",
    [
      "const twice = (method: any, _: unknown) => function (this: unknown) { return method.call(this) * 2 };\nclass Calc { @twice six() { return 6 } }\nnew Calc().six()",
    ],
    "12",
  ),
  cells("KE16", "a type error does not stop a cell", ["const wrong: number = 'text' as any; wrong"], "'text'"),
  cells("KE16", "types alone are nothing to run", ["interface Row { a: number } type Rows = Row[]; export {}"], null),
  {
    rule: "KE16",
    title: "JSX shows as HTML",
    steps: [
      {
        cell: "<p>hi <b>{1 + 1}</b></p>",
        message: ["execute_result", { data: { "text/html": "<p>hi <b>2</b></p>" } }],
      },
    ],
  },
  {
    rule: "KE16",
    title: "every kind of declaration can be replaced by every other",
    steps: kinds.flatMap((before) => kinds.flatMap((after) => [{ cell: before }, { cell: after }])),
  },
  {
    rule: "KE16",
    title: "a name whose start failed has no value, and can be made again",
    steps: [
      { cell: "const half: number = (() => { throw new Error('x') })()", reply: failed("Error", "x") },
      { cell: "half", reply: failed("ReferenceError") },
      { cell: "const half = 8; half", result: "8" },
    ],
  },
  {
    rule: "KE16",
    title: "a name that does not exist is an error, also when something is put into it",
    steps: [
      { cell: "nowhere", reply: failed("ReferenceError", "nowhere is not defined") },
      { cell: "typeof nowhere", result: "'undefined'" },
      { cell: "nowhere = 1", reply: failed("ReferenceError", "nowhere is not defined") },
    ],
  },
  {
    rule: "KE16",
    title: "a cell may take names that the kernel itself uses",
    inOwnKernel: true,
    steps: [
      { cell: "let Map = 1, Set = 2, Promise = 3, Array = 4, Object = 5, JSON = 6, Error = 7, String = 8;" },
      { cell: "console.log(Map + String); [{ a: 1 }]", stdout: "9\n", told: ["stdout", "execute_result"] },
      { cell: "nothing.here", reply: failed("ReferenceError") },
      { cell: "Map = 10; Map", result: "10" },
    ],
  },
  {
    rule: "KE17",
    title: "tslab is there without being installed; what is not there is said plainly",
    steps: [
      {
        cell: 'import * as tslab from "tslab"; tslab.display.html("<b>x</b>")',
        message: ["display_data", { data: { "text/html": "<b>x</b>" } }],
      },
      {
        cell: 'import x from "not-a-package-of-ours"',
        reply: failed("Error", expect.stringContaining("not-a-package-of-ours")),
      },
      { cell: '(await import("data:text/javascript,export default 7")).default', result: "7" },
    ],
  },
  {
    rule: "KE18",
    title: "the place is the learner's own line and column, whatever was taken away before it",
    steps: [
      {
        cell: "interface A {\n  x: number;\n}\n\n\nfunction deep(a: A): number {\n\n  return (a as any).y.z;\n}\nconst n: number = 1; deep({ x: n });",
        reply: failed("TypeError"),
        traceback: [
          ", line 8, in deep\n    8 |   return (a as any).y.z;\n      |                       ^",
          ", line 10",
        ],
        notInTraceback: /node:internal|kernel\/dist|worker\.js|https?:/,
      },
      {
        cell: "const a: number = 1, b: string = 'x'; const { c }: any = null;",
        reply: failed("TypeError"),
        traceback: [", line 1\n    1 | const a: number = 1, b: string = 'x'; const { c }: any = null;"],
      },
    ],
  },
  {
    rule: "KE18",
    title: "an error in an earlier cell's function names both cells; causes are shown",
    steps: [
      { cell: "function fails() {\n  throw new Error('far', { cause: new Error('why') });\n}" },
      {
        cell: "\nfails()",
        reply: failed("Error", "far"),
        traceback: [", line 2, in fails", "called from Cell ", ", line 2\n", "Caused by: Error: why"],
      },
    ],
  },
  {
    rule: "KE18",
    title: "what is thrown need not be an error",
    steps: [{ cell: "throw { a: 1 }", reply: failed("Thrown", "{ a: 1 }") }],
  },
  {
    rule: "KE18",
    title: "a cell that can't be read points at the place",
    steps: [
      {
        cell: "const ok = 1;\nconst x = 1 +* 2;",
        reply: failed("SyntaxError"),
        told: ["error"],
        traceback: [", line 2"],
      },
    ],
  },
  {
    rule: "KE18",
    title: "beginners' mistakes get a hint",
    steps: [
      { cell: "const wardNames = ['A'];" },
      { cell: "wardName.length", reply: failed("ReferenceError"), traceback: ["Hint: ", "wardNames"] },
    ],
  },
  {
    rule: "KE18",
    title: "after an error the session goes on",
    steps: [
      { cell: "let before = 3; throw 1", reply: failed("Thrown") },
      { cell: "before", result: "3" },
    ],
  },
  {
    rule: "KE19",
    title: "consoles print text as it is and values as they are inspected",
    steps: [
      {
        cell: 'console.log("a", 1, { b: [2] }); console.log("%s is %d", "x", 4, "more"); console.warn("careful"); console.log()',
        stdout: "a 1 { b: [ 2 ] }\nx is 4 more\n\n",
        stderr: "careful\n",
      },
    ],
  },
  {
    rule: "KE19",
    title: "10,000 lines all arrive, in order",
    steps: [
      {
        cell: 'for (let i = 0; i < 10000; i++) console.log("line " + i)',
        stdout: `${Array.from({ length: 10_000 }, (_, index) => `line ${index}`).join("\n")}\n`,
      },
    ],
  },
  {
    rule: "KE19",
    title: "a cell that prints without measure is cut with a note",
    steps: [
      {
        cell: "for (let i = 0; i < 3000; i++) console.log('x'.repeat(999));",
        stdout: `${"x".repeat(999)}\n`.repeat(1000),
        stderr: /more than a notebook can show/,
      },
    ],
  },
  {
    rule: "KE3",
    title: "rows are a table, in HTML and in text",
    steps: [
      {
        cell: "[{ ward: 'A', n: 1 }, { ward: 'B', n: 2 }]",
        message: [
          "execute_result",
          { data: { "text/html": expect.stringContaining("<table"), "text/plain": expect.stringContaining("ward") } },
        ],
      },
    ],
  },
  {
    rule: "KE3",
    title: "a value says itself how it is shown, also when it takes its time",
    steps: [
      {
        cell: '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<i>own</i>", "text/plain": "own" }) })',
        message: ["execute_result", { data: { "text/html": "<i>own</i>", "text/plain": "own" } }],
      },
    ],
  },
  {
    rule: "KE2",
    title: "displays are updated and cleared",
    steps: [
      {
        cell: 'const shown = display("one"); shown.update("two"); display.clear({ wait: true }); display(html`<b>${"<"}</b>`);',
        told: ["display_data", "update_display_data", "clear_output", "display_data"],
        message: ["clear_output", { wait: true }],
      },
    ],
  },
];

/** What takes more than one request at a time. */
export const kernelStories: readonly (readonly [title: string, tell: (kernel: KernelClient) => Promise<void>])[] = [
  [
    "KE10: comms go both ways; a target that nobody knows is closed",
    async (kernel) => {
      await kernel.run(
        'let heard: unknown[] = []; jupyter.comms.onOpen("echo", (comm, data) => { heard.push(data); comm.onMessage((m) => comm.send({ back: m.n })); })',
      );
      await kernel.send("shell", "comm_open", { comm_id: "c1", target_name: "echo", data: { hello: 1 } });
      const id = await kernel.send("shell", "comm_msg", { comm_id: "c1", data: { n: 7 } });
      await expect
        .poll(() => kernel.publishedFor(id).find((one) => one.header.msg_type === "comm_msg")?.content)
        .toEqual({ comm_id: "c1", data: { back: 7 } });
      expect(await kernel.ask("comm_info_request", {})).toEqual({
        status: "ok",
        comms: { c1: { target_name: "echo" } },
      });
      expect((await kernel.run("JSON.stringify(heard)")).result).toContain("hello");
      const unknown = await kernel.send("shell", "comm_open", { comm_id: "c2", target_name: "nobody", data: {} });
      await expect
        .poll(() => kernel.publishedFor(unknown).some((one) => one.header.msg_type === "comm_close"))
        .toBe(true);
    },
  ],
  [
    "KE13: of 100 cells queued behind a failed one none runs; what is sent after the reply runs",
    async (kernel) => {
      const ids = [await kernel.send("shell", "execute_request", { code: "await new Promise(() => {})" })];
      for (let n = 1; n < 100; n++)
        ids.push(await kernel.send("shell", "execute_request", { code: `globalThis.ran = ${n}` }));
      await kernel.interrupt();
      const statuses = await Promise.all(ids.map(async (id) => (await kernel.answerTo(id)).reply["status"]));
      expect(statuses[0]).toBe("error");
      expect(new Set(statuses.slice(1))).toEqual(new Set(["aborted"]));
      expect((await kernel.run("typeof globalThis.ran")).result).toBe("'undefined'");
    },
  ],
  [
    "KE19: what a timer prints later goes to the cell that set it",
    async (kernel) => {
      const first = await kernel.send("shell", "execute_request", {
        code: 'setTimeout(() => console.log("from the first"), 150); 0',
      });
      await kernel.answerTo(first);
      const second = await kernel.run('await new Promise((r) => setTimeout(r, 400)); console.log("second")');
      expect(second.text()).toBe("second\n");
      const late = kernel.publishedFor(first).map(({ content }) => content["text"]);
      expect(late).toContain("from the first\n");
    },
  ],
  [
    "KE19: what a loop prints is shown while it runs",
    async (kernel) => {
      const id = await kernel.send("shell", "execute_request", {
        code: 'const end = Date.now() + 1500; while (Date.now() < end) { console.log("tick"); const t = Date.now() + 30; while (Date.now() < t); }',
      });
      await expect.poll(() => kernel.publishedFor(id).some((one) => one.header.msg_type === "stream")).toBe(true);
      expect(kernel.publishedFor(id).some((one) => one.content["execution_state"] === "idle")).toBe(false);
      await kernel.answerTo(id);
    },
  ],
  [
    "KE20: a cell that waits is stopped, its timers end with it, and all variables are still there",
    async (kernel) => {
      for (const code of [
        "await new Promise(() => {})",
        "globalThis.rounds = 0; while (true) { globalThis.rounds++; await new Promise((r) => setTimeout(r, 2)); }",
      ]) {
        await kernel.run("let state = 11; globalThis.rounds = 0");
        const id = await kernel.send("shell", "execute_request", { code });
        await delay(150);
        await kernel.interrupt();
        expect((await kernel.answerTo(id)).reply).toMatchObject({ status: "error", ename: "Interrupted" });
        expect((await kernel.run("state")).result).toBe("11");
      }
      const before = (await kernel.run("globalThis.rounds")).result;
      await delay(100);
      expect((await kernel.run("globalThis.rounds")).result).toBe(before);
    },
  ],
  [
    "KE20: a loop without end is stopped, said so, and the next cell runs",
    async (kernel) => {
      const id = await kernel.send("shell", "execute_request", { code: "while (true) {}" });
      await delay(150);
      await kernel.interrupt();
      const { reply } = await kernel.answerTo(id);
      expect(reply).toMatchObject({ status: "error", ename: "Interrupted" });
      expect((await kernel.run("1 + 1")).result).toBe("2");
    },
  ],
  [
    "KE15: kernel_info on control is answered while a cell loops",
    async (kernel) => {
      const id = await kernel.send("shell", "execute_request", { code: "while (true) {}" });
      await delay(150);
      expect(await kernel.ask("kernel_info_request", {}, "control")).toMatchObject({ status: "ok" });
      await kernel.interrupt();
      await kernel.answerTo(id);
    },
  ],
  [
    "KE21: a rejection that nobody awaits and an error in a timer are shown in their own cell",
    async (kernel) => {
      const id = await kernel.send("shell", "execute_request", {
        code: 'Promise.reject(new Error("nobody waits")); setTimeout(() => { throw new Error("in a timer") }, 20); 1',
      });
      await kernel.answerTo(id);
      await expect
        .poll(() => JSON.stringify(kernel.publishedFor(id).filter((one) => one.header.msg_type === "error")))
        .toMatch(/nobody waits.*in a timer/);
      expect((await kernel.run("2")).result).toBe("2");
    },
  ],
];
