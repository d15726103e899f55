/** How a file is read: shown where there is something to choose, chosen otherwise, and done again to the next file. All files are invented. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventedHalls, inventedVisits, testWorkbook } from "./test-workbook.js";
import {
  inventedAbout,
  openTestPublishingApp,
  revisionAt,
  settleAndPublish,
  type TestPublishingApp,
} from "./test-publishing-app.js";

const now = Date.parse("2026-05-03T10:00:00Z");

async function put(app: TestPublishingApp, name: string, bytes: Uint8Array | string): Promise<string> {
  const path = `people/ada/${name}`;
  await mkdir(join(app.contents.root, "people", "ada"), { recursive: true });
  await writeFile(join(app.contents.root, path), bytes);
  return path;
}

async function begin(app: TestPublishingApp, file: string, more: Record<string, string> = {}): Promise<string> {
  const begun = await app.post("/publish/new", { ...inventedAbout, file, ...more }, "ada");
  const id = /\/publish\/([\w-]+)\/mend/.exec(begun.headers.get("location") ?? "")?.[1];
  if (id === undefined) throw new Error(`not begun: ${begun.status} ${await begun.text()}`);
  return id;
}

const textAt = async (app: TestPublishingApp, path: string): Promise<string> =>
  (await (await app.get(path, "ada")).text()).replaceAll(/\s+/g, " ");
const leadsTo = async (app: TestPublishingApp, path: string): Promise<string | null> =>
  (await app.get(path, "ada")).headers.get("location");
const post = async (
  app: TestPublishingApp,
  id: string,
  page: string,
  fields: Record<string, string>,
): Promise<Response> => app.post(`/publish/${id}/${page}`, { ...fields, revision: await revisionAt(app, id) }, "ada");

async function publish(app: TestPublishingApp, id: string, columns: readonly string[]): Promise<void> {
  const fields = Object.fromEntries(
    columns.flatMap((name, at) => [
      [`name.${at}`, name],
      [`meaning.${at}`, `What ${name} says, in a sentence.`],
    ]),
  );
  await post(app, id, "columns", fields);
  const done = await settleAndPublish(app, id, "ada");
  expect(done.headers.get("location")).toBe(`/publish/${id}?said=published`);
}

const firstRow = async (app: TestPublishingApp, version: string): Promise<string | undefined> =>
  (await readFile(join(app.site, "visits-to-ambleford-hall", version, "visits-to-ambleford-hall.csv"), "utf8")).split(
    "\r\n",
  )[1];
const nextFile = (app: TestPublishingApp, id: string, file: string): Promise<Response> =>
  app.post(`/publish/${id}/new-version`, { file }, "ada");

test("of a workbook with several tables it is said which was read, and another can be chosen; next month's goes by its name", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await begin(
    app,
    await put(app, "march.xls", testWorkbook({ Places: inventedHalls, "Visits 2026": inventedVisits(3) })),
  );
  const asked = await textAt(app, `/publish/${id}/mend?on=new`);
  expect(asked).toContain("I read the sheet “Places”, headings in row 1.");
  expect(asked).toMatch(/<option value="Places" selected>Places<\/option> ?<option value="Visits 2026"/);
  const chosen = await post(app, id, "mend", { reread: "yes", sheet: "Visits 2026", headerRow: "", footerRows: "" });
  expect(chosen.headers.get("location")).toBe(`/publish/${id}/mend`);
  expect(await textAt(app, `/publish/${id}/mend`)).toContain("I read the sheet “Visits 2026”, headings in row 1.");
  expect(await leadsTo(app, `/publish/${id}/mend?on=new`)).toBe(`/publish/${id}/columns`);
  expect(await textAt(app, `/publish/${id}/columns`)).toContain("Read it otherwise");
  await publish(app, id, ["Day", "Ward", "Visits"]);
  expect(await firstRow(app, "v1")).toBe("2026-03-01,Docks,23");
  const release = await readFile(join(app.site, "visits-to-ambleford-hall/v1/release.json"), "utf8");
  expect(release).toContain("Read the sheet “Visits 2026”.");
  expect(release).not.toContain('"read"');

  // Sheets in another order, and a title above the headings: no question.
  const april = testWorkbook({
    "Visits 2026": [["Printed in May", "", ""], [], ...inventedVisits(4)],
    Places: inventedHalls,
  });
  await nextFile(app, id, await put(app, "april.xls", april));
  expect(await leadsTo(app, `/publish/${id}/mend?on=new`)).toBe(`/publish/${id}/findings`);
  expect(await textAt(app, `/publish/${id}/findings`)).toContain("I read the sheet “Visits 2026”, headings in row 3.");
  await post(app, id, "publish", {});
  expect(await firstRow(app, "v2")).toBe("2026-04-01,Docks,24");

  expect(await textAt(app, `/publish/${id}`)).not.toContain("It is being prepared");

  // The sheet is called otherwise: told with the names there are, and read by its headings.
  const may = testWorkbook({ Places: inventedHalls, "Visits to May": inventedVisits(5) });
  await nextFile(app, id, await put(app, "may.xls", may));
  expect(await textAt(app, `/publish/${id}`)).toContain(`href="/publish/${id}/mend?on=new">Go on with it`);
  const told = await textAt(app, `/publish/${id}/mend?on=new`);
  expect(told).toContain("▲ Not possible with this file: Read the sheet “Visits 2026”.");
  expect(told).toContain(
    "Its sheets are “Places” and “Visits to May”. I read “Visits to May”, since it has the same headings.",
  );
  await post(app, id, "mend", { go: "on" });
  expect(await leadsTo(app, `/publish/${id}/mend?on=new`)).toBe(`/publish/${id}/findings`);
  expect((await app.dataSets.get(id)).draft.reading?.wish).toEqual({ sheet: "Visits to May" });
  await post(app, id, "publish", {});
  expect(await firstRow(app, "v3")).toBe("2026-05-01,Docks,25");
});

test("nothing is asked about a workbook with one table or a plain text file, and nothing is kept", async () => {
  await using app = await openTestPublishingApp({ now });
  const book = testWorkbook({ About: [["This is invented."]], Visits: inventedVisits(3) });
  for (const file of [
    await put(app, "march.xls", book),
    await put(app, "march.csv", "Day,Visits\n2026-03-01,31\n2026-03-02,40"),
  ]) {
    const id = await begin(app, file);
    expect(await leadsTo(app, `/publish/${id}/mend?on=new`)).toBe(`/publish/${id}/columns`);
    expect(await textAt(app, `/publish/${id}/columns`)).not.toContain("Read it otherwise");
    await post(app, id, "mend", { go: "on" });
    expect((await app.dataSets.get(id)).draft.reading).toBeUndefined();
  }
});

test("what the panel was told about reading comes with the file; next month's headings are found where they are", async () => {
  await using app = await openTestPublishingApp({ now });
  const rows = ["Day,Ward,Visits", "2026-03-01,Docks,23", "2026-03-02,Hill,25", "2026-03-03,Docks,31"];
  const file = await put(app, "march.csv", ["Area,Team,Year", "North,Two,2026", ...rows].join("\n"));
  const reading = JSON.stringify({ wish: { headerRow: 3 }, headings: ["Day", "Ward", "Visits"], sheets: [] });
  const page = await (await app.post("/publish/begin", { file, mends: "[]", reading, notebook: "" }, "ada")).text();
  expect(page).toContain('name="reading"');
  const id = await begin(app, file, { reading, mends: "[]" });
  expect(await leadsTo(app, `/publish/${id}/mend?on=new`)).toBe(`/publish/${id}/columns`);
  await publish(app, id, ["Day", "Ward", "Visits"]);
  expect(await firstRow(app, "v1")).toBe("2026-03-01,Docks,23");

  const moved = ["Area,Team,Year", "North,Two,2026", "Printed,in,May", ...rows].join("\n").replaceAll("-03-", "-04-");
  await nextFile(app, id, await put(app, "april.csv", moved));
  const told = await textAt(app, `/publish/${id}/mend?on=new`);
  expect(told).toContain("✓ Took the headings from row 4.");
  expect(told).toContain("Row 3 was chosen before. They were found here by what they say.");
  await post(app, id, "mend", { go: "on" });
  await post(app, id, "publish", {});
  expect(await firstRow(app, "v2")).toBe("2026-04-01,Docks,23");
  // The wish can be taken back.
  await nextFile(app, id, await put(app, "may.csv", rows.join("\n").replaceAll("-03-", "-05-")));
  await post(app, id, "mend", { reread: "yes", headerRow: "", footerRows: "" });
  expect((await app.dataSets.get(id)).draft.reading).toBeUndefined();
});

test("a way of reading that gives no table is told and not kept; one that nobody knows is refused; of two windows one is told", async () => {
  await using app = await openTestPublishingApp({ now });
  const file = await put(app, "march.xls", testWorkbook({ Places: inventedHalls, Visits: inventedVisits(3) }));
  for (const reading of ["not json", '{"wish":{"sheet":7}}', '{"wish":{"headerRow":-1}}', '{"wish":{},"file":"x"}'])
    expect((await app.post("/publish/begin", { file, reading }, "ada")).status).toBe(400);
  const id = await begin(app, file);
  // What is not on the form is not taken.
  await post(app, id, "mend", { reread: "yes", sheet: "Elsewhere", encoding: "rot13", headerRow: "x" });
  expect((await app.dataSets.get(id)).draft.reading?.wish).toEqual({ sheet: "Places" });
  const late = await app.post(`/publish/${id}/mend`, { reread: "yes", sheet: "Visits", revision: "1" }, "ada");
  expect(late.status).toBe(409);
  expect((await app.dataSets.get(id)).draft.reading?.wish).toEqual({ sheet: "Places" });
  const stranger = await app.post(`/publish/${id}/mend`, { reread: "yes", sheet: "Visits", revision: "1" }, "ben");
  expect(stranger.status).toBe(404);
  // Its signs are kinds of blanks in UTF-16, and so the file would be empty.
  const text = await begin(app, await put(app, "march.tsv", "( \t ) \n / \t _ \n _ \t / \n "));
  const refused = await post(app, text, "mend", { reread: "yes", headerRow: "", encoding: "utf-16le" });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("How the file was read")]);
  expect((await app.dataSets.get(text)).draft.reading).toBeUndefined();
  expect(app.incidents).toEqual([]);
});
