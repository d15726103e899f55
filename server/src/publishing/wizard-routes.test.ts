import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  inventedAbout,
  inventedAnswers,
  inventedVisits,
  openTestPublishingApp,
  prepare,
  revisionAt,
  settleAndPublish,
} from "./test-publishing-app.js";

const now = Date.parse("2026-12-05T10:00:00Z");

test("from a file to a published page: personal data blocks, its remedy is previewed, and what comes out has none", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");

  const findings = await (await app.get(`/publish/${id}/findings`, "ada")).text();
  expect(findings).toContain("Stops this");
  expect(findings).toContain("Leave out “Contact e-mail”.");
  expect(findings).toContain("and 9 more");
  expect(findings).toContain("<del>quill.ax@invented.example</del>");

  const early = await app.get(`/publish/${id}/ready`, "ada");
  expect(await early.text()).toContain("Not yet.");

  const done = await settleAndPublish(app, id, "ada");
  expect([done.status, done.headers.get("location")]).toEqual([303, `/publish/${id}?said=published`]);
  const page = await app.get("/data/visits-to-ambleford-hall/");
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Visits to Ambleford Hall");
  const csv = await app.get("/data/visits-to-ambleford-hall/v1/visits-to-ambleford-hall.csv");
  expect(csv.headers.get("content-disposition")).toBe("attachment");
  expect(await csv.text()).toContain("2026-01-01,Ambleford Hall,40");
  expect(app.incidents).toEqual([]);
  // The copy with the addresses in it is gone.
  expect(await readdir(app.drafts)).toEqual([]);
  for (const file of await readdir(app.site, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const text = await readFile(join(file.parentPath, file.name), "utf8");
    expect(text).not.toContain("quill.dx@invented.example");
    expect(text).not.toContain("keeper-canary");
  }
});

test("PB53 PB54 a name in a note is emptied alone, and a small count goes with the one that a total would give away; no record names anybody", async () => {
  await using app = await openTestPublishingApp({ now });
  const rows = Array.from({ length: 10 }, (_, at) => {
    const [men, women] = [at === 3 ? 2 : 20 + at, 30 + at];
    return `Ward ${at},${men},${women},${men + women},${at === 1 ? "Ask Mrs Quillfeather or quill.ax@invented.example" : "open on Mondays"}`;
  });
  const path = "people/ada/visits.csv";
  await mkdir(join(app.contents.root, "people", "ada"), { recursive: true });
  await writeFile(join(app.contents.root, path), ["Ward,Men,Women,All people,Note", ...rows].join("\n"));
  const begun = await app.post("/publish/new", { ...inventedAbout, file: path }, "ada");
  const id = /\/publish\/([\w-]+)\/mend/.exec(begun.headers.get("location") ?? "")?.[1] ?? "";
  const words = ["Ward", "Men", "Women", "All people", "Note"].flatMap((name, at) => [
    [`name.${at}`, name],
    [`meaning.${at}`, `What ${name} says, in a sentence.`],
  ]);
  const fields = Object.fromEntries(words) as Record<string, string>;
  await app.post(`/publish/${id}/columns`, { ...fields, revision: await revisionAt(app, id) }, "ada");
  const offered = (await (await app.get(`/publish/${id}/findings`, "ada")).text()).replaceAll(/\s+/g, " ");
  expect(offered).toContain("Empty only the cells of “Note” in which somebody is named. 1 value in 1 row changes.");
  expect(offered).toContain("and others beside them where a total would give them away. 2 values in 1 row change.");
  // First the note: its second offer; then the count: its first.
  await app.post(
    `/publish/${id}/findings`,
    { "choice.0": "1", "choice.1": "0", revision: await revisionAt(app, id) },
    "ada",
  );
  const after = (await (await app.get(`/publish/${id}/findings`, "ada")).text()).replaceAll(/\s+/g, " ");
  expect(after).not.toContain("Stops this");
  expect(after).toContain("✓ Emptied only the cells of “Note” in which somebody is named.");
  const done = await settleAndPublish(app, id, "ada");
  expect(done.headers.get("location")).toBe(`/publish/${id}?said=published`);
  const csv = await (await app.get("/data/visits-to-ambleford-hall/v1/visits-to-ambleford-hall.csv")).text();
  expect(csv).toContain("Ward 3,,,35,open on Mondays");
  expect(csv).toContain("Ward 1,21,31,52,\r\n");
  for (const file of await readdir(app.site, { recursive: true, withFileTypes: true }))
    if (file.isFile()) expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toMatch(/quill/i);
  expect(app.incidents).toEqual([]);
});

