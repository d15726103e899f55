import { expect, test } from "vitest";
import { profile } from "../profile/profile.js";
import { readBytes } from "../read/read-bytes.js";
import type { SourceTable } from "../read/source-table.js";
import { mendAgain, type KeptMend } from "./mend-again.js";
import { mendOffers } from "./mend-offers.js";

const readText = (text: string): Promise<SourceTable> => readBytes(new TextEncoder().encode(text), { name: "x.csv" });
const cells = (table: SourceTable, name: string): readonly string[] =>
  table.columns.find((column) => column.name === name)?.raw ?? [];

/** Invented: loans of a tool library that does not exist. */
const march =
  "Day,Ward,Tool,Loans\n1/3/2026, Docks ,saw,4\n1/3/2026, Docks ,saw,4\n2/3/2026,Hill,drill,2\n3/3/2026,Hill,plane,7\n";

const leaveOutRepeats: KeptMend = { code: "duplicate-rows", fix: { type: "leave-out-rows", rows: [3] }, file: "march" };
const trim: KeptMend = { code: "padded-cells", fix: { type: "trim-cells", columns: ["Ward"] } };

test("to the file they were chosen for, steps are done as they were chosen, with what each changed", async () => {
  const { table, steps } = mendAgain(await readText(march), [trim, leaveOutRepeats], "march");
  expect(cells(table, "Ward")).toEqual(["Docks", "Hill", "Hill"]);
  expect(steps.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
  expect(steps[0]).toMatchObject({ seen: { cells: 2, changes: [{ before: " Docks ", after: "Docks" }, {}] } });
  expect(steps[1]).toMatchObject({ seen: { rowsBefore: 4, rowsAfter: 3 } });
});

test("in a later file the same fault is found in its own rows: a row number of the old file leaves out nothing", async () => {
  const april =
    "Day,Ward,Tool,Loans\n1/4/2026,Docks,saw,4\n2/4/2026,Hill,drill,2\n3/4/2026,Hill,plane,7\n3/4/2026,Hill,plane,7\n";
  const { table, steps } = mendAgain(await readText(april), [trim, leaveOutRepeats], "april");
  expect(cells(table, "Tool")).toEqual(["saw", "drill", "plane"]);
  expect(steps[0]?.outcome).toBe("idle");
  expect(steps[1]).toMatchObject({ outcome: "done", fix: { type: "leave-out-rows", rows: [5] } });
  const clean = mendAgain(await readText(april.replace("3/4/2026,Hill,plane,7\n", "")), [leaveOutRepeats], "april");
  expect(clean.steps[0]?.outcome).toBe("idle");
  expect(clean.table.rowNumbers).toHaveLength(3);
});

test("rows that a person chose by their numbers are told as not to be found, and none is left out", async () => {
  const chosen: KeptMend = { fix: { type: "leave-out-rows", rows: [2] }, file: "march" };
  const { table, steps } = mendAgain(await readText(march), [chosen], "april");
  expect(table.rowNumbers).toHaveLength(4);
  expect(steps[0]).toMatchObject({ outcome: "lost", why: expect.stringContaining("certain rows") as string });
});

test("a column that is gone is told: the rest of a step is done, a step without any is lost, later ones go on", async () => {
  const text = "Day,Area,Loans\n1/4/2026, Docks ,4\n2/4/2026,Hill,2\n";
  const both: KeptMend = { fix: { type: "trim-cells", columns: ["Ward", "Area"] } };
  const spelling: KeptMend = { fix: { type: "replace-values", column: "Ward", changes: [{ from: "a", to: "b" }] } };
  const rename: KeptMend = { fix: { type: "rename-columns", names: [{ from: "Area", to: "Place" }] } };
  const { table, steps } = mendAgain(await readText(text), [both, spelling, rename], "april");
  expect(steps.map(({ outcome }) => outcome)).toEqual(["done", "lost", "done"]);
  expect(steps[0]).toMatchObject({ note: "Not in “Ward”: there is no such column in this file." });
  expect(steps[1]).toMatchObject({ why: "There is no column “Ward” in this file." });
  expect(cells(table, "Place")).toEqual(["Docks", "Hill"]);
});

test("a chosen type is kept where no cell looks different: codes of digits stay codes", async () => {
  const asText: KeptMend = { fix: { type: "set-type", columns: ["Loans"], as: "text" } };
  const { table, steps } = mendAgain(await readText(march), [asText], "april");
  expect(steps[0]?.outcome).toBe("done");
  expect(table.columns.find(({ name }) => name === "Loans")?.type).toBe("text");
});

test("offers say what they would do; only what changes no meaning is safe, and nothing about people is among them", async () => {
  const table = await readText(march.replaceAll("saw", "quill.a@invented.example"));
  const offers = mendOffers(table, profile(table).faults);
  const codes = offers.map(({ code }) => code);
  expect(codes).toContain("padded-cells");
  expect(codes).toContain("duplicate-rows");
  expect(codes).not.toContain("personal-data");
  expect(offers.find(({ code }) => code === "padded-cells")).toMatchObject({ isSafe: true, seen: { cells: 2 } });
  expect(offers.find(({ code }) => code === "duplicate-rows")).toMatchObject({ isSafe: false });
});
