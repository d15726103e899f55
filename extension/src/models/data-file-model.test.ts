import { describe, expect, test, vi } from "vitest";
import type { DataFolder, GivenFile, KeepOptions } from "./data-folder.js";
import { DataFileModel, type SharedFile } from "./data-file-model.js";
import { mostBytes } from "./data-file-name.js";
import type { OpenTool } from "./data-file-questions.js";
import { DataFileSession } from "./data-file-session.js";
import { PlainError } from "./plain-error.js";

/** Invented for this test. */
const text = "Ward,Lent\n Docks ,3\nElm Park,4\nElm Park,6\n";

class Tool extends DataFileSession implements OpenTool {
  isOver = false;
  [Symbol.dispose](): void {
    this.isOver = true;
  }
}

const given = (name: string, content = text, size?: number): GivenFile => {
  const blob = new Blob([content]);
  return { name, size: size ?? blob.size, slice: (from, to) => blob.slice(from, to) };
};

interface Opened {
  readonly model: DataFileModel;
  readonly said: string[];
  readonly tools: Tool[];
  readonly written: string[];
  readonly saved: [string, string | object][];
  readonly opened: string[];
  readonly shared: SharedFile[];
  /** How the folder answers. */
  keep: (file: GivenFile, options: KeepOptions) => Promise<{ name: string; wasHere: boolean }>;
  refuseToWrite: boolean;
}

function open(): Opened {
  const tools: Tool[] = [];
  const folder = {
    path: "people/dana",
    files: async () => [{ name: "here.csv", size: 10 }],
    read: async () => new TextEncoder().encode(text),
    keep: (file: GivenFile, options: KeepOptions) => made.keep(file, options),
    saveText: async (name: string, content: string) => (made.saved.push([name, content]), name),
    saveNotebook: async (name: string, content: object) => (made.saved.push([name, content]), name),
  } as unknown as DataFolder;
  const model = new DataFileModel({
    folder,
    openTool: () => {
      const tool = new Tool();
      tools.push(tool);
      return tool;
    },
    writeCode: (code) => {
      if (made.refuseToWrite) throw new PlainError("You can look at this notebook but not write in it.");
      made.written.push(code);
    },
    openNotebook: async (name) => void made.opened.push(name),
    share: async (work) => void made.shared.push(work),
    openPublishing: ({ name, reading, mends }) =>
      void made.opened.push(
        ["publish", name, JSON.stringify(reading?.wish), ...mends.map(({ fix, code }) => `${code} ${fix.type}`)].join(
          " ",
        ),
      ),
  });
  const made: Opened = {
    model,
    said: [],
    tools,
    written: [],
    saved: [],
    opened: [],
    shared: [],
    keep: async ({ name }) => ({ name, wasHere: false }),
    refuseToWrite: false,
  };
  model.said.connect((_model, sentence) => void made.said.push(sentence));
  return made;
}

