/** What goes into `from-the-web.json` of a zip: the copies of files that were read on the web, and what portals answered on the way to them. */
import { privateInCode } from "../lineage/private-in-code.js";
import { keptWebText, type KeptFile, type KeptSearch, type KeptSet } from "../web/kept-web.js";
import { notedAnswers } from "../web/noted-web.js";
import type { PlacedFile } from "./pack-layout.js";
import type { PackNotebook } from "./pack-notebook.js";

/** A long evening of searching is not what the page rests on. */
const mostBytes = 2 * 1024 * 1024;

export interface PackedWeb {
  readonly text: string;
  /** How many questions to portals are answered by it. */
  readonly answers: number;
}

/** @returns undefined where nothing came from the web, or no notebook goes along that would read it */
export function packWeb(notebook: PackNotebook, folder: string, placed: readonly PlacedFile[]): PackedWeb | undefined {
  const files = placed.flatMap(({ path, found: { file, used } }): KeptFile[] => {
    const { url } = file ?? {};
    if (url === undefined || used.sha256 === undefined || !path.startsWith(folder)) return [];
    return [{ url, path: path.slice(folder.length), sha256: used.sha256, readAt: used.readAt ?? "unknown" }];
  });
  const { searches, sets } = answersFor(notebook);
  if (files.length + searches.length + sets.length === 0) return undefined;
  const text = keptWebText({ files, searches, sets });
  if (Buffer.byteLength(text) <= mostBytes) return { text, answers: searches.length + sets.length };
  return files.length === 0 ? undefined : { text: keptWebText({ files, searches: [], sets: [] }), answers: 0 };
}

/**
 * Of a notebook that was named, only what its code asks for: in the same session other things may have been looked for. Where the cells
 * that ran are the notebook, it is all theirs.
 */
function answersFor({ from, text }: PackNotebook): {
  readonly searches: readonly KeptSearch[];
  readonly sets: readonly KeptSet[];
} {
  const noted = notedAnswers();
  const { sets } = noted;
  // A cell that failed is not in the notebook, and what it looked for need not be for everybody.
  const searches = noted.searches.filter(({ words }) => privateInCode(JSON.stringify(words)).length === 0);
  if (from === "ran") return { searches, sets };
  const says = (words: string): boolean => text.includes(JSON.stringify(words).slice(1, -1));
  const asked = searches.filter(({ words }) => says(words));
  const found = new Set(asked.flatMap((one) => one.found.map(({ address }) => address)));
  return { searches: asked, sets: sets.filter(({ address }) => found.has(address) || says(address)) };
}
