/**
 * What peers were measured at (language, errors, control, floods), re-run for ours: in no row may tslab or Deno be better. Over
 * real sockets against the real process, in a folder like a notebook's.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelMain, launchKernel, type Answer, type KernelProcess } from "../support/kernel-process.js";

const nodeModules = resolve(import.meta.dirname, "../../node_modules");
let kernel: KernelProcess;
beforeAll(async () => {
  if (!existsSync(kernelMain)) throw new Error("Build first: npm run build");
  kernel = await launchKernel();
  await symlink(nodeModules, join(kernel.folder, "node_modules"));
});
afterAll(() => kernel[Symbol.asyncDispose]());

async function valueOf(...cells: readonly string[]): Promise<string | undefined> {
  let last: string | undefined;
  for (const cell of cells) {
    const { reply, result } = await kernel.run(cell);
    expect({ cell, ...reply }).toMatchObject({ status: "ok" });
    last = result;
  }
  return last;
}

let signs = 0;
/** A file that is not there yet: how the test and a cell tell each other how far they are. */
const newSign = (): string => join(kernel.folder, `sign-${++signs}`);

/**
 * Sends a cell and waits until its code runs: an interrupt before that would leave it running for ever. Then a moment more, so
 * that it is in the midst of what it does; on a slow machine that only makes it easier to stop.
 */
async function start(code: string): Promise<string> {
  const sign = newSign();
  const id = await kernel.send("shell", "execute_request", {
    code: `require("node:fs").writeFileSync(${JSON.stringify(sign)}, ""); ${code}`,
  });
  await expect.poll(() => existsSync(sign)).toBe(true);
  await delay(100);
  return id;
}

function tracebackOf(errors: Answer["errors"]): string {
  const lines: unknown = errors[0]?.["traceback"];
  return Array.isArray(lines) ? lines.join("\n") : "";
}

describe("KE16: language", () => {
  test.each([
    ["top-level await", ["await Promise.resolve(5)"], "5"],
    ["for await", ["let sum = 0; for await (const n of [1, 2]) sum += n; sum"], "3"],
    ["a promise as the last value is awaited", ["Promise.resolve(42)"], "42"],
    ["null is shown", ["null"], "null"],
    ["an old closure sees the new value", ["const seen = 1; const look = () => seen", "const seen = 2", "look()"], "2"],
    ["a function defined in a cell that failed is kept", ["const kept = 7", "kept"], "7"],
    ["enum and namespace", ["enum Size { Small = 3 } namespace N { export const x = 4 } Size.Small + N.x"], "7"],
    ["using", ["{ using d = { [Symbol.dispose]() { globalThis.disposed = true } } } globalThis.disposed"], "true"],
    ["JSX", ["typeof (<p>hi</p>)"], "'object'"],
    ["a type error does not block", ["const wrong: number = 'text'; wrong"], "'text'"],
    ["node: modules", ['import { sep } from "node:path"; typeof sep'], "'string'"],
    ["an ES module package", ['import { encode } from "uqr"; encode("x").size > 10'], "true"],
    [
      "a CommonJS package by names and by default",
      ['import Papa, { parse } from "papaparse"; Papa.parse === parse'],
      "true",
    ],
    ["require", ['typeof require("papaparse").parse'], "'function'"],
  ])("%s", async (_title, cells, expected) => {
    expect(await valueOf(...cells)).toBe(expected);
  });

  test("a cell may take any name for itself, and the kernel and packages go on", async () => {
    await using own = await launchKernel();
    await symlink(nodeModules, join(own.folder, "node_modules"));
    const names =
      "Map, Set, URL, Promise, process, String, Array, Object, JSON, Error, Buffer, performance, globalThis";
    await own.run(`let ${names.split(", ").join(" = 1, ")} = 1`);
    expect(
      (await own.run('import Papa from "papaparse"; console.log(Map + process); Papa.parse("a,b").data[0].length'))
        .result,
    ).toBe("2");
    expect((await own.run("nothing.here")).reply).toMatchObject({ ename: "ReferenceError" });
    expect((await own.run("[{ a: 1 }]")).reply).toMatchObject({ status: "ok" });
  });

  test("a trailing semicolon hides the value; undefined shows nothing", async () => {
    expect(await valueOf("40 + 2;")).toBeUndefined();
    expect(await valueOf("undefined")).toBeUndefined();
  });

  test("every kind of declaration can be replaced by every other, also after a failed start", async () => {
    const kinds = ["let k = 1", "const k = 2", "var k = 3", "function k() { return 4 }", "class k {}", "enum k { A }"];
    for (const before of kinds) for (const after of kinds) await valueOf(before, after);
    expect((await kernel.run("const half: number = (() => { throw new Error('x') })()")).reply["status"]).toBe("error");
    expect(await valueOf("const half = 8; half")).toBe("8");
  });

  test("Jupyter.display is honoured, also when it takes its time", async () => {
    const { published } = await kernel.run(
      '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<i>own</i>", "text/plain": "own" }) })',
    );
    expect(published.find((one) => one.header.msg_type === "execute_result")?.content["data"]).toEqual({
      "text/html": "<i>own</i>",
      "text/plain": "own",
    });
  });

  test("displays are updated and cleared; tslab's way of showing works", async () => {
    const { published } = await kernel.run(
      'import * as tslab from "tslab"; const shown = display("one"); shown.update("two"); display.clear(); tslab.display.html("<b>x</b>")',
    );
    expect(published.map((one) => one.header.msg_type).slice(1)).toEqual([
      "display_data",
      "update_display_data",
      "clear_output",
      "display_data",
    ]);
  });
});

