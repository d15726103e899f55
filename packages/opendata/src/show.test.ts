import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { jupyterDisplay, show } from "./show.js";
import { tableOf } from "./table/table.js";
import { showTable, tableView } from "./table-view.js";

const scope = globalThis as { __tslab__?: unknown };
// oxlint-disable no-underscore-dangle -- tslab chose the name
afterEach(() => delete scope.__tslab__);

const rows = [
  { place: "<script>alert(1)</script>", people: 1200, year: 1955 },
  { place: '"><img src=x onerror=alert(1)>', people: null, year: 2005 },
];

function htmlOf(...table: Parameters<typeof tableView>): string {
  return tableView(...table)[jupyterDisplay]()["text/html"];
}

describe("a table on the page", () => {
  const html = htmlOf(rows, { caption: "A & B" });

  test("says in its caption what it is and how large", () => {
    expect(html).toContain("A &amp; B · 2 rows, 3 columns</caption>");
    expect(htmlOf([{ a: 1 }])).toContain("1 row, 1 column<");
    expect(htmlOf([])).toContain("This table has no rows");
  });

  test("has a heading for each column and each row", () => {
    expect(html.match(/<th scope="col"/g)).toHaveLength(3);
    expect(html.match(/<th scope="row"/g)).toHaveLength(2);
  });

  test("says missing where a cell is missing, and writes years without a comma", () => {
    expect(html).toContain("<em>missing</em>");
    expect(html).toContain(">1,200<");
    expect(html).toContain(">1955<");
  });

  test("text from a file cannot become a tag or leave its attribute", () => {
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain("&lt;script&gt;");
  });

  test("a heading or caption from a file cannot either", () => {
    const hostile = tableView([{ "<b onclick=x>": 1 }], { caption: "</caption><script>" })[jupyterDisplay]()[
      "text/html"
    ];
    expect(hostile).not.toMatch(/<b |<script/);
  });

  test("draws ten rows, or as many as asked, and counts all", () => {
    const many = Array.from({ length: 1500 }, (_, n) => ({ n }));
    const first = htmlOf(many);
    expect(first).toContain("1,500 rows, 1 column · the first 10 are shown");
    expect(first.match(/<th scope="row"/g)).toHaveLength(10);
    expect(htmlOf(many, { rows: 3 }).match(/<th scope="row"/g)).toHaveLength(3);
  });
});

describe("show", () => {
  test("hands the HTML to tslab when the code runs there", () => {
    const shown: string[] = [];
    scope.__tslab__ = { require: (id: string) => ({ display: { html: (html: string) => shown.push(id + html) } }) };
    showTable([{ a: 1 }]);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatch(/^tslab<div/);
  });

  test("does nothing where nobody looks", () => {
    expect(() => show(tableView(rows))).not.toThrow();
  });

  test("a table prints as one line of words", () => {
    expect(inspect(tableView([{ a: 1 }]))).toBe("Table: 1 row, 1 column");
  });
});

test("a table stands under a cell as the list of its rows does", () => {
  const rows = [
    { ward: "Docks", pounds: 7700 },
    { ward: "Abbey", pounds: null },
  ];
  expect(htmlOf(tableOf(rows), { rows: 1 })).toBe(htmlOf(rows, { rows: 1 }));
});
