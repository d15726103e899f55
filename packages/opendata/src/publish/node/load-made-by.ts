/** What notebooks noted beside a file that they wrote, as a release tells it. */
import { madeBeside } from "../../lineage/earlier-made.js";
import { unnamedNotebook, type MadeFile } from "../../lineage/made-by.js";
import { privateInCode } from "../../lineage/private-in-code.js";
import type { NotebookCell } from "../data-set-record.js";
import type { LineageEarlier, LineageMade, LineageStep } from "../release.js";

export interface FoundMade {
  readonly made?: LineageMade;
  readonly notebook?: NotebookCell;
  /** What is to be told where there is something, and it is not true of this file. */
  readonly steps: readonly LineageStep[];
}

export async function loadMadeBy(path: string, sha256: string, showCode: boolean): Promise<FoundMade> {
  const found = await madeBeside(path);
  if (found === undefined) return { steps: [] };
  if (found.sha256 !== sha256)
    return {
      steps: [
        { words: "The file was changed after the notebook wrote it, so what the notebook noted is not told here." },
      ],
    };
  const { earlier = [], earlierCut } = found;
  return {
    made: {
      ...told(found, showCode),
      ...(earlier.length === 0 ? {} : { earlier: earlier.map((one) => earlierTold(one, showCode)) }),
      ...(earlierCut === true ? { earlierCut } : {}),
    },
    ...notebookOf(found),
    steps: [],
  };
}

/** What an earlier notebook did is told by the same rules: its code only where it is wished, and never where something in it is private. */
function earlierTold(made: MadeFile & { readonly file: string }, showCode: boolean): LineageEarlier {
  return { file: made.file, sha256: made.sha256, ...notebookOf(made), ...told(made, showCode) };
}

function told({ from, steps, cells }: MadeFile, showCode: boolean): Pick<LineageMade, "from" | "steps" | "cells"> {
  return { from, steps: steps.map(tellable), ...(showCode ? shown(cells) : {}) };
}

function notebookOf({ notebook, cells }: MadeFile): Pick<FoundMade, "notebook"> {
  const cell = cells.at(-1);
  return cell === undefined
    ? {}
    : { notebook: { path: notebook ?? unnamedNotebook, cell: cell.name, sha256: cell.sha256 } };
}

/** A question in SQL stands in its step word for word. */
function tellable(step: string): string {
  const found = privateInCode(step);
  return found.length === 0
    ? step
    : `A step that is not told, since something in its words is not for everybody: ${found.join(", ")}`;
}

/** The code, where nothing in it is private. */
function shown(cells: MadeFile["cells"]): Pick<LineageMade, "cells" | "withheld"> {
  const found = [...new Set(cells.flatMap(({ source }) => privateInCode(source)))];
  return found.length === 0
    ? { cells }
    : { withheld: `The code is not shown, since something in it is not for everybody: ${found.join(", ")}.` };
}

/** Without the code of any notebook. */
export function withoutCode({ cells: _cells, withheld: _withheld, earlier, ...made }: LineageMade): LineageMade {
  return {
    ...made,
    ...(earlier === undefined ? {} : { earlier: earlier.map(({ cells: _theirs, withheld: _why, ...one }) => one) }),
  };
}
