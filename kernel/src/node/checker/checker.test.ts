import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { worthTelling } from "../../core/assist/worth-telling.js";
import { openChecker, type Checker } from "./open-checker.js";

/** The built one, for processes of its own. */
const dist = join(import.meta.dirname, "..", "..", "..", "dist");
const built = (root: string): string => pathToFileURL(join(root, "node", "checker", "index.js")).href;

const never = new AbortController().signal;
const folders: string[] = [];
const open: Checker[] = [];

afterEach(async () => {
  for (const checker of open.splice(0)) await checker[Symbol.asyncDispose]();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "surgery-checker-"));
  folders.push(folder);
  return folder;
}

function openIn(folder: string, errors: string[] = []): Checker {
  const checker = openChecker({ folder, onError: (error) => errors.push(error.message) });
  open.push(checker);
  return checker;
}

/** A notebook: each cell is checked, then counted as run. Gives `line:column code` of every complaint that a learner would see. */
function notebook(checker: Checker) {
  let count = 0;
  return async (source: string): Promise<string[]> => {
    const found = await checker.check(source, never);
    checker.addCell({ count: ++count, source });
    return worthTelling(found).map(({ line, column, code }) => `${line}:${column} ${code}`);
  };
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 1200; tries++) {
    try {
      // A process that has ended but was not waited for (the test's own container may do that late) counts as gone.
      if (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.startsWith("Z") === true) return true;
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

test("a notebook of 60 cells that build on each other is checked cell by cell, and a mistake at its end is found", async () => {
  const run = notebook(openIn(temporaryFolder()));
  for (let n = 0; n < 60; n++) {
    const before = n === 0 ? "1" : `p${n - 1}.x`;
    const cell = `interface P${n} { x: number; y: string }\nfunction make${n}(x: number): P${n} { return { x, y: String(x) } }\nconst p${n}: P${n} = make${n}(${before});\np${n}.x + p${n}.y.length`;
    expect(await run(cell)).toEqual([]);
  }
  expect(await run("p59.x;\n  p59.z")).toEqual(["2:7 2339"]);
});

test("every kind of declaration can follow every other, and the newest counts", async () => {
  const run = notebook(openIn(temporaryFolder()));
  const kinds: Readonly<Record<string, (type: "string" | "number") => string>> = {
    let: (type) => `let a: ${type} = ${type === "string" ? '"x"' : "1"};`,
    const: (type) => `const a: ${type} = ${type === "string" ? '"x"' : "1"};`,
    var: (type) => `var a: ${type} = ${type === "string" ? '"x"' : "1"};`,
    function: (type) => `function a(): ${type} { return ${type === "string" ? '"x"' : "1"}; }`,
    class: (type) => `class a { static v: ${type} = ${type === "string" ? '"x"' : "1"}; }`,
    enum: (type) => `enum a { v = ${type === "string" ? '"x"' : "1"} }`,
    destructured: (type) => `const { a } = { a: ${type === "string" ? '"x"' : "1"} };`,
  };
  const use: Readonly<Record<string, string>> = { function: "a()", class: "a.v", enum: "a.v" };
  const found: Record<string, string[]> = {};
  for (const [first, makeFirst] of Object.entries(kinds)) {
    for (const [second, makeSecond] of Object.entries(kinds)) {
      const quiet = [...(await run(makeFirst("string"))), ...(await run(makeSecond("number")))];
      const wrong = await run(`let text: string = ${use[second] ?? "a"};`);
      found[`${first}, then ${second}`] = [...quiet, ...wrong];
    }
  }
  expect(Object.keys(found)).toHaveLength(49);
  expect(Object.entries(found).filter(([, codes]) => codes.join() !== "1:5 2322")).toEqual([]);
  expect(await run("interface P { a: string }")).toEqual([]);
  expect(await run("interface P { b: number }\nlet p: P = { b: 1 };")).toEqual([]);
  expect(await run("type P = string;\nlet q: P = 'x';\np.b")).toEqual([]);
});

test("what an old cell computed keeps its type when the name it was computed from is declared again", async () => {
  const run = notebook(openIn(temporaryFolder()));
  await run('let a = "five";');
  await run("let b = a;");
  await run("let a = 5;");
  expect(await run("b.toUpperCase(); a.toFixed(2);")).toEqual([]);
  expect(await run("b.toFixed(2)")).toEqual(["1:3 2551"]);
});

test("a cell that failed is not part of the notebook", async () => {
  const checker = openIn(temporaryFolder());
  const run = notebook(checker);
  await run("let a = 1;");
  expect(await checker.check('let a = "x"; throw new Error()', never)).toEqual([]);
  expect(await run("a.toFixed(1)")).toEqual([]);
});

test("lines and columns are those of the cell as written, also behind characters of two units", async () => {
  const run = notebook(openIn(temporaryFolder()));
  await run("let first = 1;\n\n\n");
  expect(await run("// 😀 é\n\nlet s = '😀'; s.nosuch;\n\twrong;")).toEqual(["3:17 2339", "4:2 2304"]);
  expect(await run("let t = <number><unknown>'x'; t.nosuch;")).toEqual(["1:33 2339"]);
  const [whole] = await openIn(temporaryFolder()).check("let n: number =\n  'a text';", never);
  expect(whole).toMatchObject({ line: 1, column: 5, endLine: 1, endColumn: 6, code: 2322 });
  expect(whole?.plain).toBe("Here a number is needed, but this is text.");
});

test("await and for await at the top level, elements, decorators, using and enums are no mistakes", async () => {
  const run = notebook(openIn(temporaryFolder()));
  expect(
    await run("let one = await Promise.resolve(1);\nfor await (const x of [one]) console.log(x.toFixed());"),
  ).toEqual([]);
  expect(await run("const view = <p className='x'>{one}</p>;\ndisplay(view).update(1);")).toEqual([]);
  expect(
    await run("const mark = (value: unknown, context: ClassDecoratorContext) => {};\n@mark class Marked {}"),
  ).toEqual([]);
  expect(await run("{ using file = { [Symbol.dispose]() {} }; }\nenum Direction { Up, Down }\nDirection.Up")).toEqual(
    [],
  );
  expect(await run("export default 1;")).toEqual([]);
  expect(await run("{ one, two: [{}] }")).toEqual([]);
  expect(await run("{ one, two: wrong }")).toEqual(["1:13 2304"]);
  expect(await run("export default 2; let answer = prompt('?')?.length;")).toEqual([]);
  expect(
    await run(
      "import * as tslabModule from 'tslab'; tslabModule.display.text('x');\nfor (const n of progress([1, 2])) n.toFixed();\nmarkdown`**x**`; display.clear();",
    ),
  ).toEqual([]);
});

test("what beginners leave out is no mistake: types of parameters, checks of caught errors", async () => {
  const run = notebook(openIn(temporaryFolder()));
  expect(
    await run("function double(x) { return x * 2 }\ntry { double(2) } catch (error) { console.log(error.message) }"),
  ).toEqual([]);
});

test("what everybody writes at first is no mistake: filling an empty list or object, a value that a callback puts in, what comes over the network", async () => {
  const run = notebook(openIn(temporaryFolder()));
  expect(await run("let list = [];\nlist.push(1);\nlet counts = {};\ncounts.kenya = 1;\ncounts['peru'] = 2;")).toEqual(
    [],
  );
  expect(
    await run("list.push('x'); counts.chad = list.length;\nlet groups = { open: [], shut: [] };\ngroups.open.push(1);"),
  ).toEqual([]);
  expect(
    await run(
      "let best = null;\n[1, 2].forEach((n) => { if (best === null || n > best.size) best = { size: n } });\nbest.size;",
    ),
  ).toEqual([]);
  expect(
    await run("let sums = [1, 2].reduce((all, n) => { all['n' + n] = n; return all }, {});\nsums.n1 + 1;"),
  ).toEqual([]);
  expect(
    await run("let answer = await fetch('https://example.org');\nlet data = await answer.json();\ndata.items.length;"),
  ).toEqual([]);
  expect(await run("let full = [1];\nfull.push('x');")).toEqual(["2:11 2345"]);
  expect(await run("let empties: number[] = [];\nempties.push('x'); wrong")).toEqual(["2:14 2345", "2:20 2304"]);
});

test("nothing in our own lessons is complained about", async () => {
  const notebooks = join(dist, "..", "..", "notebooks");
  const lessons = readdirSync(notebooks, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ipynb"),
  );
  expect(lessons.length).toBeGreaterThan(0);
  for (const lesson of lessons) {
    const file = join(notebooks, lesson);
    const run = notebook(openIn(dirname(file)));
    const { cells } = JSON.parse(readFileSync(file, "utf8")) as {
      cells: { cell_type: string; source: string | string[]; metadata: { nbgrader?: { grade: boolean } } }[];
    };
    const learners = cells.filter((cell) => cell.cell_type === "code" && cell.metadata.nbgrader?.grade !== true);
    expect(learners.length).toBeGreaterThan(0);
    for (const { source } of learners) expect(await run([source].flat().join(""))).toEqual([]);
  }
});

test("a package beside the notebook is found by its exports, ours without being there; a missing one is reported once it is missing, and no longer when it has come", async () => {
  const folder = temporaryFolder();
  const install = (name: string): void => {
    const home = join(folder, "node_modules", name);
    mkdirSync(join(home, "dist"), { recursive: true });
    const entry = { types: "./dist/index.d.ts", import: "./dist/index.js" };
    writeFileSync(
      join(home, "package.json"),
      JSON.stringify({ name, version: "1.0.0", type: "module", exports: { ".": entry } }),
    );
    writeFileSync(
      join(home, "dist", "index.d.ts"),
      "/** A table from lists of values. */\nexport declare function table(columns: Record<string, unknown[]>): { numRows(): number };\n",
    );
  };
  install("arrow-tables");
  const checker = openIn(folder);
  const run = notebook(checker);
  expect(
    await run('import { table } from "arrow-tables";\nlet t = table({ a: [1] });\nt.numRows().toFixed();'),
  ).toEqual([]);
  expect(await run("t.numCols()")).toEqual(["1:3 2339"]);
  expect(
    await run(
      'import { readTable } from "@data-surgery/opendata";\nlet rows = readTable("a.csv");\nrows[0].any_column + 1;\nreadTable(5);',
    ),
  ).toEqual(["4:11 2345"]);
  expect(await run('import { readFileSync } from "node:fs";\nreadFileSync("a", "utf8").trim();')).toEqual([]);
  const late = 'import { table as lateTable } from "late-tables"; lateTable({});';
  expect((await checker.check(late, never)).map((one) => one.code)).toEqual([2307]);
  install("late-tables");
  expect(await checker.check(late, never)).toEqual([]);
});

test("a file beside the notebook is read, and read again after it was changed", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "lib.ts"), "export const rate = 5;\n");
  writeFileSync(join(folder, "places.json"), '{ "count": 3 }');
  const checker = openIn(folder);
  const cell =
    'import { rate } from "./lib.ts"; import places from "./places.json";\nlet n: number = rate + places.count;';
  expect(await checker.check(cell, never)).toEqual([]);
  writeFileSync(join(folder, "lib.ts"), 'export const rate = "5 per cent";\n');
  expect((await checker.check(cell, never)).map((one) => one.code)).toEqual([2322]);
});

