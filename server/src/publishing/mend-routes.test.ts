/** Mending on the way to open data, and the same mends done again to the next file. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  inventedAbout,
  openTestPublishingApp,
  revisionAt,
  settleAndPublish,
  type TestPublishingApp,
} from "./test-publishing-app.js";

const now = Date.parse("2026-05-03T10:00:00Z");

/** Invented: a hall that does not exist, in the manner of small groups' files. */
const messy = (month: number): string =>
  [
    "Day,Ward,Visits",
    ...Array.from(
      { length: 8 },
      (_, at) => `2026-0${month}-0${at + 1},${at % 2 === 0 ? " Docks " : "Hill"},${20 + at + month}`,
    ),
    `2026-0${month}-08,Hill,${27 + month}`,
  ].join("\n");

async function put(app: TestPublishingApp, name: string, text: string): Promise<string> {
  const path = `people/ada/${name}`;
  await mkdir(join(app.contents.root, "people", "ada"), { recursive: true });
  await writeFile(join(app.contents.root, path), text);
  return path;
}

async function begin(app: TestPublishingApp, more: Record<string, string> = {}): Promise<string> {
  const file = await put(app, "march.csv", messy(3));
  const begun = await app.post("/publish/new", { ...inventedAbout, file, ...more }, "ada");
  const id = /\/publish\/([\w-]+)\/mend/.exec(begun.headers.get("location") ?? "")?.[1];
  if (id === undefined) throw new Error(`not begun: ${begun.status} ${await begun.text()}`);
  return id;
}

const textAt = async (app: TestPublishingApp, path: string): Promise<string> => (await app.get(path, "ada")).text();

async function sayColumns(app: TestPublishingApp, id: string): Promise<void> {
  const fields = Object.fromEntries(
    ["Day", "Ward", "Visits"].flatMap((name, at) => [
      [`name.${at}`, name],
      [`meaning.${at}`, `What ${name} says, in a sentence.`],
    ]),
  );
  await app.post(`/publish/${id}/columns`, { ...fields, revision: await revisionAt(app, id) }, "ada");
}

const places = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<legend>([^<]*)<\/legend>[^]*?name="(mend\.\d+)"/g)].map(([, what = "", field = ""]) => [
      what,
      field,
    ]),
  );

async function publishedText(app: TestPublishingApp, version: string, file: string): Promise<string> {
  return readFile(join(app.site, "visits-to-ambleford-hall", version, file), "utf8");
}

test("what is wrong with a file is offered with what mending would do; what is ticked is mended, published and told with its code", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await begin(app);
  const offered = await textAt(app, `/publish/${id}/mend?on=new`);
  expect(offered).toContain("Ward: <del>“ Docks ”</del> → <ins>“Docks”</ins>");
  const fields = places(offered);
  const field = (part: string): string | undefined => Object.entries(fields).find(([what]) => what.includes(part))?.[1];
  const [spaces, repeats] = [field("space that you can"), field("1 row")];
  expect([spaces, repeats]).not.toContain(undefined);
  expect(offered).toMatch(new RegExp(`name="${spaces}"[^>]*checked`));
  expect(offered).not.toMatch(new RegExp(`name="${repeats}"[^>]*checked`));
  const ticks = Object.fromEntries(Object.values(fields).map((field) => [field, "yes"]));
  const mended = await app.post(`/publish/${id}/mend`, { ...ticks, revision: await revisionAt(app, id) }, "ada");
  expect(mended.headers.get("location")).toBe(`/publish/${id}/mend?on=mended`);
  // Nothing new came to light, so the page sends on to the columns.
  expect((await app.get(`/publish/${id}/mend?on=mended`, "ada")).headers.get("location")).toBe(
    `/publish/${id}/columns`,
  );
  expect(await textAt(app, `/publish/${id}/mend`)).toContain("✓ Took away the space at both ends of cells in “Ward”.");
  await sayColumns(app, id);
  await settleAndPublish(app, id, "ada");
  const csv = await publishedText(app, "v1", "visits-to-ambleford-hall.csv");
  expect(csv.split("\r\n").slice(0, 2)).toEqual(["Day,Ward,Visits", "2026-03-01,Docks,23"]);
  expect(csv.trimEnd().split("\r\n")).toHaveLength(9);
  const release = JSON.parse(await publishedText(app, "v1", "release.json")) as {
    record: { tables: { mend: object[] }[] };
    tables: { lineage: { file: string; steps: { words: string; code?: string }[] } }[];
  };
  expect(release.record.tables[0]?.mend).toHaveLength(2);
  expect(release.tables[0]?.lineage.file).toBe("march.csv");
  expect(release.tables[0]?.lineage.steps[0]).toMatchObject({
    words: "Took away the space at both ends of cells in “Ward”.",
    code: expect.stringContaining("trim-cells") as string,
  });

  // Next month: the same is done without a question, to the rows that have the fault there.
  const april = await put(app, "april.csv", messy(4).replace("2026-04-08,Hill,31", "2026-04-02,Hill,25"));
  const next = await app.post(`/publish/${id}/new-version`, { file: april }, "ada");
  expect(next.headers.get("location")).toBe(`/publish/${id}/mend?on=new`);
  expect((await app.get(`/publish/${id}/mend?on=new`, "ada")).headers.get("location")).toBe(`/publish/${id}/findings`);
  await app.post(`/publish/${id}/publish`, { revision: await revisionAt(app, id) }, "ada");
  const second = (await publishedText(app, "v2", "visits-to-ambleford-hall.csv")).trimEnd().split("\r\n");
  expect(second.slice(1).map((line) => line.slice(0, 10))).toEqual(
    Array.from({ length: 8 }, (_, at) => `2026-04-0${at + 1}`),
  );
});

