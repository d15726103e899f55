import { createRowGuard, type Row } from "../row.js";
import type { Columns } from "./columns.js";

/**
 * The rows of a table as a rule sees them: a missing cell reads as `undefined` (why: rule-rows.ts). A rule that only asks its row
 * for cells, `(row) => row.amount > 1000`, gets one and the same window each time, moved from row to row: sixty times as
 * fast as making a row. Any other rule might keep its row, so it gets real ones.
 */
export function ruleInput(columns: Columns, rule: (row: Row) => unknown): (place: number) => Row {
  return cellsAskedFor(rule, columns) === undefined ? columns.rowReader(undefined) : windowOn(columns);
}

function windowOn(columns: Columns): (place: number) => Row {
  let at = 0;
  const window = Object.create(createRowGuard(columns.names)) as Row;
  for (const name of columns.names) {
    const cell = columns.reader(name);
    Object.defineProperty(window, name, { enumerable: true, configurable: true, get: () => cell(at) ?? undefined });
  }
  Object.freeze(window);
  return (place) => {
    at = place;
    return window;
  };
}

const nameForm = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const arrow = new RegExp(String.raw`^\(?\s*(${nameForm})\s*\)?\s*=>`, "u");
const takenApart = new RegExp(
  String.raw`^\(\s*\{\s*${nameForm}(?:\s*:\s*${nameForm})?(?:\s*,\s*${nameForm}(?:\s*:\s*${nameForm})?)*\s*,?\s*\}\s*\)\s*=>`,
  "u",
);

const takenName = new RegExp(String.raw`[{,]\s*(${nameForm})`, "gu");

/**
 * A function inside might run when the window has moved on, and so might what is waited for. The last part finds methods such as
 * `{ later() { … } }`, and calls that look like one; a comment could hide one.
 */
const mayHoldFunction =
  /=>|\/[*/]|\b(?:function|class|eval|get|set|async|await|yield|with)\b|[{,]\s*(?:\[|\*|(?!(?:if|for|while|switch)\b)(?:"[^"]*"|'[^']*'|[^\s"'(){},;:.=[\]]+)\s*\()/;

/**
 * The cells that a rule asks for, where its text shows that it does nothing else with its row: then no row can be kept, passed on or
 * looked at as a whole. Undefined wherever there is doubt, and then it only takes longer.
 */
export function cellsAskedFor(
  rule: (row: Row) => unknown,
  columns: Pick<Columns, "has">,
): ReadonlySet<string> | undefined {
  if (typeof rule !== "function") return undefined;
  const text = Function.prototype.toString.call(rule);
  // An escape could spell the row's name in another way.
  if (text.includes(String.raw`\u`)) return undefined;
  // `({ amount }) => …` takes what it wants before its body begins.
  const taken = takenApart.exec(text)?.[0];
  if (taken !== undefined) return new Set(Array.from(taken.matchAll(takenName), ([, name]) => name ?? ""));
  const head = arrow.exec(text);
  const name = head?.[1];
  if (head === null || name === undefined || name === "async") return undefined;
  const body = text.slice(head[0].length);
  if (mayHoldFunction.test(body)) return undefined;
  const mention = new RegExp(
    String.raw`(?<![\p{ID_Continue}$])${name.replaceAll("$", String.raw`\$`)}(?![\p{ID_Continue}$])`,
    "gu",
  );
  const asked = new RegExp(
    String.raw`^\s*(?:\??\.\s*(${nameForm})|(?:\?\.)?\[\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*\])`,
    "u",
  );
  const names = new Set<string>();
  for (const found of body.matchAll(mention)) {
    const after = body.slice(found.index + name.length);
    const cell = asked.exec(after);
    const column = cell?.[1] ?? cell?.[2] ?? cell?.[3];
    // `row.cell(…)` would hand the row on as `this`.
    if (cell === null || column === undefined || !columns.has(column)) return undefined;
    if (/^\s*(?:\?\.)?[(`]/.test(after.slice(cell[0].length))) return undefined;
    names.add(column);
  }
  return names;
}