test("a cell that does not parse gets the first complaint only", async () => {
  const [first, ...more] = await openIn(temporaryFolder()).check("let a = [1, 2;\nlet b = ;", never);
  expect(first).toMatchObject({ line: 1, code: 1005 });
  expect(more).toEqual([]);
});

test("completion knows members, names of all cells and of the function around, exports of modules; documentation comes along", async () => {
  const checker = openIn(temporaryFolder());
  checker.addCell({
    count: 1,
    source: "/** How fast. */\nlet speedOfLight = 3e8;\nlet trip = { speedy: 1, 'two words': 2 };",
  });
  const complete = async (code: string) => {
    const offset = code.indexOf("|");
    return checker.complete(code.replace("|", ""), offset, never);
  };
  expect((await complete("trip.|")).map((one) => one.text)).toEqual(["speedy", '["two words"]']);
  expect((await complete("trip.two|"))[0]).toMatchObject({ text: '["two words"]', start: 4 });
  expect(await complete("spe|")).toMatchObject([
    { text: "speedOfLight", kind: "variable", detail: "number", documentation: "How fast." },
  ]);
  expect((await complete("function go(speedLimit: number) { return spee|")).map((one) => one.text)).toEqual([
    "speedLimit",
    "speedOfLight",
  ]);
  expect((await complete('import { readF| } from "node:fs"')).map((one) => one.text)).toContain("readFileSync");
  expect((await complete("let trip = { other: 1 };\ntrip.|")).map((one) => one.text)).toEqual(["other"]);
  expect((await complete("[1].filt|"))[0]).toMatchObject({ text: "filter", kind: "method" });
  expect((await complete("trip?.spee|"))[0]).toMatchObject({ text: "speedy" });
  expect((await complete("function draw(options: { title: string }) {}\ndraw({|})")).map((one) => one.text)).toEqual([
    "title",
  ]);
});

