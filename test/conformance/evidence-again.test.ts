/** Evidence is made in the real kernel, goes into a zip, is unpacked by another program, and comes out the same where it is run anew. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { launchKernel } from "../support/kernel-process.js";
import { unpack } from "../support/unpack.js";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");
const folder = await mkdtemp(join(tmpdir(), "evidence-again-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
const work = join(folder, "work");
await mkdir(work);
await writeFile(
  join(work, "referrals.csv"),
  "ward,referrals,people\nAbbey,60,4000\nBridge,30,6000\nCastle,41,8000\nDocks,210,5000\n",
);

/** As a group would write it; the second cell is run with a slip first. */
const cells = [
  'import { evidencePack, needByPlace, read } from "@data-surgery/opendata";\nlet referrals = (await read("referrals.csv")).from({ publisher: "Invented for teaching", licence: "CC0 1.0", published: "2025" });',
  'let need = needByPlace(referrals, { count: "refferals", population: "people", place: "ward", whole: "Ambleford" });',
  'let need = needByPlace(referrals, { count: "referrals", population: "people", place: "ward", whole: "Ambleford" });',
  `let pack = await evidencePack({ question: "Where is the need?", findings: need.findings, limits: need.limits,
  checks: { personal: "No.", small: "None below 5.", questions: "The club's secretary." } });
await pack.save("our-evidence.zip");
pack`,
];

interface Ended {
  readonly code: number;
  readonly out: Readonly<Record<string, unknown>>;
}

async function surgery(...args: readonly string[]): Promise<Ended> {
  const command = [join(root, "packages/cli/bin/surgery.js"), "evidence", "--json", ...args];
  const ended = await run(process.execPath, command).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { readonly code: number; readonly stdout: string }) => error,
  );
  return { code: ended.code, out: JSON.parse(ended.stdout) as Ended["out"] };
}

test(
  "the cells that ran go into the zip, and run anew elsewhere they give the same sentences and figures",
  { timeout: 300_000 },
  async () => {
    await using kernel = await launchKernel({ cwd: work });
    const statuses: unknown[] = [];
    for (const [at, code] of cells.entries()) {
      const id = await kernel.send("shell", "execute_request", { code }, { metadata: { cellId: `cell-of-${at}` } });
      statuses.push((await kernel.answerTo(id)).reply["status"]);
    }
    expect(statuses).toEqual(["ok", "error", "ok", "ok"]);
    const zip = join(work, "our-evidence.zip");
    const out = join(folder, "elsewhere");
    await unpack(zip, out);
    await run("sha256sum", ["--strict", "--quiet", "-c", "SHA256SUMS"], { cwd: out });
    const record = JSON.parse(await readFile(join(out, "evidence.json"), "utf8")) as {
      readonly findings: readonly { readonly sentence: string }[];
    };
    const notebook = JSON.parse(await readFile(join(out, "data", "notebook.ipynb"), "utf8")) as {
      readonly cells: readonly { readonly id: string; readonly source: string }[];
    };
    // What failed is not in it.
    expect(notebook.cells.map(({ id }) => id)).toEqual(["cell-of-0", "cell-of-2", "cell-of-3"]);

    // By hand: each cell in a new kernel, in the unpacked folder.
    await using other = await launchKernel({ cwd: join(out, "data") });
    for (const { source } of notebook.cells) expect((await other.run(source)).reply["status"]).toBe("ok");
    const again = join(folder, "again");
    await unpack(join(out, "data", "our-evidence.zip"), again);
    expect(JSON.parse(await readFile(join(again, "evidence.json"), "utf8"))).toMatchObject({
      findings: record.findings,
    });

    // By the command: from the zip.
    expect(await surgery(zip, "--run")).toMatchObject({
      code: 0,
      out: { ok: true, faults: [], run: { type: "same", findings: 3 } },
    });
  },
);

test(
  "a changed file is told and not run; a notebook that finds something else is told with both sentences",
  { timeout: 300_000 },
  async () => {
    const out = join(folder, "elsewhere");
    await rm(join(out, "data", "our-evidence.zip"));
    expect(await surgery(out)).toMatchObject({ code: 0, out: { ok: true } });
    const data = join(out, "data", "referrals.csv");
    const changed = (await readFile(data, "utf8")).replace("210", "31");
    await writeFile(data, changed);
    expect(await surgery(out, "--run")).toMatchObject({
      code: 1,
      out: { ok: false, faults: [expect.stringContaining("data/referrals.csv")] },
    });
    expect((await surgery(out, "--run")).out["run"]).toBeUndefined();
    // Somebody changes the checksums too: then it is what the notebook finds that gives it away.
    const { stdout: sum } = await run("sha256sum", [data]);
    const hash = sum.slice(0, 64);
    const record = await readFile(join(out, "evidence.json"), "utf8");
    const before = /"sha256": "([0-9a-f]{64})",\n\s+"size"/.exec(record)?.[1] ?? "";
    await writeFile(join(out, "evidence.json"), record.replaceAll(before, hash));
    const { stdout } = await run(
      "sha256sum",
      ["README.md", "evidence.html", "evidence.json", "data/notebook.ipynb", "data/referrals.csv"],
      { cwd: out },
    );
    await writeFile(join(out, "SHA256SUMS"), stdout);
    expect(await surgery(out, "--run")).toMatchObject({
      code: 1,
      out: {
        faults: [],
        run: { type: "different", differences: [{ before: expect.stringContaining("Docks") }, {}, {}] },
      },
    });
  },
);
