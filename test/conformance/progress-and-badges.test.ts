/** Progress, exports and badges through the doors of a real server with the lesson that ships: who gets what, and that it holds. */
import { readBadge, verifyBadge } from "@data-surgery/server";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openComposed, type ComposedServer } from "../support/composed.js";

const right: Readonly<Record<string, string>> = {
  "count-countries": "let howMany = countries.length;",
  "fell-since-1980": "let fell = countries.filter((row) => row.life_2005 < row.life_1980);",
  "change-since-1955": 'let changes = addColumn(countries, "change", (row) => row.life_2005 - row.life_1955);',
  finding: "**Our finding:** it rose in 61 of the 62 countries. **It can't say** why.",
};

interface LearnerCell {
  source: string;
  readonly metadata: { readonly data_surgery?: { readonly role?: string; readonly exercise?: string } };
}

let house: ComposedServer;
let ada: string;
let bea: string;
let trainer: string;
const personOf = async (cookie: string): Promise<string> => {
  const rows = (await house.ask(cookie, "/api/progress/export.csv")).text.split("\r\n");
  return rows[1]?.split(",")[3] ?? "";
};

beforeAll(async () => {
  house = await openComposed();
  [ada, bea, trainer] = [await house.join("=Ada"), await house.join("Bea"), await house.trainer()];
  const home = await house.homeOf(ada);
  await house.homeOf(bea);
  const path = `people/${home}/first-look/first-look.ipynb`;
  const { content } = (await house.ask(ada, `/api/contents/${path}`)).json as {
    content: { cells: LearnerCell[] };
  };
  for (const cell of content.cells) {
    const { role = "", exercise = "" } = cell.metadata.data_surgery ?? {};
    if (["exercise", "question"].includes(role)) cell.source = right[exercise] ?? cell.source;
  }
  await house.ask(ada, `/api/contents/${path}`, { method: "PUT", body: { type: "notebook", format: "json", content } });
  for (const exercise of Object.keys(right)) {
    const at = `/api/lessons/first-look/exercises/${exercise}/check`;
    const { text } = await house.ask(ada, at, { method: "POST", body: { path } });
    if (!/"type":"(pass|handed-in)"/.test(text)) throw new Error(`${exercise} should be right: ${text}`);
  }
});
afterAll(() => house[Symbol.asyncDispose]());

const form = (
  fields: Readonly<Record<string, string>>,
): { method: string; headers: Record<string, string>; body: string } => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(fields).toString(),
});

test("a learner's page says what is done and why a level is reached, and offers its badge; another's says that nothing is done", async () => {
  const page = (await house.ask(ada, "/me/progress")).text;
  expect(page).toMatch(/You have 4 of \d+ exercises done and shown 3 of \d+ skills\./);
  expect(page).toContain("You have 1 of 1. This level is yours.");
  expect(page.match(/ahead of you/g)).toHaveLength(2);
  expect(page).toContain("/me/badges/explorer");
  const other = (await house.ask(bea, "/me/progress")).text;
  expect(other).toContain("Nothing is done yet");
  expect(other).not.toContain("/me/badges/explorer");
});

test("a trainer reads a learner's page, with nothing on it that makes or takes in their name; a learner reads nobody else's", async () => {
  const path = `/board/people/${await personOf(ada)}/progress`;
  const page = (await house.ask(trainer, path)).text;
  expect(page).toMatch(/They have 4 of \d+ exercises done/);
  expect(page).not.toContain("/me/");
  expect((await house.ask(bea, path)).status).toBe(403);
  expect((await house.ask(trainer, "/board/people/nobody/progress")).status).toBe(404);
});

