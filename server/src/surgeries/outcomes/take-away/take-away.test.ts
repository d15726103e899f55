import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createConfidence } from "../../follow-up/confidence.js";
import { outcomeRoutes } from "../outcome-routes.js";
import { openTestOutcomeApp, type TestOutcomeApp } from "../test-outcome-app.js";
import { isOnlyDrawing } from "./safe-svg.js";
import { takeAwayRoutes } from "./take-away-routes.js";

const dana = "learner.dana.dana";
const path = "people/dana/tool loans/tool loans.ipynb";
const folder = "people/dana/tool loans";
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Elm Park’s</title><rect width="9" height="9"/></svg>';
const run = promisify(execFile);

const text = (source: string): object => ({ cell_type: "markdown", id: crypto.randomUUID(), metadata: {}, source });
const code = (source: string, ...outputs: object[]): object => ({
  cell_type: "code",
  id: crypto.randomUUID(),
  metadata: {},
  source,
  execution_count: 1,
  outputs,
});
const shown = (data: Record<string, unknown>): object => ({ output_type: "display_data", data, metadata: {} });
const inPage = (source: string, alt = "Elm Park holds most. Highest: Elm Park, 1,212"): object =>
  shown({
    "text/html": `<figure><img alt="${alt}" src="${source}" style="width:100%"><figcaption>x</figcaption></figure>`,
  });
const drawn = (picture: string): object => inPage(`data:image/svg+xml,${encodeURIComponent(picture)}`);
const notebookOf = (...cells: object[]): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });

async function openApp(notebook: string): Promise<TestOutcomeApp> {
  const app = await openTestOutcomeApp((parts) => [
    ...outcomeRoutes({ ...parts, confidence: createConfidence(parts.store, parts.clock) }),
    ...takeAwayRoutes({
      ...parts,
      shareOrigin: () => "https://surgery.example.org",
      sharedBy: () => Promise.resolve([path]),
    }),
  ]);
  await app.contents.createFolder("people/dana");
  await app.contents.createFolder(folder);
  await app.contents.createFile(path, notebook);
  return app;
}

/** By a program that knows nothing of ours, which also proves each part's checksum. */
async function unzipped(reply: Response): Promise<{ dir: string; names: string[] } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), "surgery-take-away-"));
  await writeFile(join(dir, "it.zip"), new Uint8Array(await reply.arrayBuffer()));
  const script =
    "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])";
  await run("python3", ["-c", script, join(dir, "it.zip"), join(dir, "out")]).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return run("unzip", ["-q", join(dir, "it.zip"), "-d", join(dir, "out")]);
  });
  const names = (await readdir(join(dir, "out"), { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(dir.length + 5));
  return { dir: join(dir, "out"), names: names.toSorted(), [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) };
}

const take = (app: TestOutcomeApp): Promise<Response> =>
  app.get(`/me/take-away?${new URLSearchParams({ path }).toString()}`, dana);

test("one file holds notebook, data as brought and mended, a package, charts with words, a summary and how to go on", async () => {
  await using app = await openApp(
    notebookOf(
      text("# Tool loans\n\nabout"),
      code('let loans = await read("tool loans.csv");', drawn(svg)),
      text(
        "## What we found\n\n**The finding, as one sentence with its number:** Elm Park holds **3** of 8 loans.\n\n**What we will do with it:** …",
      ),
    ),
  );
  await app.contents.createFile(`${folder}/tool loans.csv`, "a,b\n1,2\n");
  await app.contents.createFile(`${folder}/tool loans (mended).csv`, "a,b\r\n1,2\r\n");
  await app.contents.createFolder(`${folder}/loans package`);
  await app.contents.createFile(`${folder}/loans package/datapackage.json`, "{}");
  await app.contents.createFile(`${folder}/loans package/loans.csv`, "a\n");
  await app.contents.createFolder(`${folder}/private`);
  await app.contents.createFile(`${folder}/private/other.csv`, "secret");
  await app.openDoors();
  const words = {
    seen: "0",
    path,
    date: app.date.id,
    done: "A chart <b> of loans",
    next: "Show it",
    topic: "chart",
    story: "",
  };
  await app.post("/me/outcome", { ...words, email: "" }, dana);
  const reply = await take(app);
  expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/zip"]);
  expect(reply.headers.get("content-disposition")).toContain("filename*=UTF-8''tool%20loans.zip");
  await using zip = await unzipped(reply);
  expect(zip.names).toEqual(
    [
      "README.txt",
      "charts/chart-1.svg",
      "charts/words.txt",
      "loans package/datapackage.json",
      "loans package/loans.csv",
      "summary.html",
      "tool loans (mended).csv",
      "tool loans.csv",
      "tool loans.ipynb",
    ].toSorted(),
  );
  const read = (name: string): Promise<string> => readFile(join(zip.dir, name), "utf8");
  expect(await read("charts/chart-1.svg")).toBe(svg);
  expect(await read("charts/words.txt")).toContain("Highest: Elm Park, 1,212");
  expect(await read("tool loans.csv")).toBe("a,b\n1,2\n");
  const summary = await read("summary.html");
  expect(summary).toContain("Elm Park holds 3 of 8 loans.");
  expect(summary).toContain("A chart &lt;b&gt; of loans");
  expect(summary).toContain("https://surgery.example.org/resume");
  expect(summary).not.toContain("What we will do with it");
  expect(summary).not.toMatch(/<script|src="http|href="http/);
  expect(JSON.parse(await read("tool loans.ipynb"))).toMatchObject({ nbformat: 4, cells: { length: 3 } });
  expect(app.incidents).toEqual([]);
});

test("results that hold more than a drawing, and damaged pictures, stay out of charts and summary, and that is said", async () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1]).toString("base64");
  await using app = await openApp(
    notebookOf(
      code(
        "hostile",
        drawn('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        shown({ "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>' }),
        shown({ "image/png": "bm90IGEgcGljdHVyZQ==" }),
        shown({ "image/png": png, "text/plain": "<script>alert(2)</script>" }),
        inPage("https://elsewhere.example/x.png"),
        shown({ "text/html": "<script>alert(3)</script>" }),
        inPage("data:image/svg+xml,%E0%A4%A"),
        { output_type: "stream" },
        { output_type: "display_data", data: { "text/plain": 7, "application/json": { a: 1 } }, extra: true },
      ),
    ),
  );
  await using zip = await unzipped(await take(app));
  expect(zip.names).toEqual([
    "README.txt",
    "charts/chart-1.png",
    "charts/words.txt",
    "summary.html",
    "tool loans.ipynb",
  ]);
  const summary = await readFile(join(zip.dir, "summary.html"), "utf8");
  expect(summary).not.toContain("<script");
  expect(summary).toContain("4 pictures were left out");
  const taken = JSON.parse(await readFile(join(zip.dir, "tool loans.ipynb"), "utf8")) as {
    cells: { outputs: unknown[] }[];
  };
  expect(taken.cells[0]?.outputs.at(-1)).toEqual({
    output_type: "display_data",
    data: { "application/json": { a: 1 } },
    metadata: {},
  });
});

