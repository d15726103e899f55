/** What differs between two versions, cell by cell, and the same as plain text. Pure. */
import {
  DifferenceBudget,
  diffLines,
  type CellDifference,
  type ChangeKind,
  type Difference,
} from "@data-surgery/contract";
import type { Cell } from "@data-surgery/jupyter";
import type { VersionContent } from "./version-content.js";

interface Piece {
  readonly id: string;
  readonly type: CellDifference["cellType"];
  readonly source: string;
  /** Everything else that counts as a change of what comes out or how it is described. */
  readonly rest: string;
}

export function diffContent(before: VersionContent, after: VersionContent): Difference {
  const cells = diffPieces(piecesOf(before), piecesOf(after));
  return { cells, text: cells.map(cellText).join("\n") };
}

function piecesOf(content: VersionContent): Piece[] {
  if (content.type === "file") return [{ id: "file", type: "text", source: content.text, rest: "" }];
  return content.notebook.cells.map((cell) => ({
    id: cell.id,
    type: cell.cell_type,
    source: cell.source,
    rest: restOf(cell),
  }));
}

const restOf = (cell: Cell): string =>
  JSON.stringify(cell.cell_type === "code" ? [cell.outputs, cell.execution_count] : (cell.attachments ?? null));

/** In the order of the newer one, each removed cell after the cell that it stood after. */
function diffPieces(before: readonly Piece[], after: readonly Piece[]): CellDifference[] {
  const was = new Map(before.map((piece, index) => [piece.id, { piece, index }]));
  const is = new Set(after.map((piece) => piece.id));
  const stayed = inOrder(
    after.flatMap((piece) => {
      const known = was.get(piece.id);
      return known === undefined ? [] : [{ id: piece.id, index: known.index }];
    }),
  );
  const removedAfter = Map.groupBy(
    before
      .map((piece, index) => ({ piece, index, anchor: anchorOf(before, index, is) }))
      .filter(({ piece }) => !is.has(piece.id)),
    ({ anchor }) => anchor,
  );
  const budget = new DifferenceBudget();
  const removedBehind = (id: string | undefined): CellDifference[] =>
    (removedAfter.get(id) ?? []).map(({ piece, index }) => describe("removed", piece, index, piece.source, "", budget));
  return [
    ...removedBehind(undefined),
    ...after.flatMap((piece, index) => {
      const known = was.get(piece.id)?.piece;
      const change = changeOf(known, piece, stayed);
      const own =
        change === undefined ? [] : [describe(change, piece, index, known?.source ?? "", piece.source, budget)];
      return [...own, ...removedBehind(piece.id)];
    }),
  ];
}

/** The last cell before `index` that is still there. */
function anchorOf(before: readonly Piece[], index: number, is: ReadonlySet<string>): string | undefined {
  return before.slice(0, index).findLast((piece) => is.has(piece.id))?.id;
}

function changeOf(known: Piece | undefined, piece: Piece, stayed: ReadonlySet<string>): ChangeKind | undefined {
  if (known === undefined) return "added";
  if (known.source !== piece.source || known.type !== piece.type) return "changed";
  if (!stayed.has(piece.id)) return "moved";
  return known.rest === piece.rest ? undefined : "outputs";
}

/** Those that kept their order: the longest rising sequence. All others count as moved. */
function inOrder(items: readonly { readonly id: string; readonly index: number }[]): Set<string> {
  /** `ends[n]`: where the lowest end of a sequence of n + 1 stands. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [at, { index }] of items.entries()) {
    let place = ends.findIndex((end) => items[end]!.index > index);
    if (place === -1) place = ends.length;
    before[at] = place === 0 ? undefined : ends[place - 1];
    ends[place] = at;
  }
  const kept = new Set<string>();
  for (let at = ends.at(-1); at !== undefined; at = before[at]) kept.add(items[at]!.id);
  return kept;
}

function describe(
  change: ChangeKind,
  piece: Piece,
  index: number,
  was: string,
  is: string,
  budget: DifferenceBudget,
): CellDifference {
  const lines = change === "outputs" || change === "moved" ? [] : diffLines(was, is, budget);
  return { cellId: piece.id, cellType: piece.type, change, place: index + 1, lines };
}

const words: Readonly<Record<ChangeKind, string>> = {
  added: "added",
  removed: "removed",
  changed: "changed",
  moved: "moved",
  outputs: "has other results",
};
const signs = { same: "  ", added: "+ ", removed: "- " } as const;

function cellText({ change, place, cellType, lines }: CellDifference): string {
  const head = cellType === "text" ? `The text was ${words[change]}` : `Cell ${place} (${cellType}): ${words[change]}`;
  return [head, ...lines.map(({ type, text }) => signs[type] + text), ""].join("\n");
}
