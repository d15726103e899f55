import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rate } from "../analysis/rate.js";
import { publishToFolder } from "../publish/node/publish-to-folder.js";
import { planRelease } from "../publish/plan-release.js";
import { recordFor, toPublish } from "../publish/test-set.js";
import { read } from "../table/read.js";
import type { Table } from "../table/table.js";
import { evidencePack, type EvidencePackOptions } from "./evidence-pack.js";
import { parseEvidence } from "./evidence-record.js";
import { privateInCode } from "../lineage/private-in-code.js";

const folder = await mkdtemp(join(tmpdir(), "evidence-pack-"));
afterAll(() => rm(folder, { recursive: true }));
const wardsText = "ward,alone,older\nAbbey,470,1570\nDocks,644,1610\n";
const open = { publisher: "Invented for teaching", licence: "CC0 1.0", published: "2025" };
const said: Pick<EvidencePackOptions, "question" | "limits" | "checks"> = {
  question: "Should there be a second day?",
  limits: ["Not who is lonely."],
  checks: { personal: "No.", small: "None below 5.", questions: "The club's secretary." },
};
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const need = (wards: Table) => rate(wards, { count: "alone", population: "older", label: "ward" });

beforeAll(async () => {
  await mkdir(join(folder, "work"));
  await writeFile(join(folder, "wards.csv"), wardsText);
  await writeFile(join(folder, "work", "own.csv"), wardsText.replace("Abbey", "Castle"));
  await writeFile(
    join(folder, "work", "named.csv"),
    `ward,alone,older,email\nA,470,1570,jo.bloggs@invented.example\nB,500,1600,\n`,
  );
  const cells = [
    { cell_type: "markdown", id: "about", metadata: {}, source: ["# Ours\n", "and more"] },
    {
      cell_type: "code",
      id: "read",
      metadata: {},
      source: 'let wards = await read("../wards.csv");',
      outputs: [{ output_type: "stream", name: "stdout", text: "seen by nobody else" }],
      execution_count: 3,
    },
  ];
  await writeFile(
    join(folder, "work", "ours.ipynb"),
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }),
  );
});

test("a zip holds page, words, notebook without outputs, data where the notebook finds it, record, and checksums that another program proves", async () => {
  const wards = (await read(join(folder, "wards.csv"))).from(open);
  const own = (await read(join(folder, "work", "own.csv"))).from({ licence: "CC BY 4.0", publisher: "Us" });
  const pack = await evidencePack({
    ...said,
    findings: [need(wards), need(own)],
    notebook: join(folder, "work", "ours.ipynb"),
  });
  const files = await pack.files();
  expect([...files.keys()]).toEqual([
    "README.md",
    "evidence.html",
    "evidence.json",
    "data/work/ours.ipynb",
    "data/wards.csv",
    "data/work/own.csv",
    "SHA256SUMS",
  ]);
  expect(text(files.get("data/wards.csv"))).toBe(wardsText);
  expect(text(files.get("data/work/ours.ipynb"))).toContain("await read");
  expect(text(files.get("data/work/ours.ipynb"))).not.toContain("seen by nobody else");
  for (const content of files.values()) expect(text(content)).not.toContain(folder);
  const record = parseEvidence(text(files.get("evidence.json")));
  expect(record).toMatchObject({
    question: said.question,
    findings: [{ sentence: need(wards).sentence, chart: { axis: "Alone for every 1,000 older" } }, {}],
    data: [
      { name: "wards.csv", licence: "CC0 1.0", packed: "data/wards.csv", size: wardsText.length },
      { licence: "CC BY 4.0" },
    ],
    notebook: { path: "data/work/ours.ipynb", from: "given" },
  });
  expect(pack.sources[0]).toMatchObject({ title: "wards.csv", publisher: "Invented for teaching" });
  const zip = join(folder, "ours.zip");
  await pack.save(zip);
  await expect(pack.save(zip)).rejects.toMatchObject({ code: "file-exists" });
  await pack.save(join(folder, "again.zip"));
  expect(await readFile(zip)).toEqual(await readFile(join(folder, "again.zip")));
  const out = join(folder, "unpacked");
  const run = promisify(execFile);
  const python = "import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
  await run("python3", ["-c", python, zip, out]).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return run("unzip", ["-q", zip, "-d", out]);
  });
  await run("sha256sum", ["--strict", "-c", "SHA256SUMS"], { cwd: out });
});