test("what the panel mended comes with the file: no question is asked again; what no longer fits next month is told, and can be taken out", async () => {
  await using app = await openTestPublishingApp({ now });
  const mends = JSON.stringify([
    { code: "padded-cells", fix: { type: "trim-cells", columns: ["Ward"] } },
    { code: "duplicate-rows", fix: { type: "leave-out-rows", rows: [10] } },
  ]);
  const file = await put(app, "march.csv", messy(3));
  const page = await (
    await app.post("/publish/begin", { file, mends, notebook: "people/ada/march.ipynb" }, "ada")
  ).text();
  expect(page).toContain('name="mends"');
  const id = await begin(app, { mends, notebook: "people/ada/march.ipynb" });
  expect((await app.get(`/publish/${id}/mend?on=new`, "ada")).headers.get("location")).toBe(`/publish/${id}/columns`);
  await sayColumns(app, id);
  await settleAndPublish(app, id, "ada");
  expect((await publishedText(app, "v1", "visits-to-ambleford-hall.csv")).trimEnd().split("\r\n")).toHaveLength(9);

  const april = await put(app, "april.csv", messy(4).replace("Ward", "Area").replaceAll(" Docks ", "Docks"));
  await app.post(`/publish/${id}/new-version`, { file: april }, "ada");
  const told = await textAt(app, `/publish/${id}/mend?on=new`);
  expect(told).toMatch(/One step of mending that was done to the file\s+before\s+can’t be done to this one/);
  expect(told).toContain("There is no column “Ward” in this file.");
  await app.post(`/publish/${id}/mend`, { undo: "0", revision: await revisionAt(app, id) }, "ada");
  expect((await app.get(`/publish/${id}/mend?on=new`, "ada")).headers.get("location")).toBe(`/publish/${id}/findings`);
});

test("steps that nobody knows are refused, and what was not wished is not asked about again", async () => {
  await using app = await openTestPublishingApp({ now });
  const file = await put(app, "march.csv", messy(3));
  for (const mends of ['[{"fix":{"type":"eval","code":"1"}}]', "not json", '{"fix":1}'])
    expect((await app.post("/publish/begin", { file, mends }, "ada")).status).toBe(400);
  const id = await begin(app);
  const gone = await app.post(`/publish/${id}/mend`, { revision: await revisionAt(app, id) }, "ada");
  expect(gone.headers.get("location")).toBe(`/publish/${id}/mend?on=mended`);
  expect((await app.get(`/publish/${id}/mend?on=mended`, "ada")).headers.get("location")).toBe(
    `/publish/${id}/columns`,
  );
  const late = await app.post(`/publish/${id}/mend`, { "mend.0": "yes", revision: "1" }, "ada");
  expect(late.status).toBe(409);
});
