import { expect, test } from "vitest";
import { tellableMends } from "./tellable-mends.js";
import type { Fix } from "../mend/fix.js";

const respell: Fix = { type: "replace-values", column: "Name", changes: [{ from: "A. Quill", to: "Quill" }] };
const recut: Fix = { type: "recut-rows", row: 3, many: 1, records: [["Docks", "A. Quill"]] };
const trim: Fix = { type: "trim-cells", columns: ["Name"] };

test("cells of a column that readers get may be told; of one that was dropped, by mending or by a remedy, never", () => {
  expect(tellableMends([respell, trim], ["Ward", "Name"], [])).toEqual([true, true]);
  expect(tellableMends([respell, trim], ["Ward"], [])).toEqual([false, true]);
  expect(tellableMends([respell], ["Ward", "Name"], [{ type: "drop", columns: ["Name"] }])).toEqual([false]);
});

test("a column that was renamed later is looked for by its new name", () => {
  const rename: Fix = { type: "rename-columns", names: [{ from: "Name", to: "Who" }] };
  expect(tellableMends([respell, rename], ["Who"], [])).toEqual([true, true]);
  expect(tellableMends([respell, rename], ["Who"], [{ type: "drop", columns: ["Who"] }])).toEqual([false, true]);
});

test("whole records are told only where nothing of them is kept from readers", () => {
  expect(tellableMends([recut], ["Ward", "Name"], [])).toEqual([true]);
  expect(tellableMends([recut], ["Ward", "Name"], [{ type: "suppress", columns: ["Ward"], below: 5 }])).toEqual([
    false,
  ]);
  const leaveOut: Fix = { type: "leave-out-columns", columns: ["Name"] };
  expect(tellableMends([recut, leaveOut], ["Ward"], [])).toEqual([false, true]);
});
