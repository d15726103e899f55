/** Evidence is made in the real kernel, goes into a zip, is unpacked by another program, and comes out the same where it is run anew. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

test(
  "what was read from the web is run anew from the copy in the zip, when the web has it no more",
  { timeout: 300_000 },
  async () => {
    const web = createServer((_request, response) =>
      response.end("ward,alone,older\nAbbey,470,1570\nDocks,644,1610\n"),
    );
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(web.address() as AddressInfo).port}/wards.csv`;
    const place = join(folder, "from-the-web");
    await mkdir(place);
    await using kernel = await launchKernel({ cwd: place });
    const { reply } = await kernel.run(`import { evidencePack, rate, read } from "@data-surgery/opendata";
let wards = (await read(${JSON.stringify(address)})).from({ publisher: "Invented for teaching", licence: "CC0 1.0" });
let pack = await evidencePack({
  question: "Is there a need?",
  findings: [rate(wards, { count: "alone", population: "older", label: "ward" })],
});
await pack.save("web.zip");`);
    expect(reply["status"]).toBe("ok");
    await new Promise((resolve) => web.close(resolve));
    expect(await surgery(join(place, "web.zip"), "--run")).toMatchObject({ code: 0, out: { run: { type: "same" } } });
  },
);

test(
  "what was found by asking a portal is run anew when portal and file are gone: the same sentences, by the command and in a bare kernel",
  { timeout: 600_000 },
  async () => {
    const portal = createServer(({ url = "", headers }, response) => {
      const base = `http://${headers.host ?? ""}`;
      // The shape of package_search: https://docs.ckan.org/en/2.11/api/
      const data = {
        id: "c322307a",
        name: "amble-wards",
        title: "Amble wards (invented)",
        license_title: "UK Open Government Licence (OGL)",
        organization: { title: "Amble Borough Council (invented)" },
        resources: [{ name: "Wards", format: "CSV", url: `${base}/files/wards.csv` }],
      };
      if (url.startsWith("/files/")) response.end("ward,alone,older\nAbbey,470,1570\nDocks,644,1610\n");
      else if (url.startsWith("/api/3/action/package_search"))
        response.end(JSON.stringify({ success: true, result: { count: 1, results: [data] } }));
      else if (url.startsWith("/api/3/action/package_show"))
        response.end(JSON.stringify({ success: true, result: data }));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => portal.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    const place = join(folder, "from-a-portal");
    await mkdir(place);
    await using kernel = await launchKernel({ cwd: place });
    const written = [
      `import { evidencePack, open, rate, search } from "@data-surgery/opendata";
let found = await search("wards", { in: ${JSON.stringify(base)} });`,
      `let wards = await open(found.at(0));
let again = await open(${JSON.stringify(`${base}/dataset/amble-wards`)});`,
      `let pack = await evidencePack({
  question: "Is there a need?",
  findings: [rate(wards, { count: "alone", population: "older", label: "ward" }), rate(again, { count: "older", population: "alone", label: "ward" })],
});
await pack.save("portal.zip");`,
    ];
    for (const code of written) expect((await kernel.run(code)).reply["status"]).toBe("ok");
    portal.closeAllConnections();
    await new Promise((resolve) => portal.close(resolve));

    const zip = join(place, "portal.zip");
    expect(await surgery(zip, "--run")).toMatchObject({
      code: 0,
      out: { faults: [], run: { type: "same", findings: 2, copies: { files: 1, answers: 2 } } },
    });

    const out = join(folder, "portal-gone");
    await unpack(zip, out);
    await using other = await launchKernel({ cwd: join(out, "data") });
    for (const code of written) expect((await other.run(code)).reply["status"]).toBe("ok");
    const again = join(folder, "portal-again");
    await unpack(join(out, "data", "portal.zip"), again);
    const record = async (where: string): Promise<{ findings: unknown; data: readonly { sha256: string }[] }> =>
      JSON.parse(await readFile(join(where, "evidence.json"), "utf8")) as Awaited<ReturnType<typeof record>>;
    const [before, now] = [await record(out), await record(again)];
    expect(now.findings).toEqual(before.findings);
    expect(now.data.map(({ sha256 }) => sha256)).toEqual(before.data.map(({ sha256 }) => sha256));
    // What was done says that nobody was asked.
    expect(await readFile(join(again, "evidence.html"), "utf8")).toContain("the web was not asked");
    expect(await readFile(join(out, "evidence.html"), "utf8")).not.toContain("the web was not asked");
  },
);
