/** Notes beside a file that a cell wrote how it was made. Outside a notebook nothing is known, and nothing is written. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { originsOf, type Provenance } from "../table/provenance.js";
import { madeByFormat, madeByName, mostLineageBytes, type MadeBy, type MadeFrom } from "./made-by.js";
import { ranCells, type RanCell } from "./ran-cells.js";

export async function writeMadeBy(path: string, sha256: string, about: Provenance): Promise<void> {
  const cells = ranCells();
  const last = cells.at(-1);
  if (last === undefined) return;
  const notebook = await notebookOf(last);
  const made: MadeBy = {
    format: madeByFormat,
    sha256,
    ...(notebook === undefined ? {} : { notebook }),
    from: originsOf(about).map(fromOf),
    steps: about.steps.map(({ words, rowsBefore, rowsAfter }) =>
      rowsBefore === rowsAfter ? words : `${words} (${rowsBefore} rows before, ${rowsAfter} after)`,
    ),
    cells: cells.map(cellOf),
  };
  const text = (given: MadeBy): string => `${JSON.stringify(given, null, 2)}\n`;
  const whole = text(made);
  // Of an evening's long work only the cell itself.
  const fits = whole.length <= mostLineageBytes ? whole : text({ ...made, cells: [cellOf(last)] });
  await writeFile(madeByName(path), fits);
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