test("what is too large and what vanished is told, and the rest goes along all the same", async () => {
  const huge = "x".repeat(30 * 1024 * 1024);
  await using app = await openApp(
    notebookOf(
      code("flood", { output_type: "stream", name: "stdout", text: huge }),
      code("small", { output_type: "stream", name: "stdout", text: "fine" }),
    ),
  );
  await app.contents.createFile(`${folder}/big.csv`, huge);
  await app.contents.createFile(`${folder}/small.csv`, "a\n");
  await using zip = await unzipped(await take(app));
  expect(zip.names).toEqual(["README.txt", "small.csv", "summary.html", "tool loans.ipynb"]);
  const readme = await readFile(join(zip.dir, "README.txt"), "utf8");
  expect(readme).toContain("“big.csv” (30 MB) is too large to go along.");
  expect(readme).toContain("One result in the notebook was too large");
  const notebook = await readFile(join(zip.dir, "tool loans.ipynb"), "utf8");
  expect(notebook.length).toBeLessThan(5000);
  expect(notebook).toContain("fine");
});

test("beside other notebooks only the files that this one names go along", async () => {
  await using app = await openApp(notebookOf(code('await read("tool loans.csv")')));
  await app.contents.createFile(`${folder}/another.ipynb`, notebookOf());
  for (const name of ["tool loans.csv", "tool loans (mended).csv", "another’s.csv"])
    await app.contents.createFile(`${folder}/${name}`, "a\n");
  await using zip = await unzipped(await take(app));
  expect(zip.names.filter((name) => name.endsWith(".csv"))).toEqual(["tool loans (mended).csv", "tool loans.csv"]);
});

test("the list is one's own; nobody else takes it home; a notebook that was deleted is said to be gone", async () => {
  await using app = await openApp(notebookOf());
  await app.post(
    "/me/outcome",
    { seen: "0", path, date: "", done: "Counted loans", next: "", topic: "", story: "", email: "" },
    dana,
  );
  const list = await (await app.get("/me/take-aways", dana)).text();
  expect(list).toContain("Counted loans");
  expect(list.match(/Take it home/g)).toHaveLength(1);
  const address = `/me/take-away?${new URLSearchParams({ path }).toString()}`;
  expect((await app.get(address)).status).toBe(401);
  expect((await app.get(address, "learner.eve.eve")).status).toBe(403);
  expect((await app.get("/me/take-away?path=people/dana/nothing.ipynb", dana)).status).toBe(404);
  await app.contents.remove(path);
  expect((await app.get(address, dana)).status).toBe(404);
  expect(await (await app.get("/me/take-aways", dana)).text()).toContain("The notebook is not there any more");
});

test("a drawing is only a drawing when all in it is known", () => {
  const wrap = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;
  expect(isOnlyDrawing(wrap('<g fill="url(#a)"><path d="M0 0L1 1"/><text x="1">Elm &amp; Ash</text></g>'))).toBe(true);
  for (const bad of [
    "<script>x</script>",
    "<script",
    '<a href="javascript:alert(1)"><rect/></a>',
    '<image href="http://elsewhere.example/x"/>',
    "<foreignObject><body/></foreignObject>",
    "<rect onclick='x'/>",
    "<rect onclick=x />",
    '<rect fill="url(http://elsewhere.example)"/>',
    '<rect style="fill:u&#114;l(http://elsewhere.example)"/>',
    '<use xlink:href="#a"/>',
    "<!-- --><rect/>",
    "<![CDATA[<script>]]>",
    "<style>@import 'http://elsewhere.example'</style>",
    '<animate attributeName="href"/>',
  ])
    expect([bad, isOnlyDrawing(wrap(bad))]).toEqual([bad, false]);
  expect(isOnlyDrawing('<!DOCTYPE svg [<!ENTITY x "y">]><svg></svg>')).toBe(false);
  expect(isOnlyDrawing("<html></html>")).toBe(false);
});