describe("KE17: local files", () => {
  test("a changed .ts file is read again, also below another; unchanged ones stay the same module", async () => {
    const file = (name: string, text: string): Promise<void> => writeFile(join(kernel.folder, name), text);
    await file("inner.ts", "export const value: number = 1;");
    await file(
      "outer.ts",
      'import { value } from "./inner.ts"; export enum E { A } export const twice = value * 2; export const id = {};',
    );
    expect(await valueOf('import { twice, id } from "./outer.ts"; const first = id; twice')).toBe("2");
    expect(await valueOf('import { id as again } from "./outer"; again === first')).toBe("true");
    await file("inner.ts", "export const value: number = 21; ");
    expect(await valueOf('import { twice as t2 } from "./outer.ts"; t2')).toBe("42");
    await mkdir(join(kernel.folder, "data"), { recursive: true });
    await file("data/rows.json", '[{"a":1}]');
    expect(await valueOf('import rows from "./data/rows.json"; rows[0].a')).toBe("1");
    await file("data/rows.json", '[{"a":22}]');
    expect(await valueOf('import rows from "./data/rows.json" with { type: "json" }; rows[0].a')).toBe("22");
  });

  test("a missing file or package is said plainly", async () => {
    expect((await kernel.run('import "./nowhere.ts"')).reply["evalue"]).toBe(
      "There is no file “./nowhere.ts” beside this notebook.",
    );
    expect((await kernel.run('import x from "not-a-package-of-ours"')).reply["evalue"]).toBe(
      "The package “not-a-package-of-ours” is not installed here.",
    );
  });
});

describe("KE18: errors", () => {
  test("the place is the learner's own line, blank lines and types before it or not", async () => {
    const { errors, reply } = await kernel.run(
      "interface A {\n  x: number;\n}\n\n\nfunction deep(a: A): number {\n\n  return (a as any).y.z;\n}\ndeep({ x: 1 });",
    );
    const count = String(reply["execution_count"]);
    const text = tracebackOf(errors);
    expect(text).toContain(`in Cell ${count}, line 8`);
    expect(text).toMatch(/Cell \d+, line 10/);
    expect(text).not.toMatch(/node:internal|kernel\/dist|evaluate\.js/);
  });

  test("causes and thrown non-errors are shown; a cell that can't be read points at the place", async () => {
    const caused = await kernel.run('throw new Error("outer", { cause: new Error("inner") })');
    expect(JSON.stringify(caused.errors)).toContain("inner");
    expect((await kernel.run("throw { a: 1 }")).reply).toMatchObject({ status: "error", evalue: "{ a: 1 }" });
    const broken = await kernel.run("const ok = 1;\nconst x = 1 +* 2;");
    expect(broken.errors).toHaveLength(1);
    expect(JSON.stringify(broken.errors)).toContain("line 2");
  });

  test("an error in an earlier cell's function names both cells", async () => {
    const first = (await kernel.run("function fails() {\n  throw new Error('far');\n}")).reply["execution_count"];
    const { errors, reply } = await kernel.run("fails()");
    const text = tracebackOf(errors);
    expect(text).toContain(`Cell ${String(first)}, line 2`);
    expect(text).toContain(`Cell ${String(reply["execution_count"])}, line 1`);
  });
});

