/** What a notebook noted beside a file that it wrote, as a release tells it. */
import { readFile, stat } from "node:fs/promises";
import { madeByName, mostLineageBytes, parseMadeBy, type MadeBy } from "../../lineage/made-by.js";
import { privateInCode } from "../../lineage/private-in-code.js";
import type { NotebookCell } from "../data-set-record.js";
import type { LineageMade, LineageStep } from "../release.js";
import { nothingThere } from "./durable-files.js";

export interface FoundMade {
  readonly made?: LineageMade;
  readonly notebook?: NotebookCell;
  /** What is to be told where there is something, and it is not true of this file. */
  readonly steps: readonly LineageStep[];
}

export async function loadMadeBy(path: string, sha256: string, showCode: boolean): Promise<FoundMade> {
  const beside = madeByName(path);
  const size = (await stat(beside).catch(nothingThere))?.size;
  if (size === undefined || size > mostLineageBytes) return { steps: [] };
  const found = parseMadeBy(await readFile(beside, "utf8"));
  if (found === undefined) return { steps: [] };
  if (found.sha256 !== sha256)
    return {
      steps: [
        { words: "The file was changed after the notebook wrote it, so what the notebook noted is not told here." },
      ],
    };
  const cell = found.cells.at(-1);
  return {
    made: { from: found.from, steps: found.steps, ...(showCode ? shown(found) : {}) },
    ...(cell === undefined
      ? {}
      : { notebook: { path: found.notebook ?? "the notebook", cell: cell.name, sha256: cell.sha256 } }),
    steps: [],
  };
}

/** The code, where nothing in it is private. */
function shown({ cells }: MadeBy): Pick<LineageMade, "cells" | "withheld"> {
  const found = [...new Set(cells.flatMap(({ source }) => privateInCode(source)))];
  return found.length === 0
    ? { cells }
    : { withheld: `The code is not shown, since something in it is not for everybody: ${found.join(", ")}.` };
}
