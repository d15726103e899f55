import fc from "fast-check";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rate } from "../analysis/rate.js";
import { evidencePack, type EvidencePack } from "../evidence/evidence-pack.js";
import { open, search } from "../find/find-verbs.js";
import { ckanPackage, openStandIn } from "../find/test-portals.js";
import { read } from "../table/read.js";
import { keptWebName, keptWebText, parseKeptWeb, type KeptWeb } from "./kept-web.js";

const ran = Symbol.for("data-surgery.ran-cells");
const place = globalThis as { [ran]?: unknown };
const folder = await mkdtemp(join(tmpdir(), "web-again-"));
const home = process.cwd();
afterAll(async () => {
  process.chdir(home);
  delete place[ran];
  await rm(folder, { recursive: true });
});
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const csv = "ward,alone,older\nAbbey,470,1570\nDocks,644,1610\n";
const ask = { question: "Is there a need?", limits: ["Not who."], checks: { personal: "No.", small: "None." } };

let base = "";
/** What the zip holds below data/, unpacked where the next kernel stands. */
let unpacked = "";
let files: ReadonlyMap<string, Uint8Array>;

const work = async (): Promise<EvidencePack> => {
  const wards = await open((await search("wards", { in: base })).at(0) ?? "", { file: 2 });
  const closed = await read(`${base}/files/closed.csv`);
  const count = { count: "alone", population: "older", label: "ward" } as const;
  return evidencePack({ ...ask, findings: [rate(wards, count), rate(closed, count)] });
};

beforeAll(async () => {
  await using site = await openStandIn();
  ({ base } = site);
  site.answer("/api/3/action/package_search", { success: true, result: { count: 1, results: [ckanPackage(base)] } });
  site.answer("/files/libraries.csv", csv);
  site.answer("/files/closed.csv", csv.replace("470", "471"));
  process.chdir(await mkdtemp(join(folder, "online-")));
  await search("something else", { in: base });
  await search("jo.bloggs@invented.example", { in: base });
  place[ran] = () => [{ count: 1, source: 'let found = await search("wards");' }];
  files = await (await work()).files();
  unpacked = await mkdtemp(join(folder, "offline-"));
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(unpacked, name)), { recursive: true });
    await writeFile(join(unpacked, name), bytes);
  }
});

test("what may be passed on is in the zip with address, time and checksum; what may not is named with why, and stays out", () => {
  const kept = parseKeptWeb(text(files.get(`data/${keptWebName}`)));
  expect(kept?.files).toEqual([
    {
      url: `${base}/files/libraries.csv`,
      path: "libraries.csv",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      readAt: expect.stringMatching(/^\d{4}-/) as string,
    },
  ]);
  // A word that names somebody is nobody's business, whatever it found.
  expect(kept?.searches.map(({ words }) => words)).toEqual(["something else", "wards"]);
  expect(text(files.get("data/libraries.csv"))).toBe(csv);
  expect([...files.values()].map(text).join()).not.toContain("471");
  expect(text(files.get("README.md"))).toContain("Nobody has said under which licence closed.csv may be passed on.");
  expect(text(files.get("README.md"))).toContain("the web is not asked");
  expect(text(files.get("SHA256SUMS"))).toContain(keptWebName);
});

test("with the portal gone the same is found, from the copies, and steps say that nobody was asked", async () => {
  process.chdir(join(unpacked, "data"));
  const found = await search("wards", { in: base });
  expect(found.column("title")).toEqual(["Amble libraries (invented)"]);
  expect(found.about.steps[0]?.words).toContain("nobody was asked");
  const wards = await open(found.at(0) ?? "", { file: 2 });
  expect(wards.toCsv().replaceAll("\r\n", "\n")).toBe(csv);
  expect(wards.about).toMatchObject({
    licence: "UK Open Government Licence (OGL)",
    url: `${base}/files/libraries.csv`,
  });
  expect(wards.about.steps[0]?.words).toContain("the web was not asked");
  // No copy of it is there, so it is asked for, and nobody answers.
  await expect(read(`${base}/files/closed.csv`)).rejects.toMatchObject({ code: "not-reached" });
});

test("a copy that is not the one that was kept is not used; without the list the web is asked", async () => {
  process.chdir(join(unpacked, "data"));
  const whole = await readFile("libraries.csv");
  await writeFile("libraries.csv", csv.replace("644", "6440"));
  await expect(read(`${base}/files/libraries.csv`)).rejects.toMatchObject({ code: "broken-record" });
  await rm("libraries.csv");
  await expect(read(`${base}/files/libraries.csv`)).rejects.toThrow("is not there");
  await writeFile("libraries.csv", whole);
  const list = await readFile(keptWebName, "utf8");
  await writeFile(keptWebName, list.slice(0, 200));
  await expect(read(`${base}/files/libraries.csv`)).rejects.toThrow("Unpack the zip again");
  await rm(keptWebName);
  await expect(read(`${base}/files/libraries.csv`)).rejects.toMatchObject({ code: "not-reached" });
  await writeFile(keptWebName, list);
});

test("of a notebook that is named only what its code asks for goes along", async () => {
  process.chdir(join(unpacked, "data"));
  const cells = [{ cell_type: "code", source: ['await search("wards")\n'] }];
  await writeFile("ours.ipynb", JSON.stringify({ cells }));
  const wards = await open((await search("wards", { in: base })).at(0) ?? "", { file: 2 });
  const findings = [rate(wards, { count: "alone", population: "older", label: "ward" })];
  const named = await (await evidencePack({ ...ask, findings, notebook: "ours.ipynb" })).files();
  const kept = parseKeptWeb(text(named.get(`data/${keptWebName}`)));
  expect(kept?.searches.map(({ words }) => words)).toEqual(["wards"]);
});

test("a list that leads out of its folder, or to no address of the web, is none", () => {
  const file = { url: "https://a.example/b.csv", path: "b.csv", sha256: "0".repeat(64), readAt: "2026-11-30" };
  const one = (more: object): string => keptWebText({ files: [{ ...file, ...more }], searches: [], sets: [] });
  expect(parseKeptWeb(one({}))?.files).toHaveLength(1);
  for (const path of ["../b.csv", "/etc/passwd", "a/../../b", "C:\\b", "a\\b", ""])
    expect(parseKeptWeb(one({ path }))).toBeUndefined();
  for (const url of ["file:///etc/passwd", "javascript:alert(1)", "b.csv"])
    expect(parseKeptWeb(one({ url }))).toBeUndefined();
});

test("what is kept is read back as it was", () => {
  const word = fc.string({ minLength: 1, maxLength: 50 });
  const link = fc.nat().map((at) => `https://portal.example/data?id=${at}`);
  const data = fc.record(
    {
      title: word,
      address: link,
      portal: word,
      licence: word,
      files: fc.array(fc.record({ title: word, format: word, address: link }), { maxLength: 3 }),
    },
    { requiredKeys: ["title", "address", "portal"] },
  );
  const kept: fc.Arbitrary<KeptWeb> = fc.record({
    files: fc.constant([]),
    searches: fc.array(
      fc.record({
        portal: word,
        words: word,
        most: fc.integer({ min: 1, max: 100 }),
        askedAt: word.map((one) => one.slice(0, 40)),
        found: fc.array(data, { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
    sets: fc.array(
      fc.record({ portal: word, address: link, wishes: word, askedAt: word.map((one) => one.slice(0, 40)), data }),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(kept, (given) => {
      expect(parseKeptWeb(keptWebText(given))).toEqual(given);
    }),
    { seed: 9, numRuns: 50 },
  );
});