describe("a file that somebody brings", () => {
  test("is read, told about and kept; then its code goes into the notebook, a mended copy beside it, and a notebook of its own", async () => {
    const { model, said, written, saved, opened } = open();
    await model.take(given("loans.csv"));
    expect(model.state).toMatchObject({
      name: "loans.csv",
      view: { rows: 3 },
      keeping: { type: "kept", name: "loans.csv" },
      busy: undefined,
      problem: undefined,
    });
    expect(said[0]).toBe("Reading loans.csv.");
    expect(said.at(-1)).toBe("“loans.csv” is beside your notebook now.");
    await model.apply({ type: "trim-cells", columns: ["Ward"] });
    expect(said.at(-1)).toMatch(/^Took away the space at both ends of cells in “Ward”\./);
    expect(await model.writeCode()).toBe(true);
    expect(written[0]).toMatch(/let loans = await read\("loans\.csv"\);[\s\S]*trim-cells/);
    await model.saveMended();
    expect(saved[0]).toEqual(["loans (mended).csv", "Ward,Lent\r\nDocks,3\r\nElm Park,4\r\nElm Park,6\r\n"]);
    expect(model.state.problem).toMatch(/^Saved as “loans \(mended\)\.csv”/);
    await model.makeNotebook();
    expect(opened).toEqual(["loans.ipynb"]);
  });

  test("is published with the steps that mend it and the faults they are for, as the file it is: next month's is mended the same way", async () => {
    const { model, saved, opened } = open();
    await model.take(given("loans.csv"));
    await model.publish();
    await model.apply({ type: "trim-cells", columns: ["Ward"] });
    await model.publish();
    expect([opened, saved]).toEqual([["publish loans.csv {}", "publish loans.csv {} padded-cells trim-cells"], []]);
  });

  test("read otherwise than by itself, it is published as the file it is, with how it was read", async () => {
    const { model, saved, opened } = open();
    await model.take(given("loans.csv"));
    await model.reread({ headerRow: 1 });
    await model.apply({ type: "trim-cells", columns: ["Ward"] });
    await model.publish();
    expect([opened, saved]).toEqual([['publish loans.csv {"headerRow":1} padded-cells trim-cells'], []]);
  });

  test("with more steps than can go along, it is published as a mended table of its own", async () => {
    const { model, saved, opened } = open();
    await model.take(given("loans.csv"));
    await model.reread({ headerRow: 1 });
    const changes = Array.from({ length: 20_000 }, (_, at) => ({ from: `spelling ${at}`, to: "Docks" }));
    await model.apply({ type: "replace-values", column: "Ward", changes });
    await model.publish();
    expect(opened).toEqual(["publish loans (mended).csv "]);
    expect(saved[0]?.[0]).toBe("loans (mended).csv");
  });

  test("stands in the code under the name that it got", async () => {
    const made = open();
    made.keep = async () => ({ name: "loans 2.csv", wasHere: false });
    await made.model.take(given("loans.csv"));
    expect(made.said.at(-1)).toMatch(/as “loans 2\.csv”: the name “loans\.csv” was taken/);
    await made.model.writeCode();
    expect(made.written[0]).toContain('read("loans 2.csv")');
  });

  test("can be mended while it is on its way, and says why code has to wait", async () => {
    const made = open();
    const arrives = Promise.withResolvers<{ name: string; wasHere: boolean }>();
    made.keep = (_file, { tell }) => {
      tell({ type: "waiting", words: "The network is away." });
      return arrives.promise;
    };
    const taken = made.model.take(given("loans.csv"));
    await expect.poll(() => made.model.state.keeping.type).toBe("waiting");
    await made.model.apply({ type: "trim-cells", columns: ["Ward"] });
    expect(made.model.state.view?.done).toHaveLength(1);
    expect(await made.model.writeCode()).toBe(false);
    expect(made.model.state.problem).toBe("This waits until the file is beside your notebook.");
    arrives.resolve({ name: "loans.csv", wasHere: false });
    await taken;
    expect(await made.model.writeCode()).toBe(true);
  });

  test("of another kind, or too large, is refused before it is read or kept", async () => {
    const made = open();
    await made.model.take(given("photo.png"));
    expect(made.model.state.problem).toMatch(/not a kind of file/);
    await made.model.take(given("big.csv", text, mostBytes + 1));
    expect(made.model.state.problem).toMatch(/up to 50 MB/);
    expect(made.tools).toEqual([]);
  });

  test("that is no table is refused in the toolkit's words and not kept", async () => {
    const made = open();
    let isKept = false;
    made.keep = async ({ name }) => ((isKept = true), { name, wasHere: false });
    await made.model.take(given("report.csv", "%PDF-1.7"));
    expect(made.model.state).toMatchObject({ view: undefined, name: undefined, busy: undefined });
    expect(made.model.state.problem).toMatch(/is a PDF/);
    expect(isKept).toBe(false);
    await made.model.take(given("loans.csv"));
    expect(made.model.state).toMatchObject({ view: { rows: 3 }, problem: undefined });
  });

  test("that can't be kept stays in sight, with the reason", async () => {
    const made = open();
    made.keep = () => Promise.reject(new PlainError("The disk of this server is full."));
    await made.model.take(given("loans.csv"));
    expect(made.model.state).toMatchObject({
      view: { rows: 3 },
      keeping: { type: "refused", words: "The disk of this server is full." },
    });
    expect(made.model.whyNotYet).toMatch(/code could not find it/);
  });

  test("gives way to the next: what was being kept is stopped, and its end changes nothing", async () => {
    const made = open();
    let signal: AbortSignal | undefined;
    const arrives = Promise.withResolvers<{ name: string; wasHere: boolean }>();
    made.keep = (_file, options) => ((signal = options.signal), arrives.promise);
    const first = made.model.take(given("first.csv"));
    await expect.poll(() => signal !== undefined).toBe(true);
    await made.model.look({ name: "here.csv", size: 10 });
    expect(signal?.aborted).toBe(true);
    expect(made.model.state.problem).toMatch(/^“first\.csv” was not put beside your notebook/);
    arrives.resolve({ name: "first.csv", wasHere: false });
    await first;
    expect(made.model.state).toMatchObject({ name: "here.csv", keeping: { type: "kept", name: "here.csv" } });
    // One worker serves them all.
    expect(made.tools).toHaveLength(1);
  });

  test("that takes more than a moment to send shows how far it is; a small one does not flicker", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const made = open();
      const arrives = Promise.withResolvers<{ name: string; wasHere: boolean }>();
      const begun = Promise.withResolvers<KeepOptions["tell"]>();
      made.keep = (_file, { tell }) => (begun.resolve(tell), arrives.promise);
      const taken = made.model.take(given("loans.csv"));
      const tell = await begun.promise;
      tell({ type: "sent", share: 0.25 });
      expect(made.model.state.keeping).toEqual({ type: "sending", share: 0.25, isSlow: false });
      expect(made.model.isOnItsWay).toBe(true);
      vi.advanceTimersByTime(1000);
      expect(made.model.state.keeping).toEqual({ type: "sending", share: 0.25, isSlow: true });
      tell({ type: "sent", share: 0.5 });
      expect(made.model.state.keeping).toEqual({ type: "sending", share: 0.5, isSlow: true });
      arrives.resolve({ name: "loans.csv", wasHere: false });
      await taken;
      expect(made.model.isOnItsWay).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test("can be stopped while it is read, and another one is read by a fresh worker", async () => {
    const made = open();
    const reading = made.model.take(given("slow.csv"));
    expect(made.model.state.busy).toBe("Reading slow.csv");
    made.model.stop();
    await reading;
    expect(made.model.state).toMatchObject({ busy: undefined, view: undefined, keeping: { type: "nowhere" } });
    expect(made.tools[0]?.isOver).toBe(true);
    await made.model.take(given("loans.csv"));
    expect(made.tools).toHaveLength(2);
    expect(made.model.state.view?.rows).toBe(3);
  });
});

test("where somebody may not write in the notebook, the reason is said and the file stays in sight", async () => {
  const made = open();
  await made.model.take(given("loans.csv"));
  made.refuseToWrite = true;
  expect(await made.model.writeCode()).toBe(false);
  expect(made.model.state).toMatchObject({ problem: "You can look at this notebook but not write in it.", view: {} });
});

test("a preview is shown, hidden by asking again, and gone with the next change; the same as code likewise", async () => {
  const { model, said } = open();
  await model.take(given("loans.csv"));
  const fix = { type: "trim-cells", columns: ["Ward"] } as const;
  await model.preview(fix);
  expect(model.isPreviewed({ type: "trim-cells", columns: ["Ward"] })).toBe(true);
  expect(said.at(-1)).toBe("1 cell would change.");
  await model.preview(fix);
  expect(model.state.preview).toBeUndefined();
  await model.preview(fix);
  await model.showCode();
  expect(model.state.code).toContain("read(");
  await model.apply(fix);
  expect(model.state).toMatchObject({ preview: undefined, code: undefined });
  await model.showCode();
  await model.showCode();
  expect(model.state.code).toBeUndefined();
});

test("read another way, steps that no longer fit are said to be laid aside", async () => {
  const { model } = open();
  await model.take(given("loans.csv"));
  await model.apply({ type: "trim-cells", columns: ["Ward"] });
  await model.reread({ headerRow: 0 });
  expect(model.state.problem).toMatch(/one step no longer fits\. It stands under “Taken back”/);
  expect(model.state.view?.undone).toHaveLength(1);
});

test("work for two is the file as it lies beside the notebook, the notebook about it, and what was mended, if anything was", async () => {
  const { model, shared } = open();
  await model.take(given("loans.csv"));
  await model.workTogether();
  expect(shared).toMatchObject([{ name: "loans.csv", notebook: { nbformat: 4 }, mended: undefined }]);
  const fault = model.state.view?.faults.find(({ code }) => code === "padded-cells");
  if (fault?.fix.done !== false) throw new Error("The file of this test has spaces to mend.");
  if (fault.fix.fix !== null) await model.apply(fault.fix.fix);
  await model.workTogether();
  expect(shared[1]?.mended).toMatch(/^Ward,Lent\r\nDocks,3/);
});
