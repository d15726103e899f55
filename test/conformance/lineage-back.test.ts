/** From a number in a published file back to the cell and the raw file, by what stands in the release alone. */
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { launchKernel } from "../support/kernel-process.js";
import { publishVisits, rawVisits } from "../support/visits-package.js";

const root = join(import.meta.dirname, "..", "..");
const folder = await mkdtemp(join(tmpdir(), "lineage-back-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const cells = [
  'import { read, sum } from "@data-surgery/opendata";\nlet visits = (await read("raw.csv")).from({ publisher: "Invented for teaching", licence: "CC0 1.0" });',
  'let byPlace = visits.withoutMissing("visits").groupBy("place").summarise({ visits: sum("visits") });',
  'await byPlace.save("by-place.csv", { replace: true });',
];

interface Released {
  readonly tables: readonly {
    readonly csv: { readonly path: string; readonly sha256: string };
    readonly lineage: {
      readonly sha256: string;
      readonly notebook: { readonly path: string; readonly cell: string; readonly sha256: string };
      readonly made: {
        readonly from: readonly { readonly name: string; readonly sha256: string }[];
        readonly steps: readonly string[];
        readonly cells?: readonly { readonly name: string; readonly source: string; readonly sha256: string }[];
        readonly withheld?: string;
      };
    };
  }[];
}

test(
  "a published number leads to its cell and to the raw file, and the cells make it again",
  { timeout: 300_000 },
  async () => {
    const work = join(folder, "work");
    await mkdir(work);
    await writeFile(join(work, "raw.csv"), rawVisits);
    await writeFile(
      join(work, "our-visits.ipynb"),
      JSON.stringify({ cells: cells.map((source, at) => ({ cell_type: "code", id: `made-here-${at}`, source })) }),
    );
    await using kernel = await launchKernel({ cwd: work });
    for (const [at, code] of cells.entries()) {
      const id = await kernel.send("shell", "execute_request", { code }, { metadata: { cellId: `made-here-${at}` } });
      expect((await kernel.answerTo(id)).reply["status"]).toBe("ok");
    }

    // Without a word of the keeper's the steps are told, and the code is not.
    const quiet = await publishVisits(folder, "quiet", work, {});
    const silent = await readFile(join(quiet.place, "release.json"), "utf8");
    expect(silent).toContain("Left out the rows with something missing in visits");
    expect(silent).not.toContain("summarise");
    expect(quiet.said).toContain("showCode");

    const { place } = await publishVisits(folder, "shown", work, { showCode: true });
    const released = JSON.parse(await readFile(join(place, "release.json"), "utf8")) as Released;
    // The number: 51 visits in Abbey.
    const [one] = released.tables;
    const csv = await readFile(join(place, one?.csv.path ?? ""));
    expect(csv.toString()).toContain("Abbey,51");
    expect(one?.csv.sha256).toBe(sha256(csv));
    // Back to the cell, in its notebook.
    const { made, notebook, sha256: read } = one?.lineage ?? {};
    expect(notebook).toMatchObject({
      path: "our-visits.ipynb",
      cell: "cell 3",
      sha256: sha256(Buffer.from(cells[2] ?? "")),
    });
    expect(made?.cells?.map(({ source }) => source)).toEqual(cells);
    // Back to the source.
    expect(made?.from).toMatchObject([
      { name: "raw.csv", publisher: "Invented for teaching", sha256: sha256(Buffer.from(rawVisits)) },
    ]);
    // And forward again, from what the release says and that source.
    const again = join(folder, "again");
    await mkdir(again);
    await writeFile(join(again, "raw.csv"), rawVisits);
    await using other = await launchKernel({ cwd: again });
    for (const { source } of made?.cells ?? []) expect((await other.run(source)).reply["status"]).toBe("ok");
    expect(sha256(await readFile(join(again, "by-place.csv")))).toBe(read);

    const page = await readFile(join(place, "index.html"), "utf8");
    expect(page).toContain('href="#origin-visits"');
    expect(page).toContain('<h3 id="origin-visits">');
    expect(page).toContain('<a href="#code-visits-3">See the cell</a>');
    expect(page).toContain("byPlace.save(&quot;by-place.csv&quot;");
  },
);

test(
  "a file that was changed by hand afterwards is not told as the notebook's; private words in code keep it back",
  { timeout: 300_000 },
  async () => {
    const work = join(folder, "work");
    const changed = join(folder, "changed");
    await cp(work, changed, { recursive: true });
    await writeFile(join(changed, "by-place.csv"), "place,visits\nAbbey,510\nDocks,44\n");
    const after = await publishVisits(folder, "by-hand", changed, { showCode: true });
    const released = JSON.parse(await readFile(join(after.place, "release.json"), "utf8")) as Released;
    expect(released.tables[0]?.lineage.made).toBeUndefined();
    expect(await readFile(join(after.place, "index.html"), "utf8")).toContain("changed after the notebook wrote it");

    const beside = join(work, "by-place.csv.lineage");
    await writeFile(
      beside,
      (await readFile(beside, "utf8")).replace("let byPlace", "// ask jo.bloggs@invented.example\\nlet byPlace"),
    );
    const kept = await publishVisits(folder, "private", work, { showCode: true });
    const text = await readFile(join(kept.place, "release.json"), "utf8");
    expect(text).not.toContain("jo.bloggs");
    expect((JSON.parse(text) as Released).tables[0]?.lineage.made.withheld).toContain("e-mail addresses");
  },
);