test("PU66 the keeper chooses the charts of the page, or none; the next version has the same", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await app.post(`/publish/${id}/findings`, { "choice.0": "0", revision: await revisionAt(app, id) }, "ada");
  const ready = await (await app.get(`/publish/${id}/ready`, "ada")).text();
  expect(ready).toContain("Charts on the page");
  const chartsIn = async (): Promise<number> =>
    ((await (await app.get(`/publish/${id}/page`, "ada")).text()).match(/<figure>/g) ?? []).length;
  expect(await chartsIn()).toBeGreaterThan(0);
  const choose = async (fields: Record<string, string>): Promise<void> => {
    const revision = await revisionAt(app, id);
    const saved = await app.post(`/publish/${id}/charts`, { ...fields, revision }, "ada");
    expect(saved.headers.get("location")).toBe(`/publish/${id}/ready`);
  };
  await choose({ charts: "own" });
  expect(await chartsIn()).toBe(0);
  await choose({ charts: "own", "chart.0": "Month", "chart.1": "Visits", "chart.2": "A column that is not there" });
  expect(await chartsIn()).toBe(2);
  await choose({ charts: "own", "chart.1": "Visits" });
  expect((await settleAndPublish(app, id, "ada")).headers.get("location")).toBe(`/publish/${id}?said=published`);
  const page = await (await app.get("/data/visits-to-ambleford-hall/")).text();
  expect(page.match(/<figure>/g)).toHaveLength(1);
  expect(page).toContain("Worked out from “Month” and “Visits”");
  expect((await app.dataSets.get(id)).draft.charts).toEqual(["Visits"]);
  const refused = await app.post(`/publish/${id}/charts`, { charts: "own", revision: "1" }, "ben");
  expect(refused.status).toBe(404);
});

test("what blocks stays blocked, whatever is sent: nothing is published", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await app.post(
    `/publish/${id}/checklist`,
    { ...inventedAnswers, licence: "CC-BY-4.0", revision: await revisionAt(app, id) },
    "ada",
  );
  const refused = await app.post(`/publish/${id}/publish`, { revision: await revisionAt(app, id) }, "ada");
  expect(await refused.text()).toContain("Not yet.");
  expect(app.shelf.isTaken("visits-to-ambleford-hall")).toBe(false);
  expect((await app.dataSets.get(id)).status).toBe("draft");
});

test("a block may stand with a written reason, which readers see; two words are no reason", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  const short = await app.post(
    `/publish/${id}/findings`,
    { "choice.0": "stands", "reason.0": "they agreed", revision: await revisionAt(app, id) },
    "ada",
  );
  expect(short.status).toBe(422);
  expect(await short.text()).toContain("they agreed</textarea");
  await app.post(
    `/publish/${id}/findings`,
    { "choice.0": "stands", "reason.0": "These are invented office addresses.", revision: await revisionAt(app, id) },
    "ada",
  );
  const after = await (await app.get(`/publish/${id}/findings`, "ada")).text();
  expect(after).toContain("These are invented office addresses.");
  expect(after).not.toContain("Stops this");
});

test("somebody else's set is not there for others, and strangers are asked to join", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  for (const path of ["", "/about", "/columns", "/findings", "/checklist", "/ready", "/page"]) {
    expect((await app.get(`/publish/${id}${path}`, "ben")).status).toBe(404);
    expect((await app.get(`/publish/${id}${path}`)).status).not.toBe(200);
  }
  expect((await app.post(`/publish/${id}/publish`, { revision: "1" }, "ben")).status).toBe(404);
  expect((await app.get("/publish/new?file=people/ada/visits.csv", "ben")).status).toBe(403);
});

test("nothing typed is lost: a faulty page keeps it, and a second window is told and keeps it too", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  const revision = await revisionAt(app, id);
  const faulty = await app.post(`/publish/${id}/about`, { ...inventedAbout, keeper: "", revision }, "ada");
  expect(faulty.status).toBe(422);
  expect(await faulty.text()).toContain("Visits to Ambleford Hall");
  const late = await app.post(
    `/publish/${id}/about`,
    { ...inventedAbout, title: "Typed in the other window", revision },
    "ada",
  );
  expect(late.status).toBe(409);
  const text = await late.text();
  expect(text).toContain("changed in another window");
  expect(text).toContain("Typed in the other window");
});

test("what takes long shows what is being done, and its page goes on by itself to the end; no form is lost meanwhile", async () => {
  await using app = await openTestPublishingApp({ now, patience: 1 });
  const id = await prepare(app, "ada");
  const waiting = await (await app.get(`/publish/${id}/findings`, "ada")).text();
  expect(waiting).toContain('http-equiv="refresh"');
  const begun = await settleAndPublish(app, id, "ada");
  expect(begun.headers.get("location")).toBe(`/publish/${id}/publish`);
  await expect
    .poll(async () => (await app.get(`/publish/${id}/publish`, "ada")).headers.get("location"))
    .toBe(`/publish/${id}?said=published`);
  expect((await app.dataSets.get(id)).version).toBe("v1");
});

test("hostile words stay words, on the wizard's pages and in public", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  const hostile = "<script>alert(1)</script><img src=x onerror=alert(2)></main></h1> A long enough description.";
  await app.post(
    `/publish/${id}/about`,
    { ...inventedAbout, description: hostile, revision: await revisionAt(app, id) },
    "ada",
  );
  await settleAndPublish(app, id, "ada");
  const page = await app.get("/data/visits-to-ambleford-hall/");
  const text = await page.text();
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("content-security-policy")).not.toContain("script-src");
  expect(text).not.toContain("<script>alert");
  expect(text).not.toContain("<img src=x");
  expect(text).toContain("&lt;script&gt;alert(1)");
});

