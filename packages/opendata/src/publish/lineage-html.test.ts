import { expect, test } from "vitest";
import { lineageHtml } from "./lineage-html.js";
import type { Lineage, LineageEarlier, ReleasedTable } from "./release.js";

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
      made: { from: [{ name: tag, publisher: tag, readAt: tag }], steps: [tag], cells: [cell(tag, tag)] },
    }),
  );
  expect(page).not.toContain("<script");
  expect(page).toContain("Made by <code>cell 1</code>");
});

const earlier = (file: string, digit: string, more: Partial<LineageEarlier> = {}): LineageEarlier => ({
  file,
  sha256: digit.repeat(64),
  notebook: { path: `${file}.ipynb`, cell: "cell 1", sha256: sum },
  from: [],
  steps: [],
  ...more,
});

test("the line over several notebooks stands with the oldest first, and each file read leads to the part that made it", () => {
  const page = lineageHtml(
    table({
      notebook: { path: "last.ipynb", cell: "cell 2" },
      made: {
        from: [{ name: "sorted.csv", sha256: "2".repeat(64) }],
        steps: ["Kept some"],
        cells: [cell("cell 2", "third()")],
        earlier: [
          earlier("clean.csv", "1", {
            from: [{ name: "raw.xlsx", sha256: "9".repeat(64) }],
            steps: ["Left out some"],
            cells: [cell("cell 1", "first()")],
          }),
          earlier("sorted.csv", "2", { from: [{ name: "clean.csv", sha256: "1".repeat(64) }], withheld: "Not shown." }),
        ],
      },
    }),
  );
  const order = ["raw.xlsx", "Left out some", "Saved as <code>clean.csv", "Saved as <code>sorted.csv", "Kept some"];
  expect(order.map((words) => page.indexOf(words)).toSorted((a, b) => a - b)).toEqual(
    order.map((words) => page.indexOf(words)),
  );
  expect(page).toContain('Read clean.csv, made in <a href="#made-visits-1">part 1</a>,');
  expect(page).toContain('Read sorted.csv, made in <a href="#made-visits-2">part 2</a>,');
  expect(page).toContain('href="#code-visits-part1-1">See the cell');
  expect(page).toContain('<h5 id="code-visits-part1-1">');
  expect(page).toContain('<h5 id="code-visits-1">cell 2: it wrote the file</h5>');
  expect(page).toContain("<p>Not shown.</p>");
  for (const [, anchor = ""] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${anchor}"`);
});

test("a source that was changed by hand, or made anew, is told as that", () => {
  const from = [
    { name: "a.csv", changedSince: "<one>.ipynb" },
    { name: "b.csv", madeAnewSince: "one.ipynb" },
  ];
  const page = lineageHtml(table({ made: { from, steps: [] } }));
  expect(page).toContain("It was changed after the notebook <code>&lt;one&gt;.ipynb</code> wrote it");
  expect(page).toContain("The notebook <code>one.ipynb</code> has written it anew since then");
});

test("a line of twenty notebooks with much code stays a quick page", () => {
  const line = Array.from({ length: 20 }, (_, at) =>
    earlier(`${at}.csv`, "a", {
      steps: Array.from({ length: 500 }, () => "Kept"),
      cells: [cell("cell 1", "let a = 1;\n".repeat(9000))],
    }),
  );
  const made = { from: [], steps: [], earlier: line, earlierCut: true as const };
  const page = lineageHtml(table({ made }));
  expect(page.length).toBeLessThan(110_000);
  expect(page).toContain("More came before these.");
  expect(page).toContain("300 steps more");
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
