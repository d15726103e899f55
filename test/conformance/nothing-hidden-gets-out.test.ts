import { composeServer, parseConfig, type RunningServer } from "@data-surgery/server";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let data: string;
let server: RunningServer;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "surgery-hidden-"));
  server = await composeServer(parseConfig({ port: "0", data, env: {} }));
});
afterAll(async () => {
  await server.close();
  await rm(data, { recursive: true });
});

interface SourceCell {
  readonly id: string;
  readonly source: string[];
}

/** What stands between the markers of hidden tests, and in the solutions, of one lesson. */
async function secretsOf(lesson: string): Promise<{ hidden: string[]; solutions: string[] }> {
  const file = join(parseConfig({ env: {} }).paths.notebooks, lesson, `${lesson}.ipynb`);
  const { cells } = JSON.parse(await readFile(file, "utf8")) as { cells: SourceCell[] };
  const between = (marker: string): string[] =>
    cells.flatMap(({ source }) => {
      // In text cells the marker stands without the slashes.
      const lines = source.map((line) => line.trim().replace(/^\/\/ /, ""));
      return lines
        .slice(lines.indexOf(`### BEGIN ${marker}`) + 1, Math.max(0, lines.indexOf(`### END ${marker}`)))
        .filter((line) => line !== "");
    });
  return { hidden: between("HIDDEN TESTS"), solutions: between("SOLUTION") };
}

/** Test titles and changed data: what a hidden line holds that no message repeats. */
function tellingParts(line: string): string[] {
  const title = /^test\((["'`])(.*?)\1,/.exec(line)?.[2];
  const table = /withData\(\{ "[^"]+": ".*?\\n(.{20})/.exec(line)?.[1];
  return [title, table].filter((part) => part !== undefined);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test("no hidden test and no solution reaches a learner's files, documents or replies; the solution only when asked for", async () => {
  const { hidden, solutions } = await secretsOf("first-look");
  const telling = hidden.flatMap(tellingParts);
  // One line of each of the three exercises, and the two of the finding.
  expect([telling.length, solutions.length]).toEqual([expect.toSatisfy((count: number) => count >= 6), 5]);
  const seen: string[] = [];
  const learner = await joinWorkshop(seen);

  await learner.get("/api/lessons");
  const { path } = JSON.parse(await learner.post("/api/lessons/first-look/open", {})) as { path: string };
  const notebook = JSON.parse(await learner.get(`/api/contents/${path}`)) as {
    content: { cells: { id: string; source: string }[] };
  };
  for (const [exercise, source] of Object.entries(answers)) {
    for (const cell of notebook.content.cells) if (cell.id === `ex-${exercise}`) cell.source = source;
    await learner.save(path, notebook.content);
    await learner.post(`/api/lessons/first-look/exercises/${exercise}/check`, { path });
    await learner.post(`/api/lessons/first-look/exercises/${exercise}/hint`, { path, number: 1 });
  }
  await learner.get("/api/progress/mine");
  for (const file of await filesBelow(join(data, "files"))) seen.push(await readFile(file, "utf8"));

  const all = seen.join("\n");
  expect(all).toContain("count-countries");
  for (const part of telling) expect(all).not.toContain(JSON.stringify(part).slice(1, -1));
  for (const line of [...hidden, ...solutions]) expect(all).not.toContain(JSON.stringify(line).slice(1, -1));
  expect(await learner.post("/api/lessons/first-look/exercises/count-countries/solution", { path })).toContain(
    "countries.length",
  );
});

/** One of each kind: typed in, an error, a wrong rule, and words. */
const answers = {
  "count-countries": "let howMany = 62;",
  "fell-since-1980": "let fell = countrys.filter((row) => true);",
  "change-since-1955": 'let changes = addColumn(countries, "change", (row) => row.life_2005);',
  finding: "People live longer, but it stops in 2005.",
};

interface Learner {
  get(path: string): Promise<string>;
  post(path: string, body: unknown): Promise<string>;
  save(path: string, content: unknown): Promise<void>;
}

async function joinWorkshop(seen: string[]): Promise<Learner> {
  const origin = server.url;
  const joined = await fetch(`${origin}/join`, {
    method: "POST",
    redirect: "manual",
    headers: { origin },
    body: new URLSearchParams({ code: server.joinCode, name: "Ada" }),
  });
  const cookie = joined.headers.get("set-cookie")?.split(";")[0] ?? "";
  const ask = async (method: string, path: string, body?: unknown): Promise<string> => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { origin, cookie, "content-type": "application/json" };
    const response = await fetch(origin + path, { method, headers, ...init });
    const text = await response.text();
    expect([path, response.status, text]).toEqual([path, expect.toSatisfy((status: number) => status < 300), text]);
    return text;
  };
  const noted = async (text: Promise<string>): Promise<string> => {
    seen.push(await text);
    return text;
  };
  return {
    get: (path) => noted(ask("GET", path)),
    post: (path, body) => (path.endsWith("/solution") ? ask("POST", path, body) : noted(ask("POST", path, body))),
    save: async (path, content) => {
      await ask("PUT", `/api/contents/${path}`, { type: "notebook", format: "json", content });
    },
  };
}
