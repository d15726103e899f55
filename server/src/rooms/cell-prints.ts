/**
 * What each cell was when file and document were last equal, as short hashes: enough to tell on which side a cell has changed since,
 * at some 60 bytes a cell instead of a second copy of the notebook.
 */
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { createHash } from "node:crypto";
import { z } from "zod";

export interface CellPrint {
  readonly id: string;
  /** Type, text and attachments. */
  readonly source: string;
  readonly metadata: string;
  readonly outputs: string;
}

export interface NotebookPrints {
  readonly metadata: string;
  readonly cells: readonly CellPrint[];
}

const NotebookPrints: z.ZodType<NotebookPrints> = z.object({
  metadata: z.string(),
  cells: z.array(z.object({ id: z.string(), source: z.string(), metadata: z.string(), outputs: z.string() })),
});

/** For a document whose last common state is unknown: everything counts as changed on both sides, so nothing is given up. */
export const noPrints: NotebookPrints = { metadata: "", cells: [] };

export function printNotebook(notebook: Notebook): NotebookPrints {
  return { metadata: print(notebook.metadata), cells: notebook.cells.map(printCell) };
}

export function printCell(cell: Cell): CellPrint {
  const attachments = cell.cell_type === "code" ? undefined : cell.attachments;
  return {
    id: cell.id,
    source: print([cell.cell_type, cell.source, attachments]),
    metadata: print(cell.metadata),
    outputs: cell.cell_type === "code" ? print([cell.outputs, cell.execution_count]) : "",
  };
}

export function parsePrints(text: string): NotebookPrints {
  const parsed = NotebookPrints.safeParse(text === "" ? undefined : JSON.parse(text));
  return parsed.success ? parsed.data : noPrints;
}

function print(value: unknown): string {
  return createHash("sha256").update(stable(value)).digest("base64url").slice(0, 12);
}

/** The same text for the same value, whatever the order of its keys. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ""
  );
}
