/** A small package that a notebook's table is published from, and how: for tests of the way back. All of it is invented. */
import { execFile } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const surgery = join(import.meta.dirname, "../../packages/cli/bin/surgery.js");

export const rawVisits = "place,month,visits\nAbbey,2025-01,20\nAbbey,2025-02,31\nDocks,2025-01,44\nDocks,2025-02,\n";

const words = {
  id: "visits-by-place",
  title: "Visits by place (invented)",
  description: "Visits that nobody made.",
  keeper: { name: "The Invented Group", email: "data@invented.example" },
  licence: "CC-BY-4.0",
  update: "monthly",
  rowIs: "place",
  answers: {
    allowed: "Yes.",
    whose: "Ours.",
    personal: "Nobody is in it.",
    small: "None.",
    meaning: "Yes.",
    change: "Monthly.",
  },
};
const table = { name: "visits", file: "by-place.csv", columns: { place: "Where.", visits: "How many." } };

export interface PublishedVisits {
  /** The folder of the version. */
  readonly place: string;
  /** What the command said. */
  readonly said: string;
}

/** The written table and its note alone, from the folder `work`: neither the raw file nor what came between. */
export async function publishVisits(
  folder: string,
  name: string,
  work: string,
  more: object,
): Promise<PublishedVisits> {
  const [given, site] = [join(folder, name), join(folder, `${name}-site`)];
  await mkdir(given);
  for (const file of ["by-place.csv", "by-place.csv.lineage"]) await cp(join(work, file), join(given, file));
  await writeFile(join(given, "publish.json"), JSON.stringify({ ...words, tables: [{ ...table, ...more }] }));
  const { stdout } = await promisify(execFile)(process.execPath, [surgery, "publish", given, "--out", site]);
  return { place: join(site, words.id, "v1"), said: stdout };
}
