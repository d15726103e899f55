/** What differs, cell by cell, line by line: a sign and a word before each line, so that nothing hangs on colour. */
import { diffLines, type CellDifference, type LineChange } from "@data-surgery/contract";
import { differenceHead } from "../models/history-words.js";
import { element, type Child } from "./element.js";

/** Unchanged lines shown around a change. */
const around = 2;

export interface DifferenceWords {
  /** Shown when nothing differs. */
  readonly same: string;
  /** Head of one cell. */
  readonly head?: (cell: CellDifference) => string;
  /** What a screen reader says before a line that stands in one of the two only. */
  readonly spoken?: { readonly removed: string; readonly added: string };
}

export function differenceView(cells: readonly CellDifference[], words: DifferenceWords): HTMLElement {
  if (cells.length === 0) return element("p", { class: "ds-note" }, words.same);
  const head = words.head ?? differenceHead;
  return element(
    "div",
    { class: "ds-difference" },
    ...cells.map((cell) => cellView(cell, head(cell), words.spoken ?? spoken)),
  );
}

/** Of two texts that are called by what stands above them. */
export function textDifference(before: string, after: string, words: DifferenceWords): HTMLElement {
  const lines = diffLines(before, after);
  const hasChanges = lines.some(({ type }) => type !== "same");
  const cell = { cellId: "", cellType: "text", change: "changed", place: 1, lines } as const;
  return differenceView(hasChanges ? [cell] : [], words);
}

function cellView(cell: CellDifference, head: string, said: Spoken): HTMLElement {
  const rows =
    cell.lines.length === 0 ? undefined : element("ol", { class: "ds-lines" }, ...lineRows(cell.lines, said));
  return element("section", { "data-change": cell.change }, element("h4", {}, head), rows);
}

function lineRows(lines: readonly LineChange[], said: Spoken): HTMLElement[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - around), index + around + 1).some((line) => line.type !== "same");
  const rows: HTMLElement[] = [];
  let skipped = 0;
  const tellSkipped = (): void => {
    if (skipped > 0)
      rows.push(element("li", { class: "ds-line-skipped" }, `${skipped} ${skipped === 1 ? "line" : "lines"} the same`));
    skipped = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (line.type === "same" && !isNear(index)) skipped++;
    else {
      tellSkipped();
      rows.push(lineRow(line, said));
    }
  }
  tellSkipped();
  return rows;
}

const signs = { same: " ", added: "+", removed: "−" } as const;
type Spoken = NonNullable<DifferenceWords["spoken"]>;
const spoken: Spoken = { added: "new: ", removed: "gone: " };

function lineRow({ type, text }: LineChange, said: Spoken): HTMLElement {
  const word: Child = type === "same" ? undefined : element("span", { class: "ds-visually-hidden" }, said[type]);
  const sign = element("span", { class: "ds-line-sign", "aria-hidden": "true" }, signs[type]);
  return element("li", { "data-line": type }, sign, word, element("code", {}, text));
}
