/**
 * One data file being looked at and mended, by the toolkit's own code: what a notebook gets by the code that comes from here is the
 * table that was seen here. Runs in a worker; knows neither of that nor of any page.
 */
import {
  createMending,
  fixWords,
  keptReading,
  mendStep,
  OpenDataError,
  prepareReading,
  previewFix,
  profile,
  readBytes,
  readCode,
  starterNotebook,
  undoStep,
  variableName,
  writeCsv,
  type Fault,
  type FaultCode,
  type Fix,
  type FixPreview,
  type Mending,
  type ReadOptions,
  type StarterNotebook,
} from "@data-surgery/opendata/browser";
import { mostBytes } from "./data-file-name.js";
import type { CodeWish, DataFileTool, DataFileView, DoneStep, HeadRow, ReadingWish } from "./data-file-view.js";
import { PlainError } from "./plain-error.js";

const shownRows = 6;
const shownLeftOut = 20;

interface OpenFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly wish: ReadingWish;
  readonly mending: Mending;
  readonly undone: readonly Fix[];
}

export class DataFileSession implements DataFileTool {
  #file: OpenFile | undefined;
  #faults: readonly Fault[] = [];
  /** Which fault a step was offered for: by it the same is found in next month's rows. */
  readonly #codes = new WeakMap<Fix, FaultCode>();

  prepare(): Promise<void> {
    return prepareReading();
  }

  async open(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<DataFileView> {
    this.#file = undefined;
    const mending = createMending(await read(bytes, name, {}));
    return this.#keep({ bytes, name, wish: {}, mending, undone: [] });
  }

  async reread(wish: ReadingWish): Promise<DataFileView> {
    const file = this.#open;
    const original = await read(file.bytes, file.name, wish);
    let mending = createMending(original);
    const undone = [...file.undone];
    for (const fix of file.mending.steps) {
      try {
        mending = mendStep(mending, fix);
      } catch (error) {
        if (!isForPeople(error)) throw error;
        undone.push(fix);
      }
    }
    return this.#keep({ ...file, wish, mending, undone });
  }

  async preview(fix: Fix): Promise<FixPreview> {
    return plainly(() => previewFix(this.#open.mending.table, fix));
  }

  async apply(fix: Fix): Promise<DataFileView> {
    const file = this.#open;
    const wished = JSON.stringify(fix);
    const fault = this.#faults.find((one) => JSON.stringify(one.fix.fix) === wished);
    if (fault !== undefined) this.#codes.set(fix, fault.code);
    return this.#keep({ ...file, mending: plainly(() => mendStep(file.mending, fix)) });
  }

  async undo(at: number): Promise<DataFileView> {
    const file = this.#open;
    const fix = file.mending.steps[at];
    if (fix === undefined) return this.#keep(file);
    let mending: Mending;
    try {
      mending = undoStep(file.mending, at);
    } catch (error) {
      if (!isForPeople(error)) throw error;
      throw new PlainError("A later step rests on this one. Take the later one back first, then this one.", {
        cause: error,
      });
    }
    return this.#keep({ ...file, mending, undone: [...file.undone, fix] });
  }

  async redo(at: number): Promise<DataFileView> {
    const file = this.#open;
    const fix = file.undone[at];
    if (fix === undefined) return this.#keep(file);
    const mending = plainly(() => mendStep(file.mending, fix));
    return this.#keep({ ...file, mending, undone: file.undone.filter((_, place) => place !== at) });
  }

  async code({ path }: CodeWish): Promise<string> {
    const { mending, wish, name } = this.#open;
    const variable = variableName(name);
    return `${readCode({ path, options: wish }, mending.steps, variable)}\n\n${variable}`;
  }

  async csv(): Promise<string> {
    return writeCsv(this.#open.mending.table);
  }

  async notebook({ path }: CodeWish): Promise<StarterNotebook> {
    const { mending, wish } = this.#open;
    return starterNotebook(mending.table, profile(mending.table), mending.steps, { path, options: wish });
  }

  get #open(): OpenFile {
    if (this.#file === undefined) throw new Error("No data file is open.");
    return this.#file;
  }

  #keep(file: OpenFile): DataFileView {
    this.#file = file;
    const view = viewOf(file, (fix) => ({ fix, code: this.#codes.get(fix), words: fixWords(fix) }));
    this.#faults = view.faults;
    return view;
  }
}

async function read(bytes: Uint8Array, name: string, options: ReadOptions): ReturnType<typeof readBytes> {
  try {
    // Said again: a bundle may unpack to far more than it has.
    return await readBytes(bytes, { name }, { ...options, mostBytes });
  } catch (error) {
    throw forPeople(error);
  }
}

function plainly<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw forPeople(error);
  }
}

const isForPeople = (error: unknown): error is OpenDataError => error instanceof OpenDataError;

const forPeople = (error: unknown): unknown =>
  isForPeople(error) ? new PlainError(error.message, { cause: error }) : error;

function viewOf({ mending, wish, undone }: OpenFile, doneStep: (fix: Fix) => DoneStep): DataFileView {
  const { table, steps } = mending;
  const { rows, columns, faults } = profile(table);
  const { format, encoding, delimiter, sheets } = table.reading;
  const left = table.leftOut.filter(({ reason }) => reason !== "blank");
  return {
    name: table.source.name,
    size: table.source.size,
    reading: { format, encoding, delimiter, sheets },
    headerRow: table.layout.headerRows.at(-1) ?? null,
    rows,
    columns: columns.map((column, at) => ({ ...column, dateOrder: table.columns[at]?.dateOrder ?? null })),
    faults,
    choices: table.choices.filter(({ about }) => about !== "type"),
    wish,
    kept: keptReading(mending.original, wish),
    leftOut: left.slice(0, shownLeftOut),
    leftOutCount: left.length,
    head: table.rowNumbers.slice(0, shownRows).map((row, at): HeadRow => ({
      row,
      cells: table.columns.map(({ values }) => {
        const value = values[at] ?? null;
        return value === null ? null : String(value);
      }),
    })),
    done: steps.map(doneStep),
    undone: undone.map(doneStep),
  };
}
