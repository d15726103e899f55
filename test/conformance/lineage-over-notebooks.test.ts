/** From a published number over two notebooks to the raw file, by what stands in the release alone; and forward again. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { launchKernel } from "../support/kernel-process.js";
import { publishVisits, rawVisits } from "../support/visits-package.js";

const root = join(import.meta.dirname, "..", "..");
const folder = await mkdtemp(join(tmpdir(), "lineage-over-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

const notebooks = {
  "clean-up.ipynb": [
    'import { read } from "@data-surgery/opendata";\nlet raw = (await read("raw.csv")).from({ publisher: "Invented for teaching", licence: "CC0 1.0" });',
    'await raw.withoutMissing("visits").save("clean.csv", { replace: true });',
  ],
  "our-visits.ipynb": [
    'import { read, sum } from "@data-surgery/opendata";\nlet visits = await read("clean.csv");',
    'let byPlace = visits.groupBy("place").summarise({ visits: sum("visits") });',
    'await byPlace.save("by-place.csv", { replace: true });',
  ],
} as const;
type Name = keyof typeof notebooks;

interface From {
  readonly name: string;
  readonly sha256: string;
  readonly changedSince?: string;
}
interface Made {
  readonly from: readonly From[];
  readonly steps: readonly string[];
  readonly cells?: readonly { readonly source: string; readonly sha256: string }[];
  readonly withheld?: string;
}
interface Notebook {
  readonly path: string;
  readonly cell: string;
  readonly sha256: string;
}
interface Released {
  readonly tables: readonly {
    readonly csv: { readonly path: string; readonly sha256: string };
    readonly lineage: {
      readonly sha256: string;
      readonly notebook: Notebook;
      readonly made: Made & {
        readonly earlier?: readonly (Made & {
          readonly file: string;
          readonly sha256: string;
          readonly notebook: Notebook;
        })[];
      };
    };
  }[];
}

/** Each notebook in a kernel of its own, as on two evenings. */
async function work(place: string, name: Name, cells: readonly string[] = notebooks[name]): Promise<void> {
  const id = (at: number): string => `${name.replace(".ipynb", "")}-${at}`;
  await writeFile(
    join(place, name),
    JSON.stringify({ cells: cells.map((source, at) => ({ cell_type: "code", id: id(at), source })) }),
  );
  await using kernel = await launchKernel({ cwd: place });
  for (const [at, code] of cells.entries()) {
    const sent = await kernel.send("shell", "execute_request", { code }, { metadata: { cellId: id(at) } });
    expect((await kernel.answerTo(sent)).reply["status"]).toBe("ok");
  }
}

async function publish(name: string, from: string, more: object) {
  const { place, said } = await publishVisits(folder, name, from, more);
  const text = await readFile(join(place, "release.json"), "utf8");
  const [released] = (JSON.parse(text) as Released).tables;
  if (released === undefined) throw new Error("A release without a table.");
  return { place, text, released, said, page: await readFile(join(place, "index.html"), "utf8") };
}

