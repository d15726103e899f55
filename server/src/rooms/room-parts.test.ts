import { YNotebook } from "@jupyter/ydoc";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { encodeEntries, parseAwareness, type AwarenessEntry } from "./awareness-states.js";
import { readNotebookDocument, replaceText, seedNotebook } from "./notebook-document.js";
import { overwriteText } from "./overwrite-text.js";
import { applyRoomEvent, newRoomState, planRoom, type RoomState, type RoomStateEvent } from "./room-state.js";

const times = { quiet: 500, longest: 5000, linger: 30_000 };

function after(events: readonly [RoomStateEvent["type"], number][]): RoomState {
  return events.reduce<RoomState>((state, [type, at]) => applyRoomEvent(state, { type, at }), newRoomState(0));
}

test("RO12 saved when quiet, at the latest after the longest wait, and again after a failure", () => {
  expect(
    planRoom(
      after([
        ["joined", 0],
        ["edited", 100],
      ]),
      100,
      times,
    ),
  ).toEqual({ type: "wait", until: 600 });
  expect(
    planRoom(
      after([
        ["joined", 0],
        ["edited", 100],
        ["edited", 500],
      ]),
      600,
      times,
    ),
  ).toEqual({ type: "wait", until: 1000 });
  expect(
    planRoom(
      after([
        ["joined", 0],
        ["edited", 100],
        ["edited", 5050],
      ]),
      5100,
      times,
    ),
  ).toEqual({ type: "save" });
  const failed = after([
    ["joined", 0],
    ["edited", 0],
    ["save-started", 500],
    ["save-failed", 600],
  ]);
  expect(planRoom(failed, 700, times)).toEqual({ type: "wait", until: 1600 });
  expect(planRoom(applyRoomEvent(failed, { type: "save-started", at: 1600 }), 1600, times)).toEqual({ type: "rest" });
});

test("RO12 an edit during a save is for the next save", () => {
  const state = after([
    ["joined", 0],
    ["edited", 0],
    ["save-started", 500],
    ["edited", 510],
    ["saved", 520],
  ]);
  expect(planRoom(state, 520, times)).toEqual({ type: "wait", until: 1010 });
});

test("RO13 a room is given up when nobody is in, nothing runs and all is saved, and not before", () => {
  expect(
    planRoom(
      after([
        ["joined", 0],
        ["left", 10],
      ]),
      30_010,
      times,
    ),
  ).toEqual({ type: "evict" });
  expect(
    planRoom(
      after([
        ["joined", 0],
        ["held", 5],
        ["left", 10],
      ]),
      99_999,
      times,
    ),
  ).toEqual({ type: "rest" });
  expect(
    planRoom(
      after([
        ["joined", 0],
        ["edited", 5],
        ["left", 10],
      ]),
      99_999,
      times,
    ),
  ).toEqual({ type: "save" });
  expect(
    planRoom(
      after([
        ["joined", 0],
        ["left", 10],
        ["joined", 20],
      ]),
      99_999,
      times,
    ),
  ).toEqual({ type: "rest" });
});

test("the layout of a document is that of @jupyter/ydoc, both ways", () => {
  const notebook = {
    nbformat: 4 as const,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "ts", display_name: "TypeScript" } },
    cells: [
      {
        id: "m",
        cell_type: "markdown" as const,
        metadata: { tags: ["x"] },
        source: "# Hello",
        attachments: { a: { "image/png": "AA" } },
      },
      {
        id: "c",
        cell_type: "code" as const,
        metadata: {},
        source: "1 + 1",
        execution_count: 3,
        outputs: [
          { output_type: "stream" as const, name: "stdout", text: "two\nlines" },
          { output_type: "execute_result" as const, data: { "text/plain": "2" }, metadata: {}, execution_count: 3 },
        ],
      },
      { id: "r", cell_type: "raw" as const, metadata: {}, source: "raw" },
    ],
  };
  const ours = new Y.Doc();
  seedNotebook(ours, notebook);
  // It reads types before they are in a document, and Yjs complains on the console.
  const complaints = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const theirs = new YNotebook();
  try {
    Y.applyUpdate(theirs.ydoc, Y.encodeStateAsUpdate(ours));
    expect(theirs.getSource()).toEqual(notebook);
    const back = new YNotebook();
    back.setSource(structuredClone(notebook));
    expect(readNotebookDocument(back.ydoc)).toEqual(notebook);
    back.dispose();
  } finally {
    complaints.mockRestore();
    theirs.dispose();
  }
});

test("what a hostile page writes into a document leaves the rest readable", () => {
  const doc = new Y.Doc();
  seedNotebook(doc, {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ id: "a", cell_type: "raw", metadata: {}, source: "kept" }],
  });
  const cells = doc.getArray<unknown>("cells");
  cells.push([
    1,
    "text",
    { cell_type: "code" },
    new Y.Map([["cell_type", "unknown"]]),
    new Y.Map([["cell_type", "code"]]),
  ]);
  cells.push([
    new Y.Map<unknown>([
      ["cell_type", "code"],
      ["id", { a: 1 }],
      ["outputs", [1, { output_type: "x" }]],
      ["source", 7],
    ]),
  ]);
  doc.getMap("meta").set("metadata", "nonsense");
  doc.getMap("meta").set("nbformat_minor", -4);
  const read = readNotebookDocument(doc);
  expect(read.cells[0]).toEqual({ id: "a", cell_type: "raw", metadata: {}, source: "kept" });
  expect(read.cells).toHaveLength(3);
  expect(read.nbformat_minor).toBe(5);
});

test("replacing a text changes it to exactly the other, for any two", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (from, to) => {
      const text = new Y.Doc().getText("t");
      text.insert(0, from);
      const start = text.toJSON();
      if (start !== from) return;
      replaceText(text, to);
      expect(text.toJSON()).toBe(to);
    }),
    { seed: 20_261_123 },
  );
});

test("a carriage return and a backspace do what a terminal does, however the text is cut up", () => {
  const show = (...pieces: string[]): string => {
    let shown = "";
    for (const piece of pieces) {
      const { remove, insert } = overwriteText(shown, piece);
      shown = shown.slice(0, shown.length - remove) + insert;
    }
    return shown;
  };
  expect(show("a\nlong line\rnew")).toBe("a\nnewg line");
  expect(show("a\nlong line", "\rnew", "er")).toBe("a\nnewg lineer");
  expect(show("one\r\ntwo\r\n")).toBe("one\ntwo\n");
  expect(show("abc\b\bX")).toBe("aXc");
  expect(show("🙂🙂", "\rab🙂")).toBe("ab🙂");
  expect(show("🙂🙂", "\ra")).toBe("a🙂");
});

test("awareness frames are read back as written, and cut ones refused", () => {
  const entries: AwarenessEntry[] = [
    { client: 1, clock: 2, state: { user: { name: "Zoë" } } },
    { client: 4_000_000_000, clock: 0, state: null },
  ];
  const bytes = encodeEntries(entries);
  expect(parseAwareness(bytes)).toEqual(entries);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => parseAwareness(bytes.slice(0, length))).toThrow(/could not be understood/);
  }
});
