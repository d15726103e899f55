/** The notebook that works on a data set is found, and run on the next file as a copy. */
import { readNotebookText, type Notebook } from "@data-surgery/jupyter";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  inventedVisits,
  openTestPublishingApp,
  prepare,
  settleAndPublish,
  type TestPublishingApp,
} from "./test-publishing-app.js";

const now = Date.parse("2026-05-03T10:00:00Z");

const notebookText = (source: string): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: "code", id: "read", metadata: {}, source, execution_count: null, outputs: [] }],
  });

async function put(app: TestPublishingApp, path: string, text: string): Promise<void> {
  await mkdir(join(app.contents.root, "people", "ada"), { recursive: true });
  await writeFile(join(app.contents.root, path), text);
}

const notebookAt = async (app: TestPublishingApp, path: string): Promise<Notebook> =>
  readNotebookText(await readFile(join(app.contents.root, path), "utf8"), () => "new");

test("one press runs the notebook on the new file: a copy named after the day, with the new file in it; the old one is as it was", async () => {
  await using app = await openTestPublishingApp({ now, sendsMail: true });
  const code = 'let visits = await read("visits.csv");';
  await put(app, "people/ada/other.ipynb", notebookText('await read("else.csv")'));
  await put(app, "people/ada/counting.ipynb", notebookText(code));
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  expect((await app.dataSets.get(id)).notebook).toBe("people/ada/counting.ipynb");
  const page = await (await app.get(`/publish/${id}`, "ada")).text();
  expect(page).toContain('href="/learn/tree/people/ada/counting.ipynb"');
  expect(page).toContain("Run my notebook on it");

  await put(app, "people/ada/visits june.csv", inventedVisits);
  const run = await app.post(`/publish/${id}/notebook`, { file: "people/ada/visits june.csv" }, "ada");
  expect(run.headers.get("location")).toBe("/learn/tree/people/ada/counting%202026-05-03.ipynb");
  const copy = await notebookAt(app, "people/ada/counting 2026-05-03.ipynb");
  expect(copy.cells.map(({ source }) => source).at(-1)).toBe('let visits = await read("visits june.csv");');
  expect((await notebookAt(app, "people/ada/counting.ipynb")).cells[0]?.source).toBe(code);

  // From the copy back to the next version, with the new file offered first.
  const link = /\((https:[^)]+)\)/.exec(copy.cells[0]?.source ?? "")?.[1] ?? "";
  const { pathname, search } = new URL(link);
  const next = await (await app.get(pathname + search, "ada")).text();
  expect(/<option value="([^"]+)"/.exec(next)?.[1]).toBe("people/ada/visits june.csv");
});

test("a notebook that does not read the file is told of, and nobody runs somebody else's set", async () => {
  await using app = await openTestPublishingApp({ now });
  await put(app, "people/ada/counting.ipynb", notebookText('await read("visits.csv")'));
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  await put(app, "people/ada/counting.ipynb", notebookText("1 + 1"));
  const told = await app.post(`/publish/${id}/notebook`, { file: "people/ada/visits.csv" }, "ada");
  expect(told.status).toBe(422);
  expect(await told.text()).toContain("does not read visits.csv");
  expect((await app.post(`/publish/${id}/notebook`, { file: "people/ada/visits.csv" }, "ben")).status).toBe(404);
});
