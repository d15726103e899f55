/** A notebook made from a file runs from its first cell to its last, in the real kernel, from the folder that it lies in. */
import {
  createMending,
  mendStep,
  profile,
  readSource,
  starterNotebook,
  type Fix,
  type Mending,
  type StarterWords,
} from "@data-surgery/opendata";
import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { launchKernel } from "../support/kernel-process.js";

/** As the server's data folder: notebooks below it find the toolkit. */
const folder = await mkdtemp(join(tmpdir(), "starter-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
await symlink(join(import.meta.dirname, "..", "..", "node_modules"), join(folder, "node_modules"), "junction");
const person = join(folder, "person");
await mkdir(person);
const kinds: Readonly<Record<string, string>> = {
  "grants.csv":
    "Grants 2024\nTitle,Ward,Date,Amount\nPaint,Ash,03/04/2024,£500\nFood,Birch,14/05/2024,£900\nBus,Ash,20/06/2024,\nTents,Ash,21/06/2024,£20\n",
  "years.csv": "year,visits\n2021,4\n2022,9\n2023,7\n",
  "one column.csv": "name\nA\nB\n",
  "odd names.csv": '"a ""b""",__proto__,count\nx,1,2\ny,2,3\nx,3,4\n',
  // Named as what the cells import or declare.
  "count.csv": "ward,count,total\nAsh,1,2\nAsh,2,3\nBirch,5,9\n",
  "largest.csv": "title,ward,amount\nPaint,Ash,£5\nFood,Birch,£9\nBus,Ash,£7\nTents,Ash,£2\n",
  "to mend.csv":
    "Payee,Date,Amount\n Acme ,03/04/2024,£5.00\nBest,14/05/2024,n/a\nACME,20/06/2024,£7.00\nBest,20/06/2024,£9.00\nTotal,,£21.00\n",
};
for (const [name, text] of Object.entries(kinds)) await writeFile(join(person, name), text);
const real = process.env["OPEN_DATA_FILES"] ?? join(import.meta.dirname, "..", "..", "..", "shared", "data");
const realFiles = existsSync(real) ? readdirSync(real).filter((name) => name.endsWith(".csv")) : [];
for (const name of realFiles) await copyFile(join(real, name), join(person, name));
const files = [...Object.keys(kinds), ...realFiles];

/** Runs the file's notebook; gives each code cell that did not go well. */
async function failures(name: string, mending: Mending, words: Omit<StarterWords, "path">): Promise<unknown[]> {
  const { table, steps } = mending;
  const { cells } = starterNotebook(table, profile(table), steps, { path: name, ...words });
  const codes = cells.filter((cell) => cell.cell_type === "code");
  expect(codes.length).toBeGreaterThan(5);
  await using kernel = await launchKernel({ cwd: person });
  const failed: unknown[] = [];
  for (const { id, source } of codes) {
    const { reply } = await kernel.run(source);
    if (reply["status"] !== "ok") failed.push({ id, said: reply["evalue"], source });
  }
  return failed;
}

test.each(files)("%s: every cell of its notebook runs, in the group's words and without any", async (name) => {
  const mending = createMending(await readSource(join(person, name)));
  expect(await failures(name, mending, { oneRow: "record", question: "What changed?" })).toEqual([]);
  expect(await failures(name, mending, {})).toEqual([]);
});

/** As a person mends: what is offered first is done, and then the table is looked at again. */
function mended(start: Mending): Mending {
  let mending = start;
  for (let offer = nextOffer(mending); offer !== undefined; offer = nextOffer(mending))
    mending = mendStep(mending, offer);
  return mending;
}

function nextOffer({ table, steps }: Mending): Fix | undefined {
  const done = new Set(steps.map((step) => JSON.stringify(step)));
  return profile(table)
    .faults.flatMap(({ fix }) => (fix.fix === null || fix.done ? [] : [fix.fix]))
    .find((fix) => !done.has(JSON.stringify(fix)));
}

test.each(files)("%s: every cell runs after all that was offered to mend it", async (name) => {
  const mending = mended(createMending(await readSource(join(person, name))));
  if (name === "to mend.csv") expect(mending.steps.length).toBeGreaterThan(1);
  expect(await failures(name, mending, {})).toEqual([]);
});
