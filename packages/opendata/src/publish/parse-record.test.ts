import { describe, expect, test } from "vitest";
import { parseRecord } from "./parse-record.js";
import { recordOfDataPackage } from "./record-of-data-package.js";
import { recordFor, tableOfText } from "./test-set.js";

const slipsOf = (given: unknown): string[] => {
  try {
    parseRecord(given);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
};

describe("the record of a data set", () => {
  test("comes back as it was from JSON", async () => {
    const record = recordFor([await tableOfText("a,b\n1,2\n")]);
    expect(parseRecord(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  test("PB61 how a table is to be read is taken with what is given of it", async () => {
    const record = recordFor([await tableOfText("a,b\n1,2\n")]);
    const read = { sheet: "Grants 2026", headerRow: 4, footerRows: 0, encoding: "windows-1252", delimiter: "\t" };
    const tables = record.tables.map((table) => ({ ...table, read }));
    expect(parseRecord({ ...record, tables }).tables[0]?.read).toEqual(read);
    for (const slip of [
      { headerRow: -1 },
      { headerRow: 1.5 },
      { footerRows: "2" },
      { delimiter: "::" },
      { sheet: 3 },
      [],
    ])
      expect(slipsOf({ ...record, tables: tables.map((table) => ({ ...table, read: slip })) })).toHaveLength(1);
  });

  test("every slip is told at once, with its place", async () => {
    const record = recordFor([await tableOfText("a,b\n1,2\n")]);
    expect(
      slipsOf({
        ...record,
        id: "../etc",
        keeper: { name: "Us", url: "javascript:alert(1)", email: "nobody" },
        licence: "mine",
        answers: { why: "?" },
        tables: [
          {
            name: "release",
            file: "a.csv",
            remedies: [{ type: "drop" }],
            mend: [{ type: "eval" }],
            columns: { a: { codes: [] } },
          },
        ],
        decisions: [{ code: "personal-data", columns: ["a"], reason: "ok" }],
      }),
    ).toEqual([
      "- “id” must be small letters, digits and hyphens, for instance “food-bank-visits”.",
      "- “keeper.email” must be an e-mail address.",
      "- “keeper.url” must be a web address that begins with https://.",
      "- “licence” must be one of “OGL-UK-3.0”, “CC-BY-4.0”, “CC0-1.0”, “ODbL-1.0”.",
      "- “tables[0].name” can't be “release”: choose another, that name is used for something else.",
      "- “tables[0].columns.a.codes” must be an object in curly brackets.",
      "- “tables[0].mend[0]” is not a step of mending that we know.",
      "- “tables[0].remedies[0]” is not a remedy that we know.",
      "- “answers.why” is not asked. The questions are: allowed, whose, personal, small, meaning, change, questions.",
      "- “decisions[0].reason” is too short: say in a sentence why it may stand, since readers see it.",
    ]);
    for (const nothing of [null, [], "x", 3]) expect(slipsOf(nothing)[0]).toContain("The record must be an object");
  });

  test("a datapackage.json that is there already will do, with what it has no word for under “publish”", () => {
    const record = parseRecord(
      recordOfDataPackage({
        name: "visits",
        title: "Visits",
        description: "Invented.",
        licenses: [{ name: "cc-by-4.0" }],
        contributors: [{ title: "The Invented Group", email: "data@invented.example" }],
        sources: [{ title: "A log", path: "log.xlsx" }],
        resources: [
          {
            name: "visits",
            path: "visits.csv",
            schema: { primaryKey: "id", fields: [{ name: "id", description: "Number." }] },
          },
        ],
        publish: { update: "monthly", rowIs: "count", answers: { allowed: "Yes." } },
      }),
    );
    expect(record).toMatchObject({
      id: "visits",
      licence: "CC-BY-4.0",
      update: "monthly",
      keeper: { name: "The Invented Group" },
      sources: [{ title: "A log" }],
      tables: [{ name: "visits", file: "visits.csv", key: ["id"], columns: { id: { meaning: "Number." } } }],
      answers: { allowed: "Yes." },
    });
  });
});