test("hover gives type and documentation, also with the cursor behind a name or in a call's brackets", async () => {
  const checker = openIn(temporaryFolder());
  checker.addCell({
    count: 1,
    source: "/**\n * Twice as much.\n * @param n how much\n */\nfunction twice(n: number): number { return n * 2 }",
  });
  const expected = { signature: "twice: (n: number) => number", documentation: "Twice as much.\n@param n how much" };
  expect(await checker.inspect("twice(4)", 2, never)).toEqual(expected);
  expect(await checker.inspect("twice", 5, never)).toEqual(expected);
  expect(await checker.inspect("twice(", 6, never)).toEqual(expected);
  expect((await checker.inspect("Math.floor", 10, never))?.signature).toContain("floor: (x: number) => number");
  expect(await checker.inspect("   ", 1, never)).toBeUndefined();
});

test("a question that was taken back is answered with nothing at once", async () => {
  const checker = openIn(temporaryFolder());
  const taken = new AbortController();
  const answer = checker.check("wrong", taken.signal);
  taken.abort();
  expect(await answer).toEqual([]);
  expect((await checker.check("wrong", never)).map((one) => one.code)).toEqual([2304]);
});

test("the compiler starts with the first question, and ends with the checker", async () => {
  const checker = openChecker({ folder: temporaryFolder(), onError: () => undefined });
  checker.addCell({ count: 1, source: "let a = 1" });
  expect(checker.pid).toBeUndefined();
  await checker.check("a", never);
  const pid = checker.pid ?? 0;
  expect(pid).toBeGreaterThan(0);
  await checker[Symbol.asyncDispose]();
  expect(await gone(pid)).toBe(true);
  expect(await checker.check("wrong", never)).toEqual([]);
});