describe("KE19: streams", () => {
  test("10,000 lines all arrive, in order, in few messages, before the reply", async () => {
    const { published, text } = await kernel.run('for (let i = 0; i < 10000; i++) console.log("line " + i)');
    expect(text().trimEnd().split("\n")).toEqual(Array.from({ length: 10_000 }, (_, i) => `line ${i}`));
    expect(published.length).toBeLessThan(200);
  });

  test("output comes while a synchronous loop is still running", async () => {
    const heard = newSign();
    const id = await kernel.send("shell", "execute_request", {
      code: `const { existsSync } = require("node:fs"); while (!existsSync(${JSON.stringify(heard)})) { console.log("tick"); const t = Date.now() + 30; while (Date.now() < t); }`,
    });
    await expect.poll(() => kernel.publishedFor(id).some((one) => one.header.msg_type === "stream")).toBe(true);
    expect(kernel.publishedFor(id).some((one) => one.content["execution_state"] === "idle")).toBe(false);
    await writeFile(heard, "");
    await kernel.answerTo(id);
  });

  test("streams written directly are caught, also split letters and callbacks", async () => {
    const { text } = await kernel.run(
      'process.stdout.write(Buffer.from([0xe2, 0x82])); process.stdout.write(Buffer.from([0xac])); await new Promise<void>((done) => process.stderr.write(" err", () => done()))',
    );
    expect(text("stdout")).toBe("€");
    expect(text("stderr")).toBe(" err");
  });

  test("late output goes to the cell that started it", async () => {
    const first = await kernel.send("shell", "execute_request", {
      code: 'setTimeout(() => console.log("from the first"), 150); (async () => { await new Promise((r) => setTimeout(r, 100)); display("shown late") })(); 0',
    });
    await kernel.answerTo(first);
    const second = await kernel.run('await new Promise((r) => setTimeout(r, 400)); console.log("second")');
    expect(second.text()).toBe("second\n");
    const late = (): string => JSON.stringify(kernel.publishedFor(first).map(({ content }) => content));
    await expect.poll(late).toContain("from the first");
    await expect.poll(late).toContain("shown late");
  });

  test("a cell that writes without end is cut with a note, its text is in a file, and it can be stopped", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: 'let lines = 0; while (true) console.log("flood " + lines++ + " ".repeat(500))',
    });
    await expect.poll(() => JSON.stringify(kernel.publishedFor(id))).toContain("output-of-cell-");
    await kernel.interrupt();
    const { text, reply } = await kernel.answerTo(id);
    expect(reply).toMatchObject({ ename: "Interrupted" });
    expect(text("stdout").length).toBeLessThanOrEqual(1_000_000);
    const [, name = ""] = /“(output-of-cell-\d+\.txt)”/.exec(text("stderr")) ?? [];
    const kept = await readFile(join(kernel.folder, name), "utf8");
    expect(kept.slice(0, 200)).toContain("flood 0 ");
    expect(kept.length).toBeGreaterThan(1_000_000);
    expect(await valueOf("lines > 1000")).toBe("true");
  });
});

