import { expect, test } from "vitest";
import { lineageHtml } from "./lineage-html.js";
import type { Lineage, ReleasedTable } from "./release.js";

const sum = "0".repeat(64);
const table = (lineage: Partial<Lineage>): ReleasedTable => ({
  name: "visits",
  title: "Visits",
  rows: 1,
  columns: [],
  key: [],
  csv: { path: "visits.csv", mediaType: "text/csv", sha256: sum, size: 1 },
  lineage: { file: "a.csv", sha256: sum, readAt: "2026-11-29T10:00:00.000Z", steps: [], ...lineage },
});
const cell = (name: string, source: string) => ({ name, source, sha256: sum });

test("lineage of an earlier release, with a cell named by hand, reads as it did", () => {
  const page = lineageHtml(table({ notebook: { path: "ours.ipynb", cell: "clean-up" } }));
  expect(page).toContain("Made by cell <code>clean-up</code> of the notebook <code>ours.ipynb</code>");
  expect(page).not.toContain("See the cell");
});

test("whatever stands in names, steps and code is text, and no address but of the web is a link", () => {
  const tag = "<script>alert(1)</script>";
  const page = lineageHtml(
    table({
      notebook: { path: tag, cell: "cell 1" },
      made: { from: [{ name: tag, publisher: tag }], steps: [tag], cells: [cell(tag, tag)] },
    }),
  );
  expect(page).not.toContain("<script");
  expect(page).toContain("Made by <code>cell 1</code>");
});

test("of a long evening's code the page shows the cell that wrote the file, and says where the rest is", () => {
  const cells = [cell("cell 1", "let a = 1;\n".repeat(5000)), cell("cell 2", "await a.save('a.csv');")];
  const page = lineageHtml(
    table({ notebook: { path: "a.ipynb", cell: "cell 2" }, made: { from: [], steps: [], cells } }),
  );
  expect(page.length).toBeLessThan(5000);
  expect(page).toContain('<h4 id="code-visits-2">cell 2: it wrote the file</h4>');
  expect(page).toContain('href="#code-visits-2"');
  expect(page).toContain("release.json");
});
