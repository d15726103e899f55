import type { JsonObject } from "@data-surgery/jupyter";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { launchKernel, type Answer, type KernelProcess } from "../support/kernel-process.js";

async function run(kernel: KernelProcess, code: string, metadata: JsonObject = {}): Promise<Answer & { id: string }> {
  const id = await kernel.send("shell", "execute_request", { code, stop_on_error: false }, { metadata });
  return { ...(await kernel.answerTo(id)), id };
}

/** The notes under a cell, those that came late too: nothing is late once a later cell's own note has come. */
function notes(kernel: KernelProcess, id: string): string[] {
  return kernel
    .publishedFor(id)
    .filter(({ header }) => header.msg_type === "display_data")
    .map(({ content }) => String((content["data"] as JsonObject)["text/plain"]));
}

async function note(kernel: KernelProcess, id: string): Promise<string> {
  for (;;) {
    const [first] = notes(kernel, id);
    if (first !== undefined) return first;
    await delay(10);
  }
}

/** `|` is the cursor. */
function complete(kernel: KernelProcess, code: string): Promise<JsonObject> {
  const cursor = Array.from(code.slice(0, code.indexOf("|"))).length;
  return kernel.ask("complete_request", { code: code.replace("|", ""), cursor_pos: cursor });
}

test("a cell with a type error runs at once, and a note with line and plain sentence comes under it", async () => {
  await using kernel = await launchKernel();
  const { reply, result, id } = await run(kernel, "let total: number = 5;\n\nlet text: string = total;\ntext");
  expect(reply).toMatchObject({ status: "ok", execution_count: 1 });
  expect(result).toBe("5");
  expect(await note(kernel, id)).toBe("Worth a look\nLine 3: Here text is needed, but this is a number.");
  const [shown] = kernel.publishedFor(id).filter(({ header }) => header.msg_type === "display_data");
  expect(shown?.content["metadata"]).toMatchObject({
    "data-surgery": { type: "type-note", diagnostics: [{ code: 2322, line: 3, column: 5 }] },
  });
});

test("once the checker is there, the note of a cell that takes its time comes before the cell's reply", async () => {
  await using kernel = await launchKernel();
  const first = await run(kernel, "let n: number = 'x';");
  await note(kernel, first.id);
  const published: string[][] = [];
  // How long the checker takes for it, the machine knows.
  for (const wait of [500, 2000, 8000, 32_000]) {
    const slow = `await new Promise((resolve) => setTimeout(resolve, ${wait})); let m: number = 'x'; m`;
    published.push((await run(kernel, slow)).published.map(({ header }) => header.msg_type));
    if (published.at(-1)?.includes("display_data") === true) break;
  }
  expect(published.at(-1)).toEqual(["execute_input", "execute_result", "display_data"]);
});

test("cells are checked against what ran before; one that failed is forgotten, but what it made is known", async () => {
  await using kernel = await launchKernel();
  const quiet = [
    await run(kernel, "let a = 5;"),
    await run(kernel, 'let made = 1; a = 6; throw new Error("half-way");'),
    await run(kernel, "made + a"),
    await run(kernel, 'let a = "text"; a.toUpperCase();'),
    await run(kernel, "let f = () => 1; a.length + f();"),
  ];
  expect(quiet.map(({ reply }) => reply["status"])).toEqual(["ok", "error", "ok", "ok", "ok"]);
  const { id } = await run(kernel, "let q: number = a;");
  expect(await note(kernel, id)).toBe("Worth a look\nLine 1: Here a number is needed, but this is text.");
  expect(quiet.flatMap((one) => notes(kernel, one.id))).toEqual([]);
});

test("refusing is a setting, of the kernel or of one request: the cell does not run", async () => {
  await using kernel = await launchKernel({ arguments: ["--types=refuse"] });
  const refused = await run(kernel, "let n: number = 'x'; console.log('ran')");
  const evalue = "Line 1: Here a number is needed, but this is text.";
  expect(refused.reply).toMatchObject({ status: "error", ename: "TypesDoNotFit", evalue });
  expect(refused.errors).toMatchObject([
    { traceback: ["This cell was not run, because something in it does not fit:", evalue] },
  ]);
  expect(refused.text()).toBe("");
  expect((await run(kernel, "let n = 1;")).reply["status"]).toBe("ok");
  const off = await run(kernel, "n.nosuch", { "data-surgery": { types: "off" } });
  const warned = await run(kernel, "n.nosuch", { "data-surgery": { types: "warn" } });
  expect([off.reply["status"], warned.reply["status"]]).toEqual(["ok", "ok"]);
  expect(await note(kernel, warned.id)).toContain('There is no "nosuch" in this');
  expect(notes(kernel, off.id)).toEqual([]);
});

test("a kernel that is told nonsense about types says so and does not start", async () => {
  await expect(launchKernel({ arguments: ["--types=maybe"] })).rejects.toThrow("There is no --types=maybe");
});

test("completion merges types and memory: documentation from the one, columns from the other", async () => {
  await using kernel = await launchKernel();
  await run(
    kernel,
    '/** Two of them. */\nlet countries: Record<string, any>[] = [{ country: "Kenya", "life 1955": 42.3 }, { country: "Peru", "life 1955": 46.1 }];',
  );
  // Types have a moment to answer, memory answers alone after it: on a busy machine it is asked again.
  const completed = (code: string): ReturnType<typeof expect.poll<JsonObject>> =>
    expect.poll(() => complete(kernel, code));
  await completed("Math.flo|").toMatchObject({ matches: ["floor"], cursor_start: 5, cursor_end: 8 });
  await completed("😀; countr|").toMatchObject({
    matches: ["countries"],
    cursor_start: 3,
    cursor_end: 9,
    metadata: {
      _jupyter_types_experimental: [
        { text: "countries", type: "variable", documentation: "Two of them.", signature: "Record<string, any>[]" },
      ],
    },
  });
  await completed("countries.filter((row) => row.|").toMatchObject({
    matches: [".country", '["life 1955"]'],
    cursor_start: 29,
    cursor_end: 30,
  });
  await completed('sortBy(countries, "|').toMatchObject({
    matches: ["country", "life 1955"],
    cursor_start: 19,
  });
  const hover = (): Promise<JsonObject> =>
    kernel.ask("inspect_request", { code: "countries", cursor_pos: 4, detail_level: 0 });
  await expect.poll(hover).toMatchObject({
    found: true,
    data: { "text/plain": "countries: Record<string, any>[]\n\nTwo of them.\n\nNow: list of 2" },
  });
  const nothing = await kernel.ask("inspect_request", { code: "nothingHere", cursor_pos: 4, detail_level: 0 });
  expect(nothing).toMatchObject({ status: "ok", found: false });
});

test("a completion never runs a learner's code", async () => {
  await using kernel = await launchKernel();
  await run(
    kernel,
    "let read = 0; let trap = { get danger() { read++; return { inner: 1 } }, safe: { deep: 1 } }; let make = () => { read++; return trap }; let spy = new Proxy({}, { ownKeys() { read++; return [] }, get() { read++ } });",
  );
  for (const code of ["trap.danger.|", "make().|", "tra|", "spy.|", "spy.any.|", 'trap["|'])
    await complete(kernel, code);
  for (const code of ["trap.danger", "make", "spy"]) {
    await kernel.ask("inspect_request", { code, cursor_pos: code.length, detail_level: 0 });
  }
  expect(await complete(kernel, "trap.safe.|")).toMatchObject({ matches: ["deep"] });
  expect((await run(kernel, "read")).result).toBe("0");
});
