import { expect, test } from "vitest";
import { afterPublishing, emptyDraft, parseDraft, type Draft } from "./draft.js";

const draft: Draft = {
  ...emptyDraft,
  note: "About this version.",
  mends: [
    {
      code: "fused-rows",
      file: "a".repeat(64),
      fix: { type: "recut-rows", row: 4, many: 1, records: [["A. Quill"], ["B"]] },
    },
    { fix: { type: "replace-values", column: "Name", changes: [{ from: "A Quill", to: "A. Quill" }] } },
    { fix: { type: "replace-values", column: "Ward", changes: [{ from: "docks", to: "Docks" }] } },
    { code: "padded-cells", fix: { type: "trim-cells", columns: ["Ward", "Name"] } },
  ],
  remedies: [{ type: "drop", columns: ["Name"] }],
};

test("once published, no cell of what was kept from readers is left in the draft, and the next file is mended all the same", () => {
  const kept = afterPublishing(draft);
  expect(JSON.stringify(kept)).not.toContain("Quill");
  expect(kept.note).toBe("");
  expect(kept.mends.map(({ fix, file }) => [fix.type, file])).toEqual([
    ["recut-rows", undefined],
    ["replace-values", undefined],
    ["trim-cells", undefined],
  ]);
  expect(parseDraft(JSON.stringify(kept)).mends).toHaveLength(3);
});

test("drafts from before mends were kept are read as having none; steps that nobody knows are refused", () => {
  const { mends, unmended, ...old } = emptyDraft;
  expect([mends, unmended]).toEqual([[], []]);
  expect(parseDraft(JSON.stringify(old))).toEqual(emptyDraft);
  expect(() => parseDraft(JSON.stringify({ ...old, mends: [{ fix: { type: "eval" } }] }))).toThrow(/not a step/);
});
