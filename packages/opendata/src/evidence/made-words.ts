/** How a file behind the findings was made, where notebooks wrote it: one sentence or more for each file on the way, oldest first. */
import type { MadeFrom } from "../lineage/made-by.js";
import { countOf } from "../say.js";
import type { LineageEarlier, LineageMade } from "../publish/release.js";
import type { NotebookCell } from "../publish/data-set-record.js";

/** What is known of it; `changed` where a note lies beside it that is of other bytes. */
export interface DataMade {
  readonly made?: LineageMade;
  readonly notebook?: NotebookCell;
  readonly changed?: string;
}

type File = Omit<LineageEarlier, "sha256">;

export function madeWords(name: string, { made, notebook, changed }: DataMade): readonly string[] {
  if (changed !== undefined) return [changed];
  if (made === undefined) return [];
  const { earlier = [], earlierCut, ...own } = made;
  const files: readonly File[] = [...earlier, { ...own, file: name, ...(notebook === undefined ? {} : { notebook }) }];
  return [
    ...(earlierCut === true ? ["More files came before these."] : []),
    ...files.map(fileWords),
    ...(files.some(({ cells }) => cells !== undefined) ? ["The code is in evidence.json, under “made”."] : []),
  ];
}

const mostSteps = 50;

function fileWords({ file, notebook, from, steps, withheld }: File): string {
  const by =
    notebook === undefined
      ? "a notebook"
      : `${/^cell /i.test(notebook.cell) ? "" : "cell "}${notebook.cell} of ${notebook.path}`;
  const sources = from.length === 0 ? "" : `, from ${from.map(fromWords).join("; ")}`;
  return [
    `${file} was written by ${by}${sources}.`,
    ...steps.slice(0, mostSteps).map((step) => `${step}.`),
    ...(steps.length > mostSteps ? [`And ${countOf(steps.length - mostSteps, "step")} more, in evidence.json.`] : []),
    ...(withheld === undefined ? [] : [withheld]),
  ].join(" ");
}

function fromWords({ name, publisher, licence, url, sha256, changedSince, madeAnewSince }: MadeFrom): string {
  const about = [publisher, licence, url, sha256 === undefined ? undefined : `SHA-256 ${sha256}`].filter(
    (part) => part !== undefined,
  );
  const since =
    changedSince !== undefined
      ? `, which was changed after ${changedSince} wrote it`
      : madeAnewSince !== undefined
        ? `, which ${madeAnewSince} has written anew since then`
        : "";
  return `${name}${about.length === 0 ? "" : ` (${about.join(", ")})`}${since}`;
}