test("a compiler that dies is started once more with all cells; the second time it is given up, which is said once", async () => {
  const errors: string[] = [];
  const checker = openIn(temporaryFolder(), errors);
  const dies = async (): Promise<void> => {
    const pid = checker.pid ?? 0;
    process.kill(pid, "SIGKILL");
    while (checker.pid === pid) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  checker.addCell({ count: 1, source: "let a = 1" });
  expect((await checker.check("a.wrong", never)).length).toBe(1);
  await dies();
  expect(errors).toEqual([]);
  expect((await checker.check("a.wrong", never)).map((one) => one.code)).toEqual([2339]);
  await dies();
  expect(await checker.check("a.wrong", never)).toEqual([]);
  expect(await checker.check("a.wrong", never)).toEqual([]);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/stopped twice/);
});

test("whoever waits while the compiler dies is not kept waiting", async () => {
  const checker = openIn(temporaryFolder());
  await checker.check("1", never);
  const waiting = [checker.check("wrong", never), checker.complete("Ma", 2, never)];
  process.kill(checker.pid ?? 0, "SIGKILL");
  for (const answer of await Promise.all(waiting)) expect(Array.isArray(answer)).toBe(true);
});

test("the compiler ends when the kernel is killed, at whatever moment: while it starts, asks for files, or waits", async () => {
  const script = `
    const { openChecker } = await import(${JSON.stringify(built(dist))});
    const checker = openChecker({ folder: process.cwd(), onError: () => undefined });
    const answer = checker.check("1", new AbortController().signal);
    while (checker.pid === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    console.log(checker.pid);
    await answer;
    setInterval(() => {}, 1000);`;
  const pids: number[] = [];
  for (const delay of [0, 20, 40, 60, 80, 100, 120, 150, 200, 1000]) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      cwd: temporaryFolder(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    pids.push(await new Promise((resolve) => child.stdout.once("data", (data) => resolve(Number(String(data))))));
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill("SIGKILL");
  }
  expect(pids.filter((pid) => pid > 0)).toHaveLength(10);
  expect(await Promise.all(pids.map(gone))).toEqual(pids.map(() => true));
});