test("everybody exports their own; the room's is for trainers, and names only on asking, disarmed", async () => {
  const people = async (cookie: string, query: string): Promise<number> => {
    const { text } = await house.ask(cookie, `/api/progress/export.csv${query}`);
    return new Set(
      text
        .trimEnd()
        .split("\r\n")
        .slice(1)
        .map((row) => row.split(",")[3]),
    ).size;
  };
  expect([await people(ada, ""), await people(ada, "?names=yes"), await people(trainer, "?whose=workshop")]).toEqual([
    1, 1, 2,
  ]);
  expect((await house.ask(ada, "/api/progress/export.csv?names=yes")).text).not.toContain("Ada");
  expect((await house.ask(bea, "/api/progress/export.csv?whose=workshop")).status).toBe(403);
  expect((await house.ask(bea, "/api/progress/export.xapi.json?whose=workshop")).status).toBe(403);
  expect((await house.ask(trainer, "/api/progress/export.csv?whose=workshop")).text).not.toContain("Ada");
  expect((await house.ask(trainer, "/api/progress/export.csv?whose=workshop&names=yes")).text).toContain(",'=Ada,");
  const statements = (await house.ask(trainer, "/api/progress/export.xapi.json?whose=workshop")).json as object[];
  expect(statements.length).toBeGreaterThanOrEqual(5);
  expect(JSON.stringify(statements)).not.toContain("Ada");
});

test("the figures of a lesson are exact for the trainer; a learner of a room of two sees none that counts one", async () => {
  const [exact] = (await house.ask(trainer, "/api/progress/lessons")).json as { started: number; done: number }[];
  expect(exact).toMatchObject({ started: 2, done: 1 });
  const [hidden] = (await house.ask(bea, "/api/progress/lessons")).json as object[];
  expect(hidden).not.toHaveProperty("done");
  expect(hidden).not.toHaveProperty("started");
  expect((await house.ask(trainer, "/board/lessons")).text).toContain("2 started, 1 finished");
});

test("a badge shows what its holder ticked and nothing else, holds in every form, and is refused to who did not reach the level", async () => {
  expect((await house.ask(bea, "/me/badges/explorer", form({}))).status).toBe(403);
  expect((await house.ask(ada, "/me/badges/champion", form({}))).status).toBe(403);
  expect((await house.ask(ada, "/me/badges/explorer/badge.svg")).status).toBe(404);

  const { json: issuer } = await house.ask("", "/badges/issuer.json");
  const { id: did } = issuer as { id: string };
  const take = async (file: string): Promise<string> => (await house.ask(ada, `/me/badges/explorer/${file}`)).text;
  const shown = async (): Promise<unknown> => {
    const verdict = await verifyBadge(readBadge(Buffer.from(await take("badge.jwt"))) ?? "", { issuer: did });
    expect(verdict.type).toBe("valid");
    return verdict;
  };

  expect((await house.ask(ada, "/me/badges/explorer", form({}))).status).toBe(303);
  const bare = JSON.stringify(await shown());
  expect(["Ada", "evidence", "countries.length"].filter((trace) => bare.includes(trace))).toEqual([]);

  const wish = {
    name: "yes",
    "answer/first-look/count-countries": "yes",
    "answer/first-look/finding": "yes",
    "notebook/first-look": "yes",
    "answer/else/where": "yes",
  };
  await house.ask(ada, "/me/badges/explorer", form(wish));
  expect(await shown()).toMatchObject({
    credential: {
      credentialSubject: { identifier: [{ identityHash: "=Ada" }] },
      evidence: [
        { name: "Answer to “Count the countries”", narrative: right["count-countries"] },
        { name: "Answer to “Write our finding”", narrative: right["finding"] },
        { genre: "notebook", narrative: expect.stringContaining("addColumn(countries") as string },
      ],
    },
  });
  expect(readBadge(Buffer.from(await take("badge.svg")))).toBe((await take("badge.jwt")).trim());
  expect(readBadge(Buffer.from(await take("badge.json")))).toBe((await take("badge.jwt")).trim());
  expect((await house.ask(bea, "/me/badges/explorer/badge.svg")).status).toBe(404);
});

test("anybody checks a badge: it holds; changed it does not; and the key that signed it stays in the data folder for its user alone", async () => {
  const jwt = (await house.ask(ada, "/me/badges/explorer/badge.jwt")).text.trim();
  const check = async (badge: string): Promise<string> => (await house.ask("", "/badges/verify", form({ badge }))).text;
  expect(await check(jwt)).toContain("This badge holds");
  expect(await check(jwt.replace(/.{3}$/, "AAA"))).toContain("This badge was changed");
  expect(await check("a shopping list")).toContain("There is no badge in that");
  if (process.platform !== "win32") {
    expect((await stat(join(house.data, "badge-key.json"))).mode & 0o777).toBe(0o600);
  }
});