describe("KE20: interrupts keep the state", () => {
  const loops: readonly (readonly [string, string])[] = [
    ["a loop", "while (true) {}"],
    ["a loop that catches everything", "while (true) { try { while (true) {} } catch {} finally { } }"],
    ["a hopeless pattern", '/(a+)+$/.test("a".repeat(40) + "b")'],
    ["a loop after await", "await null; while (true) {}"],
    ["a microtask loop", "const again = () => Promise.resolve().then(again); await again()"],
    ["a nextTick loop", "(function tick() { process.nextTick(tick) })(); await new Promise(() => {})"],
    ["a promise that never settles", "await new Promise(() => {})"],
    ["an await loop with timers", "while (true) await new Promise((r) => setTimeout(r, 5))"],
    [
      "an await loop with timers/promises",
      'import { setTimeout as nap } from "node:timers/promises"; while (true) await nap(5)',
    ],
    ["a loop in a timer", "setTimeout(() => { while (true) {} }, 5); await new Promise(() => {})"],
    ["a loop in an interval", "setInterval(() => { while (true) {} }, 5); await new Promise(() => {})"],
    ["a loop in setImmediate", "setImmediate(() => { while (true) {} }); await new Promise(() => {})"],
  ];
  test.each(loops)("%s is stopped by a message", async (_title, code) => {
    await kernel.run("let state = 11");
    const id = await start(code);
    await kernel.interrupt();
    expect((await kernel.answerTo(id)).reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(await valueOf("state")).toBe("11");
  });

  test.each(loops.slice(0, 8))("%s is stopped by SIGINT", async (_title, code) => {
    await kernel.run("let state = 12");
    const id = await start(code);
    kernel.child.kill("SIGINT");
    expect((await kernel.answerTo(id)).reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(await valueOf("state")).toBe("12");
  });

  test("a stopped await loop does not go on in the background", async () => {
    const id = await start(
      "globalThis.rounds = 0; while (true) { globalThis.rounds++; await new Promise((r) => setTimeout(r, 2)); }",
    );
    await kernel.interrupt();
    await kernel.answerTo(id);
    const before = await valueOf("globalThis.rounds");
    await delay(100);
    expect(await valueOf("globalThis.rounds")).toBe(before);
  });

  test("with no cell running, an interrupt ends what earlier cells left behind", async () => {
    await kernel.run("globalThis.beats = 0; setInterval(() => { globalThis.beats++ }, 5)");
    await delay(50);
    await kernel.interrupt();
    const before = await valueOf("globalThis.beats");
    await delay(80);
    expect(await valueOf("globalThis.beats")).toBe(before);
  });
});

describe("KE21: what would end the process ends only the cell", () => {
  test("process.exit()", async () => {
    expect((await kernel.run("process.exit(3)")).reply).toMatchObject({
      status: "error",
      ename: "ProcessExit",
      evalue: expect.stringContaining("process.exit(3) ended this cell only"),
    });
    expect(await valueOf("1 + 1")).toBe("2");
  });

  test("unhandled rejections and errors in timers are shown in their own cell", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: 'Promise.reject(new Error("nobody waits")); setTimeout(() => { throw new Error("in a timer") }, 20); 1',
    });
    await kernel.answerTo(id);
    await valueOf("await new Promise((r) => setTimeout(r, 120))");
    const shown = (): string =>
      JSON.stringify(kernel.publishedFor(id).filter((one) => one.header.msg_type === "error"));
    await expect.poll(shown).toContain("nobody waits");
    await expect.poll(shown).toContain("in a timer");
  });

  test("promises that are forgotten and collected do no harm", async () => {
    for (let round = 0; round < 3; round++) {
      const id = await start("await (async () => { await new Promise(() => {}) })()");
      await kernel.interrupt();
      await kernel.answerTo(id);
    }
    // Enough for several collections.
    expect(
      await valueOf("let heap = 0; for (let i = 0; i < 300; i++) heap += new Array(100000).fill(i).length; heap"),
    ).toBe("30000000");
  });

  test("memory that runs out is said, and the process that must end says why", async () => {
    await using own = await launchKernel({ flags: ["--max-old-space-size=128"] });
    const id = await own.send("shell", "execute_request", {
      code: "const hog = []; while (true) hog.push(new Array(10000).fill(Math.random()))",
    });
    const outcome = await Promise.race([own.answerTo(id).catch((error: unknown) => String(error)), own.ended]);
    const said = typeof outcome === "object" && "reply" in outcome ? JSON.stringify(outcome.reply) : own.complaint;
    expect(said).toMatch(/memory/);
  });
});