test("a file that can't be read is told in words, and the draft is kept", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada", "");
  const page = await app.get(`/publish/${id}/columns`, "ada");
  expect(page.status).toBe(422);
  expect((await app.dataSets.get(id)).draft.about["title"]).toBe("Visits to Ambleford Hall");
  const gone = await app.get("/publish/new?file=people/ada/none.csv", "ada");
  expect(gone.status).toBe(404);
  const notData = await app.get("/publish/new?file=people/ada/notes.ipynb", "ada");
  expect(await notData.text()).toContain("is not a data file that can be published");
});

test("a file that is sent lands in one's own folder, whatever its name says; one of 2 GB is refused before it is read", async () => {
  await using app = await openTestPublishingApp({ now });
  await prepare(app, "ada");
  const form = new FormData();
  form.set("upload", new File(["a,b\n1,2\n"], "../../evil/sent.csv"));
  const sent = await app.send("/publish/upload", form, "ada");
  expect(sent.headers.get("location")).toBe(`/publish/new?file=${encodeURIComponent("people/ada/sent.csv")}`);
  const huge = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(`${app.url}/publish/upload`, {
      method: "POST",
      headers: {
        cookie: "as=ada",
        origin: app.url,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": String(2 ** 31),
      },
    });
    asked.on("response", (response) => {
      resolve(response.statusCode);
      asked.destroy();
    });
    asked.on("error", reject);
    asked.flushHeaders();
  });
  expect(huge).toBe(413);
});

test("code of the notebook that wrote the file goes public only where its keeper, who has seen it, says so", async () => {
  await using app = await openTestPublishingApp({ now });
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  const plain = inventedVisits.replaceAll(/,Contact e-mail|,quill\.[^\n]*/g, "");
  const source = 'await visits.save("visits.csv"); // <b>invented</b>';
  const made = {
    format: "data-surgery-lineage/1",
    sha256: hash(plain),
    notebook: "our-visits.ipynb",
    from: [{ name: "raw.xlsx", sha256: hash("raw") }],
    steps: ["Left out the rows with something missing in Visits (13 rows before, 12 after)"],
    cells: [{ name: "cell 4", source, sha256: hash(source) }],
    // What somebody else's notebook did before.
    earlier: [
      {
        file: "raw.xlsx",
        sha256: hash("raw"),
        notebook: "theirs.ipynb",
        from: [{ name: "sheets.ods", sha256: hash("sheets") }],
        steps: ["Put two tables together"],
        cells: [{ name: "cell 9", source: "await together.save();", sha256: hash("await together.save();") }],
      },
    ],
  };
  await mkdir(join(app.contents.root, "people", "ada"), { recursive: true });
  await mkdir(join(app.contents.root, "people", "ada"), { recursive: true });
  await writeFile(join(app.contents.root, "people/ada/visits.csv.lineage"), JSON.stringify(made));
  const id = await prepare(app, "ada", plain);
  await app.post(
    `/publish/${id}/checklist`,
    { ...inventedAnswers, licence: "CC-BY-4.0", revision: await revisionAt(app, id) },
    "ada",
  );
  const ready = await (await app.get(`/publish/${id}/ready`, "ada")).text();
  expect(ready).toContain("written by cell 4 of our-visits.ipynb");
  expect(ready).toContain("visits.save(");
  expect(ready).not.toContain("<b>invented");
  // PU80: the tick is for all of it, so all of it is here.
  expect(ready).toContain("The file raw.xlsx was written by cell 9 of theirs.ipynb");
  expect(ready).toContain("together.save(");
  await app.post(`/publish/${id}/publish`, { revision: await revisionAt(app, id) }, "ada");
  const page = async (version: string): Promise<string> =>
    (await app.get(`/data/visits-to-ambleford-hall/${version}/index.html`)).text();
  expect(await page("v1")).toContain("Left out the rows with something missing in Visits");
  expect(await page("v1")).toContain("Put two tables together");
  expect(await page("v1")).not.toContain("visits.save(");
  expect(await page("v1")).not.toContain("together.save(");

  const more = `${plain}\n2027-01-01,Ambleford Hall,91`;
  await writeFile(join(app.contents.root, "people/ada/visits.csv"), more);
  await writeFile(
    join(app.contents.root, "people/ada/visits.csv.lineage"),
    JSON.stringify({ ...made, sha256: hash(more) }),
  );
  const set = await app.dataSets.get(id);
  await app.post(`/publish/${id}/new-version`, { file: set.sourcePath, revision: String(set.revision) }, "ada");
  await app.post(`/publish/${id}/publish`, { showCode: "yes", revision: await revisionAt(app, id) }, "ada");
  expect(await page("v2")).toContain("visits.save(");
  expect(await page("v2")).toContain("together.save(");
  expect(await page("v2")).toContain("&lt;b&gt;invented");
  expect(app.incidents).toEqual([]);
});