test.each([
  ["absent", undefined, /TypeScript is not installed/],
  ["of another version", "7.1.0", /7\.0\.2 is needed, but 7\.1\.0 is installed/],
])("without TypeScript (%s) there are no answers, and that is said once", (_, version, message) => {
  const home = temporaryFolder();
  const modules = join(home, "node_modules");
  mkdirSync(modules);
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  cpSync(dist, join(home, "dist"), { recursive: true });
  const ours = dirname(dirname(findPackage("oxc-parser")));
  for (const name of ["oxc-parser", "oxc-transform", "@jridgewell"]) symlinkSync(join(ours, name), join(modules, name));
  if (version !== undefined) {
    mkdirSync(join(modules, "typescript"));
    writeFileSync(join(modules, "typescript", "package.json"), JSON.stringify({ name: "typescript", version }));
  }
  const script = `
    const { openChecker } = await import(${JSON.stringify(built(join(home, "dist")))});
    const errors = [];
    const never = new AbortController().signal;
    const checker = openChecker({ folder: process.cwd(), onError: (error) => errors.push(error.message) });
    const answers = [await checker.check("wrong", never), await checker.complete("Ma", 2, never)];
    answers.push((await checker.inspect("Math", 2, never)) ?? null, await checker.check("wrong", never));
    console.log(JSON.stringify({ answers, errors }));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: home,
    encoding: "utf8",
  });
  const { answers, errors } = JSON.parse(stdout) as { answers: unknown[]; errors: string[] };
  expect(answers).toEqual([[], [], null, []]);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(message);
});

test("cells that are too long or nested too deeply are passed over; the others are checked", async () => {
  const checker = openIn(temporaryFolder());
  expect(await checker.check(`${"let a = 1;\n".repeat(30_000)}wrong`, never)).toEqual([]);
  checker.addCell({ count: 1, source: `let deep = ${"(".repeat(20_000)}1${")".repeat(20_000)}` });
  checker.addCell({ count: 2, source: "let b = 2;" });
  expect((await checker.check("b.wrong", never)).map((one) => one.code)).toEqual([2339]);
});

function findPackage(name: string): string {
  const entry = import.meta.resolve(name);
  const end = entry.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}`.length;
  return join(new URL(entry.slice(0, end)).pathname, "package.json");
}
