/** A notebook made from a file runs from its first cell to its last, in the real kernel. */
import { profile, readSource, starterNotebook } from "@data-surgery/opendata";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { launchKernel } from "../support/kernel-process.js";

/** From here notebooks find what they import. */
const root = join(import.meta.dirname, "..", "..");
const folder = await mkdtemp(join(tmpdir(), "starter-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const kinds: Readonly<Record<string, string>> = {
  "grants.csv":
    "Grants 2024\nTitle,Ward,Date,Amount\nPaint,Ash,03/04/2024,£500\nFood,Birch,14/05/2024,£900\nBus,Ash,20/06/2024,\nTents,Ash,21/06/2024,£20\n",
  "years.csv": "year,visits\n2021,4\n2022,9\n2023,7\n",
  "one column.csv": "name\nA\nB\n",
  "odd names.csv": '"a ""b""",__proto__,count\nx,1,2\ny,2,3\nx,3,4\n',
};
for (const [name, text] of Object.entries(kinds)) await writeFile(join(folder, name), text);
const real = process.env["OPEN_DATA_FILES"] ?? join(import.meta.dirname, "..", "..", "..", "shared", "data");
const realFiles = existsSync(real) ? readdirSync(real).filter((name) => name.endsWith(".csv")) : [];
const files = [...Object.keys(kinds).map((name) => join(folder, name)), ...realFiles.map((name) => join(real, name))];

test.each(files)("%s: every cell of its notebook runs", async (file) => {
  const source = await readSource(file);
  const { cells } = starterNotebook(source, profile(source), [], { path: file, oneRow: "record" });
  await using kernel = await launchKernel({ cwd: root });
  for (const { id, cell_type: type, source: code } of cells) {
    if (type !== "code") continue;
    const { reply } = await kernel.run(code);
    expect({ id, status: reply["status"], said: reply["evalue"] }).toEqual({ id, status: "ok" });
  }
});