test("the page stands alone: data with checksums, numbers open for paper, no script, and the same words in the notebook", async () => {
  const pack = await evidencePack({ ...said, findings: [need((await read(join(folder, "wards.csv"))).from(open))] });
  await pack.save(join(folder, "page.html"));
  const page = await readFile(join(folder, "page.html"), "utf8");
  expect(page).toContain("<details open>");
  expect(page).not.toContain("<details>");
  expect(page).not.toMatch(/<script|src="http/);
  expect(page.match(/<h1>/g)).toHaveLength(1);
  for (const form of [page, pack.html, pack.markdown]) {
    expect(form).toContain("The data behind it");
    expect(form).toMatch(/SHA-256 [0-9a-f]{64}/);
  }
  await expect(pack.save(join(folder, "page.pdf"))).rejects.toMatchObject({ code: "options-not-understood" });
});

test.each([
  { file: "work/own.csv", why: /licence own\.csv may be passed on/, options: {} },
  { file: "work/own.csv", why: /Nobody has said/, options: { licence: "(which licence?)" } },
  { file: "work/own.csv", why: /does not say that it may be passed on/, options: { licence: "Ours. Ask us first." } },
  { file: "work/own.csv", why: /does not say that it may be passed on/, options: { licence: "CC BY-NC 4.0" } },
  { file: "work/named.csv", why: /may name people/, options: { licence: "CC0" } },
])("$file stays out of the zip, and page and README say why: $why", async ({ file, why, options }) => {
  const pack = await evidencePack({ ...said, findings: [need((await read(join(folder, file))).from(options))] });
  const files = await pack.files();
  expect([...files.keys()].filter((name) => name.startsWith("data/"))).toEqual([]);
  expect(pack.data[0]?.notPacked).toMatch(why);
  expect(text(files.get("README.md"))).toContain("## What is not in here");
  for (const content of files.values()) expect(text(content)).not.toContain("jo.bloggs");
});

test("a sentence says why a file of one's own may be passed on; a word is no reason, and people stay out whatever it says", async () => {
  const own = await read(join(folder, "work", "own.csv"));
  const given = { ...said, findings: [need(own)] };
  await expect(evidencePack({ ...given, passOn: { "own.csv": "ours" } })).rejects.toMatchObject({
    code: "options-not-understood",
  });
  const pack = await evidencePack({ ...given, passOn: { "own.csv": "We counted it ourselves." } });
  // Where it stands depends on where the tests are run from.
  expect([...(await pack.files()).keys()].filter((path) => /^data\/.*own\.csv$/.test(path))).toHaveLength(1);
  const named = await read(join(folder, "work", "named.csv"));
  const refused = await evidencePack({
    ...said,
    findings: [need(named)],
    passOn: { "named.csv": "We are allowed to do this." },
  });
  expect(refused.data[0]?.notPacked).toMatch(/name people/);
});

test("a file that changed since it was read is not passed off as the one behind the figures", async () => {
  const path = join(folder, "changing.csv");
  await writeFile(path, wardsText);
  const table = (await read(path)).from(open);
  await writeFile(path, wardsText.replace("470", "999"));
  const pack = await evidencePack({ ...said, findings: [need(table)] });
  expect(pack.data[0]?.notPacked).toMatch(/no longer the file that was read/);
});

test("data of a published set is named by set and version, with its keeper and licence", async () => {
  const given = await toPublish("place,n,people\nA,31,100\nB,42,100\n", "visits");
  const site = join(folder, "site");
  await publishToFolder(site, "invented-set", (previous) =>
    planRelease([given], recordFor([given.table]), previous, { now: new Date("2026-11-29T12:00:00.000Z") }),
  );
  const table = await read(join(site, "invented-set", "v1", "visits.csv"));
  const pack = await evidencePack({
    ...said,
    findings: [rate(table, { count: "n", population: "people", label: "place" })],
  });
  expect(pack.data[0]).toMatchObject({
    published: { id: "invented-set", version: "v1" },
    licence: expect.any(String) as string,
  });
  expect(pack.data[0]?.notPacked).toBeUndefined();
  expect(pack.markdown).toContain("This is version 1 of");
});

test("a file that notebooks wrote is told with how, back to the raw file; their code goes along only where it is wished", async () => {
  const path = join(folder, "made.csv");
  await writeFile(path, wardsText);
  const hash = (given: string): string => createHash("sha256").update(given).digest("hex");
  const cell = (source: string) => ({ name: "cell 1", source, sha256: hash(source) });
  const made = {
    format: "data-surgery-lineage/1",
    sha256: hash(wardsText),
    notebook: "two.ipynb",
    from: [{ name: "clean.csv", sha256: hash("clean") }],
    steps: ["Kept <some> rows"],
    cells: [cell("second()")],
    earlier: [
      {
        file: "clean.csv",
        sha256: hash("clean"),
        notebook: "one.ipynb",
        from: [{ name: "raw.xlsx", sha256: hash("raw") }],
        steps: ["Asked in SQL: select * from this where email = 'jo.bloggs@invented.example'"],
        cells: [cell("first()")],
      },
    ],
  };
  await writeFile(`${path}.lineage`, JSON.stringify(made));
  const findings = [need((await read(path)).from(open))];
  const pack = await evidencePack({ ...said, findings });
  for (const form of [pack.html, pack.markdown, text((await pack.files()).get("evidence.html"))]) {
    expect(form.indexOf(`raw.xlsx (SHA-256 ${hash("raw")})`)).toBeGreaterThan(0);
    expect(form.indexOf("raw.xlsx")).toBeLessThan(form.indexOf("written by cell 1 of two.ipynb"));
    expect(form).not.toContain("jo.bloggs");
  }
  expect(pack.html).not.toContain("<some>");
  const recordOf = async (given: typeof pack): Promise<string> => text((await given.files()).get("evidence.json"));
  expect(await recordOf(pack)).not.toMatch(/first\(\)|second\(\)|jo\.bloggs/);
  const shown = await recordOf(await evidencePack({ ...said, findings, showCode: true }));
  expect(shown).toContain("first()");
  expect(shown).toContain("second()");

  await writeFile(`${path}.lineage`, JSON.stringify({ ...made, sha256: hash("another") }));
  const changed = await evidencePack({ ...said, findings });
  expect(changed.markdown).toContain("changed after the notebook wrote it");
  expect(changed.markdown).not.toContain("raw.xlsx");
});

test.each([
  ['let mine = rows.filter((row) => row.email === "jo.bloggs@invented.example");', "e-mail addresses"],
  ["// ring 07700 900123 about it", "mobile numbers"],
  ["// Mrs Bloggs said so", "names of people"],
  ['let key = { token: "invented-secret-1" };', "a password or a key"],
  ['read("/home/jo/visits.csv")', "a folder of somebody's computer"],
])("code that is not for everybody is found: %s", (code, kind) => {
  expect(privateInCode(code).join()).toContain(kind);
});

test("ordinary code names nobody", () => {
  expect(
    privateInCode(
      'import { read } from "@data-surgery/opendata";\nlet t = (await read("a.csv")).filter((r) => r.n > 1000000);\nshow(t);',
    ),
  ).toEqual([]);
});
