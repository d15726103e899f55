import { describe, expect, test } from "vitest";
import type { Row } from "../row.js";
import { cellsAskedFor } from "./rule-input.js";
import { tableOf } from "./table.js";

const grants = tableOf([
  { ward: "Ash", amount: 100, "paid out": true },
  { ward: "Birch", amount: null, "paid out": false },
  { ward: null, amount: 300, "paid out": null },
]);
const columns = { has: (name: string): boolean => grants.columns.includes(name) };
/** Read by a compiler of its own, so that no tool of the tests changes its text. */
const ruleFrom = (text: string): ((row: Row) => unknown) =>
  // oxlint-disable-next-line typescript/no-implied-eval -- the rules of this test, and nobody else's
  new Function(`return ${text}`)() as (row: Row) => unknown;

describe("which rules may look through the window", () => {
  test.each([
    "(row) => row.amount > 100",
    "row => row.amount",
    '(row) => row["paid out"] && row?.ward',
    "(row) => { if (row.amount > 100) { return 'much'; } return `${row.ward}`; }",
    "({ ward, amount: many }) => [1].some((one) => one < many) && ward",
    "($r) => $r.amount / 2",
    "(row) => Math.max(row.amount, 5) + row.ward.length",
  ])("%s only asks for cells", (text) => {
    expect(cellsAskedFor(ruleFrom(text), columns)).toBeDefined();
  });

  test.each([
    "(row) => row",
    "(row) => ({ ...row })",
    "(row) => Object.keys(row).length",
    "(row) => [row.amount, row]",
    "(row) => () => row.amount",
    "(row) => ({ later() { return row.amount; } })",
    "(row) => ({ a: 1, get later() { return row.amount; } })",
    "(row) => ({ /* */ later() { return row.amount; } })",
    "(row) => ({ ['later']() { return row.amount; } })",
    "async (row) => row.amount",
    "(row) => row.valueOf()",
    "(row) => row.amuont",
    "(row) => row[row.ward]",
    "(row) => row.ward()",
    "(row) => r\\u006fw.valueOf() || row.amount",
    "({ ...all }) => all",
    "({ ward } = {}) => ward",
    "(row, other = row) => other",
    "function (row) { return arguments[0]; }",
    "Object.keys",
  ])("%s might keep its row, so it gets real ones", (text) => {
    expect(cellsAskedFor(ruleFrom(text), columns)).toBeUndefined();
  });
});

test("the cells that a rule asks for are known by name", () => {
  expect(cellsAskedFor(ruleFrom('(row) => row.amount > 1 && row["paid out"]'), columns)).toEqual(
    new Set(["amount", "paid out"]),
  );
  expect(cellsAskedFor(ruleFrom("({ ward, amount: many }) => ward + many"), columns)).toEqual(
    new Set(["ward", "amount"]),
  );
  expect(cellsAskedFor(ruleFrom("(row) => 5"), columns)).toEqual(new Set());
});

describe("a rule sees the same either way", () => {
  const both = (text: string): (readonly unknown[])[] =>
    [text, text.replace("=>", "=> /* doubt */")].map((one) => grants.map(ruleFrom(one)));

  test("missing is undefined, and cells are what they are", () => {
    for (const seen of both("(row) => [row.ward, row.amount, row['paid out']]"))
      expect(seen).toEqual([
        ["Ash", 100, true],
        ["Birch", undefined, false],
        [undefined, 300, undefined],
      ]);
  });

  test("= where === was meant changes nothing and is an error", () => {
    for (const sign of ["=>", "=> /* doubt */"])
      expect(() => grants.filter(ruleFrom(`(row) ${sign} { "use strict"; return row.amount = 5; }`))).toThrow(
        TypeError,
      );
    expect(grants.column("amount")).toEqual([100, null, 300]);
  });

  test("rows that a rule keeps stay what they were", () => {
    const kept: Row[] = [];
    grants.filter((row) => kept.push(row) > 0);
    expect(kept.map((row) => row["ward"] as unknown)).toEqual(["Ash", "Birch", undefined]);
    expect(grants.map((row) => row)[1]).toEqual({ ward: "Birch", amount: undefined, "paid out": false });
  });

  test("rows given out are objects of their own: lists, JSON, spreading and walking agree", () => {
    const listed = [...grants];
    expect(Object.keys(listed[0] ?? {})).toEqual(grants.columns);
    expect({ ...listed[1] }).toStrictEqual({ ward: "Birch", amount: null, "paid out": false });
    expect(JSON.parse(JSON.stringify(grants))).toEqual(grants.rows());
    expect(structuredClone(grants.at(-1))).toEqual({ ward: null, amount: 300, "paid out": null });
    expect([grants.at(3), grants.at(-4)]).toEqual([undefined, undefined]);
  });
});
