/**
 * A learner's notebook as it stands on the disk, and what happens to notebooks. Beside each cell stands what it really holds,
 * so that whether an answer is still whole is known by construction, and never asked of the code that is tested.
 */
import type { Random } from "./random.js";

export interface RawCell {
  cell_type: string;
  id?: string;
  metadata: Record<string, unknown>;
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
}

export interface RawNotebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: RawCell[];
}

/** `whole`: ids of the lesson's cells whose text stands in it. `half`: one of several parts of such a text. */
export interface Held {
  cell: RawCell;
  whole: string[];
  half?: { readonly id: string; readonly number: number; readonly of: number };
}

export interface DamageState {
  readonly notebook: Omit<RawNotebook, "cells">;
  held: Held[];
  /** Exercises of which nobody can say which answer counts, or whose text was cut apart for good. */
  readonly unsure: Set<string>;
  readonly draw: Random;
  made: number;
}

export type Damage = (state: DamageState) => void;

export const textOf = ({ source }: RawCell): string => (Array.isArray(source) ? source.join("") : source);

const at = (state: DamageState): number => state.draw.below(Math.max(1, state.held.length));
const any = (state: DamageState): Held | undefined => state.held[at(state)];
const fresh = (state: DamageState): string => `fresh-${++state.made}`;
const copyOf = (cell: RawCell): RawCell => structuredClone(cell);
const each = (state: DamageState, change: (cell: RawCell) => void): void => {
  for (const { cell } of state.held) change(cell);
};

function insert(state: DamageState, held: Held, position = state.draw.below(state.held.length + 1)): void {
  state.held.splice(position, 0, held);
}

function split(state: DamageState, tags: "both" | "first" | "second"): void {
  const position = at(state);
  const held = state.held[position];
  const lines = held === undefined ? [] : textOf(held.cell).split("\n");
  if (held === undefined || held.half !== undefined || held.whole.length !== 1 || lines.length < 2) return;
  const cut = 1 + state.draw.below(lines.length - 1);
  const texts = [lines.slice(0, cut).join("\n"), lines.slice(cut).join("\n")];
  // Half a text that is nothing is no half.
  if (texts.some((text) => text.trim() === "")) return;
  const id = held.whole[0]!;
  const parts = texts.map((source, number): Held => {
    const keeps = tags === "both" || (tags === "first") === (number === 0);
    const cell = { ...copyOf(held.cell), source };
    if (!keeps) cell.metadata = {};
    if ((tags === "second") === (number === 0)) cell.id = fresh(state);
    return { cell, whole: [], half: { id, number, of: 2 } };
  });
  state.held.splice(position, 1, ...parts);
}

