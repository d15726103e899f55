import { describe, expect, test } from "vitest";
import { planRelease, type PreviousRelease } from "./plan-release.js";
import { publishedTableOfCsv } from "./published-table.js";
import type { Release } from "./release.js";
import { recordFor, toPublish } from "./test-set.js";

const now = new Date("2026-11-29T12:00:00.000Z");
const wards =
  "ward,code,day,parcels\n" +
  Array.from(
    { length: 40 },
    (_, at) => `Ward ${at % 4},E0500000${at % 4},${1 + (at % 28)}/0${1 + (at % 9)}/2025,${7 + at}`,
  ).join("\n");

function fileOf({ files }: Release, path: string): string {
  const file = files.find((one) => one.path === path);
  return file === undefined ? "" : new TextDecoder().decode(file.bytes);
}

/** What the folder would give back of a release. */
function asPrevious(release: Release): PreviousRelease {
  const tables = release.summary.tables.map(({ name, columns }) =>
    publishedTableOfCsv(
      fileOf(release, `${name}.csv`),
      name,
      Object.fromEntries(columns.map(({ facts, kind }) => [facts.name, kind])),
    ),
  );
  return { summary: JSON.parse(JSON.stringify(release.summary)) as Release["summary"], tables };
}

describe("a release", () => {
  test("holds data, descriptions for programs, a page and checksums, and nothing stands in its way", async () => {
    const given = await toPublish(wards, "visits");
    const release = await planRelease([given], recordFor([given.table]), undefined, { now });
    expect(release.findings).toEqual([]);
    expect(release.ready).toBe(true);
    expect(release.files.map(({ path }) => path)).toEqual([
      "visits.csv",
      "datapackage.json",
      "visits.csv-metadata.json",
      "dcat.jsonld",
      "index.html",
      "README.md",
      "page.json",
      "release.json",
      "SHA256SUMS",
    ]);
    expect(fileOf(release, "visits.csv")).toMatch(/^ward,code,day,parcels\r\nWard 0,E05000000,2025-01-01,7\r\n/);
    const sums = fileOf(release, "SHA256SUMS").trimEnd().split("\n");
    expect(sums).toEqual(release.files.slice(0, -1).map(({ sha256, path }) => `${sha256}  ${path}`));
  });

  test("promises in its schema only what every row keeps", async () => {
    const given = await toPublish(wards, "visits");
    const release = await planRelease([given], recordFor([given.table]), undefined, { now });
    const { resources } = JSON.parse(fileOf(release, "datapackage.json")) as {
      resources: { schema: { fields: object[]; primaryKey?: string[] } }[];
    };
    expect(resources[0]?.schema.fields).toMatchObject([
      { name: "ward", type: "string", constraints: { required: true, enum: ["Ward 0", "Ward 1", "Ward 2", "Ward 3"] } },
      { name: "code", type: "string", constraints: { required: true, pattern: "[EWSNKJLM][0-9]{8}" } },
      { name: "day", type: "date", constraints: { required: true, minimum: "2025-01-01", maximum: "2025-09-27" } },
      { name: "parcels", type: "integer", constraints: { required: true, minimum: 7, maximum: 46 } },
    ]);
    // That it happens to tell rows apart is no promise; only the keeper makes one.
    expect(resources[0]?.schema).not.toHaveProperty("primaryKey");
  });

  test("names the keeper's key as the primary key where it holds, and warns where it doesn't", async () => {
    const given = await toPublish(wards, "visits");
    const keyed = (key: string): ReturnType<typeof recordFor> => {
      const record = recordFor([given.table]);
      return { ...record, tables: record.tables.map((table) => ({ ...table, key: [key] })) };
    };
    const good = await planRelease([given], keyed("parcels"), undefined, { now });
    expect(good.summary.tables[0]?.key).toEqual(["parcels"]);
    const bad = await planRelease([given], keyed("ward"), undefined, { now });
    expect(bad.summary.tables[0]?.key).toEqual([]);
    expect(bad.findings.map(({ code, level }) => [code, level])).toEqual([["key-not-unique", "warns"]]);
  });

  test("of a page: hostile text is text, nothing in it can run, and it weighs less than 80 kB", async () => {
    const hostile = `ward,note\n${Array.from({ length: 30 }, (_, at) => `W${at},"<img src=x onerror=alert(1)></script><script>alert(2)</script>"`).join("\n")}`;
    const given = await toPublish(hostile, "visits");
    const record = recordFor([given.table], {
      title: "</title><script>alert(3)</script>",
      description: 'A "description" with </script><script>alert(4)</script> & more, so that it is long enough.',
    });
    const release = await planRelease([given], record, undefined, { now });
    const page = fileOf(release, "index.html");
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script type="application/ld+json">{"@context"');
    expect(page).not.toMatch(/<img|alert\(3\)<\/script>/);
    expect(page).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
    expect(page.length).toBeLessThan(80_000);
    const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
    expect(JSON.parse(json)).toMatchObject({ "@type": "Dataset", name: record.title, description: record.description });
  });

  test("is blocked by questions that nobody answered, columns that nobody explained, and a licence that a source forbids", async () => {
    const given = await toPublish(wards, "visits");
    const record = recordFor([given.table], {
      answers: { allowed: "____" },
      keeper: { name: "The Invented Group" },
      licence: "CC0-1.0",
      sources: [{ title: "Map", licence: "ODbL" }],
      tables: [
        { name: "visits", file: "visits.csv", columns: { ward: { meaning: "The ward." } }, mend: [], remedies: [] },
      ],
    });
    const release = await planRelease([given], record, undefined, { now });
    expect(release.ready).toBe(false);
    expect(release.findings.map(({ code, level }) => `${level} ${code}`)).toEqual([
      "blocks no-meaning",
      ...Array.from({ length: 7 }, () => "blocks unanswered"),
      "blocks licence-conflict",
    ]);
    expect(release.findings.at(-1)).toMatchObject({ toDo: "Choose Open Database Licence 1.0." });
  });

  test("a table that was published is read back exactly, and the same again is nothing new", async () => {
    const given = await toPublish(wards, "visits");
    const record = recordFor([given.table]);
    const first = await planRelease([given], record, undefined, { now });
    const again = await planRelease([given], record, asPrevious(first), { now });
    expect(again.findings.map(({ code }) => code)).toEqual(["nothing-new"]);
  });

  test("the next version says what changed since the last, keeps the first date, and has it as data", async () => {
    const given = await toPublish(wards, "visits");
    const record = recordFor([given.table]);
    const first = await planRelease([given], record, undefined, { now });
    const next = await toPublish(`${wards}\nWard 4,E05000004,1/10/2025,99`, "visits");
    const second = await planRelease([next], record, asPrevious(first), { now: new Date("2026-12-29T12:00:00.000Z") });
    expect(second.summary).toMatchObject({ version: "v2", previous: "v1", issued: "2026-11-29T12:00:00.000Z" });
    expect(second.summary.changes).toEqual([
      "41 rows now, 40 rows before.",
      "Rows: 1 new (rows found again by “day”).",
      "The words in “ward” changed: new are “Ward 4”.",
      "The words in “code” changed: new are “E05000004”.",
    ]);
    expect(JSON.parse(fileOf(second, "changes.json"))).toMatchObject({ from: "v1", to: "v2" });
  });

  test("a column that turned personal since the last version blocks the next", async () => {
    const given = await toPublish(wards, "visits");
    const first = await planRelease([given], recordFor([given.table]), undefined, { now });
    const rows = wards
      .split("\n")
      .map((line, at) => `${line},${at === 0 ? "contact" : `person${at}.name@mail.example`}`);
    const next = await toPublish(rows.join("\n"), "visits");
    const second = await planRelease([next], recordFor([next.table]), asPrevious(first), { now });
    expect(second.ready).toBe(false);
    expect(second.findings[0]).toMatchObject({
      code: "personal-data",
      columns: ["contact"],
      remedies: [{ type: "drop", columns: ["contact"] }],
    });
  });

  test("each figure leads back: charts name table, column and version, the page names file, steps, cell and checksums", async () => {
    const given = await toPublish(wards, "visits");
    const lineage = {
      ...given.lineage,
      url: "https://council.example/visits.csv",
      steps: [{ words: "Left out 1 row of totals." }, { words: "Took space away.", code: "table = mend(table, {});" }],
      notebook: { path: "visits.ipynb", cell: "c7", sha256: "a".repeat(64) },
    };
    const release = await planRelease([{ ...given, lineage }], recordFor([given.table]), undefined, { now });
    const page = fileOf(release, "index.html");
    expect(page).toContain("Worked out from “day” and “parcels” in visits.csv, v1.");
    expect(page).toContain('<a href="https://council.example/visits.csv">visits.csv</a>');
    for (const words of [
      lineage.sha256,
      "Left out 1 row of totals.",
      "table = mend(table, {});",
      "visits.ipynb",
      "c7",
      "a".repeat(64),
    ])
      expect(page).toContain(words);
    expect(page).toContain(release.files[0]?.sha256 ?? "?");
  });
});
