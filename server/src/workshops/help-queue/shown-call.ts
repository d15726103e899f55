/** A call for help as helpers see it: with who it is, why, for how long, and where to look. Pure. */
import type { Board, HelpPlace } from "@data-surgery/contract";
import { notebookUrl } from "../notebook-url.js";
import type { Claim, HelpCall, Returned } from "./queue-state.js";

export interface ShownCall {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly waitedMs: number;
  /** What the checks tell of them, such as "4 tries on 2"; empty for nothing. */
  readonly trouble: string;
  readonly place: HelpPlace | undefined;
  /** The notebook at the cell; undefined when nothing is open yet. */
  readonly url: string | undefined;
  readonly claim: Claim | undefined;
  readonly returned: Returned | undefined;
}

export interface Helper {
  readonly personId: string;
  readonly name: string;
}

/** The queue of one moment for one helper. */
export interface QueuePart {
  readonly calls: readonly ShownCall[];
  readonly helpers: readonly Helper[];
  readonly selfId: string;
}

export function showCalls(calls: readonly HelpCall[], board: Board, at: number): ShownCall[] {
  const rows = new Map(board.rows.map((row) => [row.personId, row]));
  return calls.map(({ id, personId, askedAt, place, claim, returned }) => {
    const row = rows.get(personId);
    const notebook = place?.notebook ?? row?.notebook;
    return {
      id,
      personId,
      name: row?.name ?? "Somebody",
      waitedMs: at - askedAt,
      trouble: row?.alert?.trouble ?? "",
      place,
      url: notebook === undefined ? undefined : notebookUrl(notebook, place?.cellId),
      claim,
      returned,
    };
  });
}
