/** A learner goes through a lesson with wrong tries, errors, a hint and a pass, and looks everywhere. Nothing hidden is found. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { asBytes, fingerprint, lessonSecrets, secretsIn, type Secret } from "../support/canary.js";
import { keptByPage, recordEverything, type Seen } from "../support/everything-seen.js";
import { openHouse } from "../support/house.js";
import {
  checkExercise,
  codeCell,
  countCountries,
  exerciseCell,
  outputOf,
  runCell,
  waitSaved,
  writeCell,
} from "../support/lesson.js";
import { enterAsTrainer, joinAsLearner } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const secrets = await lessonSecrets("first-look");

/** What the learner of this test gets to know by asking: the first hint of the first exercise, and the words for its mistake. */
const isEarned = ({ exercise, kind, text }: Secret): boolean =>
  exercise === countCountries.id &&
  ((kind === "hint" && text === firstHint) ||
    kind === "words for a mistake" ||
    text === "let howMany = countries.length;");
const firstHint = secrets.find(({ exercise, kind }) => exercise === countCountries.id && kind === "hint")?.text;

test("nothing hidden is in any answer, frame, file, storage, error or place on the disk that a learner can reach", async () => {
  await using trainer = await openPerson(browser);
  await enterAsTrainer(trainer.page, server);
  await using learner = await openPerson(browser);
  const recorder = recordEverything(learner.context);
  const page = await learner.context.newPage();
  await joinAsLearner(page, server, "Bea");

  await runCell(codeCell(page, 0));
  const cell = exerciseCell(page, countCountries);
  expect(await checkExercise(page, countCountries)).toBe("not-attempted");
  for (const [source, outcome] of [
    [countCountries.wrong, "not-yet"],
    ["let howMany = 62;", "not-yet"],
    ["let howMany = countrys.length;", "could-not-run"],
    ["throw new Error(JSON.stringify(Object.keys(globalThis)));", "could-not-run"],
  ] as const) {
    await writeCell(cell, source);
    expect([source, await checkExercise(page, countCountries)]).toEqual([source, outcome]);
  }
  await cell.getByRole("button", { name: /^Hint/ }).click();
  await cell.getByText("Hint 1 of 3").waitFor();
  await writeCell(cell, countCountries.right);
  expect(await checkExercise(page, countCountries)).toBe("pass");
  await waitSaved(page);

  const path = decodeURIComponent(new URL(page.url()).pathname).replace(/^.*\/tree\//, "");
  const answers = await knockEverywhere(page, path);
  expect(answers).toBeGreaterThan(30);
  const found = await searchFromKernel(page);
  await waitSaved(page);

  const files = await filesBelow(join(server.data, "files"));
  const all = [
    ...(await recorder.all()),
    await keptByPage(page),
    ...files,
    { from: "log", bytes: asBytes(server.stderr()) },
  ];
  const hidden = secrets.filter((secret) => !isEarned(secret));
  const leaks = all.flatMap(({ from, bytes }) =>
    secretsIn(bytes, hidden).map(({ kind, text }) => `${kind} in ${from}: ${text}`),
  );
  expect(leaks).toEqual([]);

  // The search sees what is there: what was asked for came in an answer, the work is in a frame, a file and on the device.
  const sources = (text: string): string =>
    all.flatMap(({ from, bytes }) => (bytes.includes(asBytes(text)) ? [from.replace(/\?.*/, "")] : [])).join("\n");
  expect(hidden.length).toBeGreaterThan(30);
  expect(sources(firstHint ?? "")).toMatch(/POST .*\/hint/);
  expect(sources("Put something in place of")).toMatch(/frame of/);
  expect(sources("countries.length")).toMatch(/first-look\.ipynb/);
  expect(sources("countries.length")).toContain("what the page keeps");

  // Of the disk, a kernel sees its own folder; where kernels are not closed off, the trainer is told.
  expect(found.control).toBe(1);
  expect(found.files).toBeGreaterThan(3);
  const isTold = (await trainer.page.getByText("Know everybody in the room.").count()) > 0;
  if (!isTold) expect(found.secrets).toBe(0);
});

/** Asks at doors that are there and that are not, with what is right and what is not. Every answer is recorded. Resolves to how many came. */
function knockEverywhere(page: Page, path: string): Promise<number> {
  return page.evaluate(async (notebook) => {
    const folder = notebook.replace(/\/[^/]*$/, "");
    const lesson = "/api/lessons/first-look";
    const places = [notebook, folder, "", "people", "shared", "../notebooks/first-look/first-look.ipynb"];
    places.push("%2e%2e/%2e%2e/notebooks/first-look/first-look.ipynb", "notebooks/first-look/first-look.ipynb");
    const gets = [
      ...places.map((place) => `/api/contents/${place}`),
      "/notebooks/first-look/first-look.ipynb",
      "/files/first-look.ipynb",
      "/surgery.db",
      "/api",
      "/api/me",
      "/api/status",
      "/api/lessons",
      lesson,
      `${lesson}/exercises`,
      `${lesson}/exercises/count-countries`,
      `${lesson}/exercises/count-countries/tries`,
      `${lesson}/exercises/finding/tries`,
      `${lesson}/guide?path=${encodeURIComponent(notebook)}`,
      `${lesson}/take-away?path=${encodeURIComponent(notebook)}`,
      "/api/glossary",
      "/api/progress/explained?lesson=first-look",
      "/api/progress/lessons",
      "/api/progress/export.csv",
      "/api/progress/export.xapi.json",
      "/api/progress/export.csv?whose=workshop",
      "/me/progress",
      "/me/badges/explorer",
      "/badges/issuer.json",
      "/board/review",
      "/board/regrade",
      "/board/lessons",
      "/api/progress/mine",
      "/api/board",
      "/api/sessions",
      "/api/kernels",
      "/api/kernelspecs",
      "/api/nbconvert",
      "/board",
      "/learn",
      "/me/card",
      `/learn/tree/${notebook}`,
      `/lab/tree/${notebook}`,
      "/lab/api/workspaces",
      "/lab/api/settings",
    ];
    let count = 0;
    const ask = async (method: string, address: string, body?: unknown): Promise<unknown> => {
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(address, { method, headers: { "content-type": "application/json" }, ...init });
      const text = await answer.text();
      count++;
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
    };
    for (const address of gets) await ask("GET", address);
    for (const exercise of ["fell-since-1980", "change-since-1955", "finding", "none", "..", "count-countries%00"]) {
      await ask("POST", `${lesson}/exercises/${exercise}/check`, { path: notebook });
      await ask("POST", `${lesson}/exercises/${exercise}/check`, { path: "people/nobody/x.ipynb" });
      await ask("POST", `${lesson}/exercises/${exercise}/hint`, { path: notebook, number: 3 });
      await ask("POST", `${lesson}/exercises/${exercise}/hint`, { path: notebook, number: 0, force: true });
    }
    for (const door of ["start", "check", "publish", "preview"]) {
      await ask("POST", `/api/author/${door}`, { path: notebook, lesson: "mine", title: "Mine" });
    }
    const session = await ask("PUT", `/api/collaboration/session/${notebook}`, { format: "json", type: "notebook" });
    for (const id of Object.values((session ?? {}) as Record<string, unknown>)) {
      await ask("GET", `/api/history/${String(id)}`);
      await ask("GET", `/api/history/${String(id)}/difference`);
      await ask("GET", `/api/rooms/${String(id)}/people`);
    }
    return count;
  }, path);
}

interface Found {
  readonly files: number;
  /** How many lines of what the learner wrote there themself. */
  readonly control: number;
  readonly secrets: number;
}

/** Reads every file that a cell may read, and knows a secret line by its fingerprint alone. */
async function searchFromKernel(page: Page): Promise<Found> {
  const sought = secrets.filter((secret) => !isEarned(secret)).map(({ text }) => text.trim());
  const known = sought.map(fingerprint);
  const control = "a line that is there";
  const lengths = [...new Set([...sought, control].map((text) => text.length))];
  const code = `
const fs = await import("node:fs"); const { createHash } = await import("node:crypto");
const known = new Set(${JSON.stringify(known)}); const control = "${fingerprint(control)}"; const lengths = new Set(${JSON.stringify(lengths)});
fs.writeFileSync("control.txt", "a line " + "that is there\\n");
const found = { files: 0, control: 0, secrets: 0 }; const end = Date.now() + 15_000;
const plain = (line: string) => { const text = /^(?:"\\w+": )?(".*"),?$/.exec(line)?.[1]; try { return text === undefined ? line : String(JSON.parse(text)).trim(); } catch { return line; } };
const look = (folder: string, depth: number): void => {
  if (depth > 12 || Date.now() > end) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) try {
    const path = folder + "/" + entry.name;
    if (/^\\/(proc|sys|dev|usr|lib|lib64|bin|sbin|etc|boot)$/.test(path.replace("//", "/")) || entry.name === "node_modules" || entry.name === ".git") continue;
    if (entry.isDirectory()) look(path, depth + 1);
    else if (entry.isFile() && /\\.(ipynb|json|md|ts|txt|csv|log)$/.test(entry.name) && fs.statSync(path).size < 200_000) {
      found.files++;
      for (const line of fs.readFileSync(path, "utf8").split("\\n")) {
        const text = plain(line.trim());
        if (!lengths.has(text.length)) continue;
        const print = createHash("sha256").update(text).digest("hex").slice(0, 16);
        if (print === control) found.control++;
        if (known.has(print)) found.secrets++;
      }
    }
  } catch {}
};
for (const place of [process.cwd(), ...new Set([process.cwd() + "/..", "/"])]) try { look(place, 0); if (found.control > 0) found.control = 1; } catch {}
console.log("FOUND " + JSON.stringify(found));`;
  const cell = codeCell(page, 0);
  // One line, as an editor would indent others anew.
  await writeCell(cell, code.replaceAll("\n", " "));
  await runCell(cell);
  const output = outputOf(cell).filter({ hasText: "FOUND" }).first();
  await output.waitFor({ timeout: 120_000 }).catch(async (cause: unknown) => {
    throw new Error(`The cell says: ${(await outputOf(cell).allInnerTexts()).join("\n")}`, { cause });
  });
  return JSON.parse(/FOUND (\{.*\})/.exec(await output.innerText())?.[1] ?? "{}") as Found;
}

async function filesBelow(folder: string): Promise<Seen[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (from) => ({ from, bytes: asBytes(await readFile(from)) })));
}
