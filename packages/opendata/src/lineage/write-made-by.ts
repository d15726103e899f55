/** Notes beside a file that a cell wrote how it was made. Outside a notebook nothing is known, and nothing is written. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { originsOf, type Provenance } from "../table/provenance.js";
import { beforeFile, earlierOf, type BeforeFile } from "./earlier-made.js";
import { madeByFormat, madeByName, mostLineageBytes, type MadeBy, type MadeFile, type MadeFrom } from "./made-by.js";
import { ranCells, type RanCell } from "./ran-cells.js";

export async function writeMadeBy(path: string, sha256: string, about: Provenance): Promise<void> {
  const cells = ranCells();
  const last = cells.at(-1);
  if (last === undefined) return;
  const notebook = await notebookOf(last);
  const origins = originsOf(about);
  const before = await Promise.all(origins.map(({ file }) => beforeFile(file)));
  const made: MadeBy = {
    format: madeByFormat,
    sha256,
    ...(notebook === undefined ? {} : { notebook }),
    from: origins.map((origin, at) => ({ ...fromOf(origin), ...otherBytes(before[at]) })),
    steps: about.steps.map(({ words, rowsBefore, rowsAfter }) =>
      rowsBefore === rowsAfter ? words : `${words} (${rowsBefore} rows before, ${rowsAfter} after)`,
    ),
    cells: cells.map(cellOf),
  };
  await writeFile(madeByName(path), fitting({ ...made, ...earlierOf(before, made) }));
}

/** Of an evening's long work, and of a long line of files, as much as there is room for: what is nearest stays longest. */
function fitting(made: MadeBy): string {
  const onlyWriter = <File extends MadeFile>(one: File): File => ({ ...one, cells: one.cells.slice(-1) });
  const { earlier = [] } = made;
  const tries: readonly (() => MadeBy)[] = [
    () => made,
    () => ({ ...made, earlier: earlier.map(onlyWriter) }),
    () => onlyWriter({ ...made, earlier: earlier.map(onlyWriter) }),
    () => onlyWriter({ ...made, earlier: [], earlierCut: true }),
  ];
  let text = "";
  for (const shorter of tries) {
    text = `${JSON.stringify(shorter(), null, 2)}\n`;
    if (Buffer.byteLength(text) <= mostLineageBytes) break;
  }
  return text;
}

function otherBytes(before: BeforeFile | undefined): Pick<MadeFrom, "changedSince" | "madeAnewSince"> {
  return before?.type === "other" ? before.words : {};
}

function cellOf({ count, source }: RanCell): MadeBy["cells"][number] {
  return { name: `cell ${count}`, source, sha256: createHash("sha256").update(source).digest("hex") };
}

/** Never where it lay on this computer. */
function fromOf({ name, publisher, licence, url, readAt, file }: ReturnType<typeof originsOf>[number]): MadeFrom {
  return {
    name,
    ...(publisher === undefined ? {} : { publisher }),
    ...(licence === undefined ? {} : { licence }),
    ...(url === undefined ? {} : { url }),
    ...(file === undefined ? {} : { sha256: file.sha256 }),
    ...(readAt === undefined ? {} : { readAt }),
  };
}

const mostNotebooks = 50;
const mostNotebookBytes = 20 * 1024 * 1024;

/** The notebook in this folder that has a cell of this id: a kernel is not told whose it is. Other Jupyters say it in a variable. */
async function notebookOf({ id }: RanCell): Promise<string | undefined> {
  const named = process.env["JPY_SESSION_NAME"];
  if (named !== undefined && named !== "") return basename(named);
  if (id === undefined) return undefined;
  const names = (await readdir(process.cwd())).filter((name) => name.endsWith(".ipynb")).slice(0, mostNotebooks);
  for (const name of names) {
    const path = join(process.cwd(), name);
    if ((await stat(path)).size > mostNotebookBytes) continue;
    // As JSON writes it: the id is one of letters, digits, dashes.
    if ((await readFile(path, "utf8")).includes(`"${id}"`)) return name;
  }
  return undefined;
}