function merge(state: DamageState, keep: 0 | 1, between: string): void {
  const position = at(state);
  const [first, second] = state.held.slice(position, position + 2);
  if (first === undefined || second === undefined || first.cell.cell_type !== second.cell.cell_type) return;
  const kept = [first, second][keep]!;
  const cell = { ...copyOf(kept.cell), source: `${textOf(first.cell)}${between}${textOf(second.cell)}` };
  const together =
    first.half !== undefined && first.half.id === second.half?.id && first.half.number + 1 === second.half.number;
  for (const { half } of [first, second]) if (half !== undefined && !together) state.unsure.add(half.id);
  const whole = [...first.whole, ...(together ? [first.half!.id] : []), ...second.whole];
  // What fails in a cell of its own fails in an answer too, once it has become part of it.
  for (const { cell: own } of [first, second])
    if (/oh no\(|____/.test(textOf(own))) for (const id of whole) state.unsure.add(id);
  // A text twice in one cell is one text with a repetition.
  for (const id of whole) if (whole.indexOf(id) !== whole.lastIndexOf(id)) state.unsure.add(id);
  state.held.splice(position, 2, { cell, whole });
}

function swap(state: DamageState, key: "id" | "metadata"): void {
  const [one, other] = [any(state), any(state)];
  if (one === undefined || other === undefined) return;
  const mine = one.cell[key];
  Object.assign(one.cell, { [key]: other.cell[key] });
  Object.assign(other.cell, { [key]: mine });
}

function own(state: DamageState, source: string, cell_type = "code"): void {
  const code = cell_type === "code" ? { outputs: [], execution_count: null } : {};
  insert(state, { cell: { cell_type, id: fresh(state), metadata: {}, source, ...code }, whole: [] });
}

function rivalAnswer(state: DamageState): void {
  const held = any(state);
  const exercise = held?.whole[0];
  if (held === undefined || held.whole.length !== 1 || !exercise?.startsWith("ex-")) return;
  // Of two answers the original counts; how it is told from the copy must not be damaged further.
  state.unsure.add(exercise);
  insert(state, { cell: { ...copyOf(held.cell), id: fresh(state), source: "let other = 1;" }, whole: [] });
}

const strip = (keys: readonly string[]) => (cell: RawCell) => {
  for (const key of keys) delete cell.metadata[key];
};

function asSavedByVsCode(state: DamageState): void {
  state.notebook.metadata["language_info"] = { name: "typescript" };
  delete state.notebook.metadata["kernelspec"];
  each(state, (cell) => {
    cell.id = fresh(state);
    cell.metadata["vscode"] = { languageId: cell.cell_type === "code" ? "typescript" : "markdown" };
  });
}

function asSavedByColab(state: DamageState): void {
  state.notebook.nbformat_minor = 0;
  state.notebook.metadata["colab"] = { provenance: [], toc_visible: true };
  each(state, (cell) => {
    cell.metadata["id"] = cell.id ?? fresh(state);
    if (cell.cell_type === "code") cell.metadata["outputId"] = fresh(state);
    delete cell.id;
    cell.source = textOf(cell);
  });
}

function retype(state: DamageState, cell_type: string): void {
  const held = any(state);
  if (held === undefined) return;
  held.cell.cell_type = cell_type;
  delete held.cell.outputs;
  delete held.cell.execution_count;
  if (cell_type === "code") Object.assign(held.cell, { outputs: [], execution_count: null });
}

/** Each is named as it is told when a seed fails. */
export const damages: Readonly<Record<string, Damage>> = {
  "a cell deleted": (state) => void state.held.splice(at(state), 1),
  "a cell copied elsewhere": (state) => {
    const held = any(state);
    if (held !== undefined) insert(state, { ...held, cell: copyOf(held.cell) });
  },
  "a cell copied below itself, with a new id": (state) => {
    const position = at(state);
    const held = state.held[position];
    if (held !== undefined) insert(state, { ...held, cell: { ...copyOf(held.cell), id: fresh(state) } }, position + 1);
  },
  "another answer in a copy": rivalAnswer,
  "a cell moved": (state) => {
    const [held] = state.held.splice(at(state), 1);
    if (held !== undefined) insert(state, held);
  },
  "all cells in reverse": (state) => void (state.held = state.held.toReversed()),
  "code became text": (state) => retype(state, "markdown"),
  "a cell became raw": (state) => retype(state, "raw"),
  "a cell became code": (state) => retype(state, "code"),
  "a cell split, tags on both": (state) => split(state, "both"),
  "a cell split, tags on the first part": (state) => split(state, "first"),
  "a cell split, tags on the second part": (state) => split(state, "second"),
  "two cells merged": (state) => merge(state, 0, "\n\n"),
  "two cells merged into the second": (state) => merge(state, 1, "\n"),
  "all ids lost": (state) => each(state, (cell) => void delete cell.id),
  "all ids new": (state) => each(state, (cell) => void (cell.id = fresh(state))),
  "an id twice": (state) => {
    const [one, other] = [any(state), any(state)];
    if (one?.cell.id !== undefined && other !== undefined) other.cell.id = one.cell.id;
  },
  "ids exchanged": (state) => swap(state, "id"),
  "tags exchanged": (state) => swap(state, "metadata"),
  "one cell's tags lost": (state) => {
    const held = any(state);
    if (held !== undefined) held.cell.metadata = {};
  },
  "all tags lost": (state) => each(state, (cell) => void (cell.metadata = {})),
  "nbgrader's tags lost": (state) => each(state, strip(["nbgrader"])),
  "our tags lost": (state) => each(state, strip(["data_surgery"])),
  "tags that are nonsense": (state) => {
    const held = any(state);
    if (held !== undefined)
      held.cell.metadata = { nbgrader: [1, { grade_id: {} }], data_surgery: "x", ["__proto__x"]: 1 };
  },
  "a read-only cell edited": (state) => {
    const held = any(state);
    if (held?.whole.length === 1 && /^(?:test|step|title|task)-?/.test(held.whole[0]!))
      held.cell.source = "// edited\n1;";
  },
  "outputs put in": (state) => {
    const output = { output_type: "stream", name: "stdout", text: ["Passed!\n"] };
    each(
      state,
      (cell) => void (cell.cell_type === "code" && Object.assign(cell, { outputs: [output], execution_count: 7 })),
    );
  },
  "an older minor version": (state) => void (state.notebook.nbformat_minor = state.draw.below(5)),
  "sources as lists of lines": (state) => each(state, (cell) => void (cell.source = textOf(cell).split(/(?<=\n)/))),
  "line ends of Windows": (state) =>
    each(state, (cell) => void (cell.source = textOf(cell).replaceAll(/\r?\n/g, "\r\n"))),
  "the notebook's own tags lost": (state) => {
    for (const key of Object.keys(state.notebook.metadata)) delete state.notebook.metadata[key];
  },
  "an own cell": (state) => own(state, `let mine${++state.made} = 1;`),
  "an own cell that fails": (state) => own(state, "oh no("),
  "an own note": (state) => own(state, "My note.", "markdown"),
  "a gap somewhere": (state) => own(state, "let mine = ____;"),
  "a cell of the lesson emptied": (state) => {
    const held = any(state);
    if (held === undefined) return;
    held.cell.source = "";
    held.whole = [];
    delete held.half;
  },
  "saved by VS Code": asSavedByVsCode,
  "saved by Colab": asSavedByColab,
};

/**
 * Whether the text of a lesson's cell is in the notebook in one piece, or in parts that follow each other and of which one
 * still carries a tag of its own.
 */
export function isIntact(state: DamageState, id: string, gradeId: string | undefined): boolean {
  if (state.unsure.has(id)) return false;
  if (state.held.some(({ whole }) => whole.includes(id))) return true;
  return state.held.some(({ half }, position) => {
    if (half?.id !== id || half.number !== 0) return false;
    const parts = state.held.slice(position, position + half.of);
    if (!parts.every((part, number) => part.half?.id === id && part.half.number === number)) return false;
    if (new Set(parts.map(({ cell }) => cell.cell_type)).size > 1) return false;
    return parts.some(({ cell }) => carries(cell, id, gradeId));
  });
}

function carries(cell: RawCell, id: string, gradeId: string | undefined): boolean {
  const tags = cell.metadata["nbgrader"] as { grade_id?: unknown } | undefined;
  return cell.id === id || (gradeId !== undefined && tags?.grade_id === gradeId);
}

/** True when some of this text is there, in whole or in part. */
export function isThere(state: DamageState, id: string): boolean {
  return state.held.some(({ whole, half }) => whole.includes(id) || half?.id === id);
}