test(
  "a published number leads over two notebooks to the raw file, and their cells make it again from that",
  { timeout: 600_000 },
  async () => {
    const place = join(folder, "work");
    await mkdir(place);
    await writeFile(join(place, "raw.csv"), rawVisits);
    await work(place, "clean-up.ipynb");
    await work(place, "our-visits.ipynb");

    // Without a word of the keeper's, the steps of both are told, and the code of neither.
    const quiet = await publish("quiet", place, {});
    expect(quiet.text).toContain("Left out the rows with something missing in visits");
    expect(quiet.text).not.toMatch(/withoutMissing|summarise/);
    expect(quiet.page).not.toMatch(/withoutMissing|summarise/);
    expect(quiet.said).toContain("clean.csv by cell 2 of clean-up.ipynb");

    const { released, page, text, place: version } = await publish("shown", place, { showCode: true });
    // The number: 51 visits in Abbey.
    const csv = await readFile(join(version, released.csv.path));
    expect(csv.toString()).toContain("Abbey,51");
    expect(released.csv.sha256).toBe(sha256(csv));
    // Back to its cell, in the second notebook.
    const { made, notebook, sha256: saved } = released.lineage;
    expect(notebook).toMatchObject({
      path: "our-visits.ipynb",
      cell: "cell 3",
      sha256: sha256(notebooks["our-visits.ipynb"][2]),
    });
    // Back to what that read, which the first notebook wrote.
    const [clean] = made.from;
    const before = made.earlier?.find((one) => one.sha256 === clean?.sha256);
    expect(before).toMatchObject({ file: "clean.csv", notebook: { path: "clean-up.ipynb", cell: "cell 2" } });
    expect(before?.cells?.map(({ source }) => source)).toEqual(notebooks["clean-up.ipynb"]);
    // Back to the raw file, which no notebook wrote.
    expect(before?.from).toMatchObject([
      { name: "raw.csv", publisher: "Invented for teaching", sha256: sha256(rawVisits) },
    ]);
    expect(text).not.toContain(folder);

    const described = JSON.parse(await readFile(join(version, "datapackage.json"), "utf8")) as {
      readonly resources: readonly { readonly sources: unknown }[];
    };
    expect(described.resources[0]?.sources).toEqual([{ title: "by-place.csv" }, { title: "raw.csv" }]);
    // The same for programs, beside the data and named in its checksums.
    const prov = await readFile(join(version, "lineage.jsonld"));
    expect(prov.toString()).toContain(sha256(rawVisits));
    expect(prov.toString()).not.toContain("withoutMissing");
    expect(await readFile(join(version, "SHA256SUMS"), "utf8")).toContain(`${sha256(prov)}  lineage.jsonld`);
    expect(page).toContain('<a href="lineage.jsonld">');

    // And forward again, from what the release says and that source.
    const again = join(folder, "again");
    await mkdir(again);
    await writeFile(join(again, "raw.csv"), rawVisits);
    await work(
      again,
      "clean-up.ipynb",
      before?.cells?.map(({ source }) => source),
    );
    await work(
      again,
      "our-visits.ipynb",
      made.cells?.map(({ source }) => source),
    );
    expect(sha256(await readFile(join(again, "by-place.csv")))).toBe(saved);

    // As a reader goes: from the chart's or the first rows' link to the file, and part by part to the oldest.
    expect(page).toContain('href="#origin-visits"');
    expect(page).toContain('Read clean.csv, made in <a href="#made-visits-1">part 1</a>,');
    expect(page.indexOf('<h4 id="made-visits-1">1. <code>clean.csv</code></h4>')).toBeLessThan(
      page.indexOf('<h4 id="made-visits-2">2. <code>by-place.csv</code>'),
    );
    expect(page).toContain("withoutMissing(&quot;visits&quot;)");
    expect(page).not.toContain("<script src");
  },
);

test(
  "private words in the first notebook's code keep that back and no other; what is changed between the two is told",
  { timeout: 600_000 },
  async () => {
    const place = join(folder, "private");
    await mkdir(place);
    await writeFile(join(place, "raw.csv"), rawVisits);
    const [first, second] = notebooks["clean-up.ipynb"];
    await work(place, "clean-up.ipynb", [`${first}\n// ask jo.bloggs@invented.example`, second]);
    await work(place, "our-visits.ipynb");
    const kept = await publish("kept", place, { showCode: true });
    expect(kept.text).not.toContain("jo.bloggs");
    expect(kept.page).not.toContain("jo.bloggs");
    expect(kept.released.lineage.made.earlier?.[0]?.withheld).toContain("e-mail addresses");
    expect(kept.released.lineage.made.cells).toHaveLength(3);

    await writeFile(join(place, "clean.csv"), "place,month,visits\nAbbey,2025-01,510\n");
    await work(place, "our-visits.ipynb");
    const changed = await publish("by-hand", place, { showCode: true });
    expect(changed.released.lineage.made.earlier).toBeUndefined();
    expect(changed.released.lineage.made.from).toMatchObject([{ name: "clean.csv", changedSince: "clean-up.ipynb" }]);
    expect(changed.page).toContain("It was changed after the notebook <code>clean-up.ipynb</code> wrote it");
  },
);
