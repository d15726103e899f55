import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { sum } from "./figures.js";
import { originsOf } from "./provenance.js";
import { read } from "./read.js";
import { tableOf } from "./table.js";

const folder = await mkdtemp(join(tmpdir(), "origins-"));
afterAll(() => rm(folder, { recursive: true }));

test("a table knows the very files that went into it, through every verb, a join and a question in SQL", async () => {
  const texts = { visits: "ward,n\nAbbey,4\nDocks,9\nDocks,2\n", people: "ward,people\nAbbey,100\nDocks,300\n" };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, `${name}.csv`), text);
  const visits = await read(join(folder, "visits.csv"));
  const people = (await read(join(folder, "people.csv"))).from({ publisher: "The council", licence: "OGL" });
  const worked = visits
    .filter((row) => row.n > 1)
    .groupBy("ward")
    .summarise({ n: sum("n") })
    .join(people, { on: "ward" });
  const asked = await visits.sql("select ward, sum(n) as n from this join people using (ward) group by ward", {
    people,
  });
  for (const table of [worked, asked]) {
    expect(originsOf(table.about)).toMatchObject([
      { name: "visits.csv", file: { sha256: createHash("sha256").update(texts.visits).digest("hex"), size: 31 } },
      { name: "people.csv", publisher: "The council", file: { path: join(folder, "people.csv") } },
    ]);
  }
});

test("a list made in the notebook came from no file, and says so by having none", () => {
  expect(originsOf(tableOf([{ ward: "Abbey" }]).about)).toEqual([{ name: "a table" }]);
});
