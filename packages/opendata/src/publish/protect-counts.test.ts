import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findTotals } from "./find-totals.js";
import { planRelease } from "./plan-release.js";
import type { PublishedTable } from "./published-table.js";
import { applyRemedy, type Remedy } from "./remedies.js";
import { privacyFindings } from "./singling-out.js";
import { recordFor, tableOfText, toPublish } from "./test-set.js";

const columnOf = (table: PublishedTable, name: string): string[] => {
  const column = table.columns.find((one) => one.name === name);
  return column === undefined ? [] : Array.from(column.codes, (code) => column.texts[code] ?? "");
};
const suppress = (columns: readonly string[]): Remedy => ({ type: "suppress", columns, below: 5, totals: true });
const codes = (table: PublishedTable): string[] => privacyFindings(table, { decisions: [] }).map(({ code }) => code);

describe("counts that a total would give away", () => {
  test("PB53 a column that adds up others, and rows that say that they are a total, are found by their figures", async () => {
    const wide = await tableOfText("ward,men,women,people\nQuay,30,12,42\nMill,8,9,17\nDock,3,40,43");
    expect(findTotals(wide).columns).toEqual(["people"]);
    const long = await tableOfText(
      "year,ward,people\n2024,Quay,30\n2024,Mill,8\n2024,All wards,38\n2025,Quay,3\n2025,Mill,40\n2025,All wards,43",
    );
    const { sums, columns } = findTotals(long);
    expect(columns).toEqual([]);
    expect(sums.map(({ total, parts }) => [total, ...parts].map((cell) => cell % long.length))).toEqual([
      [2, 0, 1],
      [5, 3, 4],
    ]);
  });

  test("PB53 an emptied count that a total gives away blocks; with another emptied beside it, it does not", async () => {
    const table = await tableOfText("ward,men,women,people\nQuay,30,12,42\nMill,8,9,17\nDock,3,40,43\nMoor,0,50,50");
    const alone = applyRemedy(table, { type: "suppress", columns: ["men"], below: 5 });
    const [found] = privacyFindings(alone, { decisions: [] }, table);
    expect(found).toMatchObject({
      code: "worked-out",
      level: "blocks",
      columns: ["men"],
      what: "1 emptied count in “men” can be worked out: others and a total stand beside it.",
      remedies: [
        { type: "protect-totals", columns: ["men"] },
        { type: "drop", columns: ["people"] },
      ],
    });
    for (const remedy of found?.remedies ?? [])
      expect(privacyFindings(applyRemedy(alone, remedy), { decisions: [] }, table)).toEqual([]);
    const safe = applyRemedy(table, suppress(["men"]));
    expect(columnOf(safe, "women")).toEqual(["12", "9", "", "50"]);
    expect(columnOf(safe, "men")).toEqual(["30", "8", "", "0"]);
    expect(columnOf(safe, "people")).toEqual(["42", "17", "43", "50"]);
    expect(codes(safe)).toEqual([]);
  });

  test("PB53 counts that came emptied are looked at in the same way, and what is missing and large is left alone", async () => {
    const given = "ward,men,women,people\nQuay,30,12,42\nMill,8,9,17\nDock,,40,43\nMoor,,50,90";
    const table = await tableOfText(given);
    const [found] = privacyFindings(table, { decisions: [] });
    expect(found).toMatchObject({ code: "worked-out", what: expect.stringContaining("1 emptied count") as string });
    const safe = applyRemedy(table, { type: "protect-totals", columns: ["men"], below: 5 });
    expect(columnOf(safe, "women")).toEqual(["12", "9", "", "50"]);
    expect(codes(safe)).toEqual([]);
  });

  test("PB53 the plan of a release blocks it too, a reason may let it stand, and places are no people", async () => {
    const one = await toPublish("ward,men,women,people\nQuay,30,12,42\nMill,8,9,17\nDock,3,40,43", "counts");
    const record = recordFor([one.table], { rowIs: "count" });
    const [words] = record.tables;
    if (words === undefined) throw new Error("no table");
    const tables = [{ ...words, remedies: [{ type: "suppress", columns: ["men"], below: 5 }] as const }];
    const plan = (more: object): ReturnType<typeof planRelease> =>
      planRelease([one], { ...record, tables, ...more }, undefined, { now: new Date("2026-11-29T12:00:00Z") });
    const blocked = await plan({});
    expect(blocked.findings.filter(({ level }) => level === "blocks").map(({ code }) => code)).toEqual(["worked-out"]);
    const reason = "They are parcels and not people.";
    expect((await plan({ decisions: [{ code: "worked-out", columns: ["men"], reason }] })).ready).toBe(true);
    expect((await plan({ rowIs: "place" })).ready).toBe(true);
  });
});

interface Line {
  readonly total: number;
  readonly parts: readonly number[];
}

/** Whether the emptied cells can be filled so that all adds up, each with 1 or more: tried out, by somebody with patience. */
function canBeFilled(shown: readonly (number | undefined)[], lines: readonly Line[]): boolean {
  const cells = [...shown];
  const open = cells.flatMap((cell, at) => (cell === undefined ? [at] : []));
  const fits = ({ total, parts }: Line): boolean => {
    const known = parts.reduce((sum, at) => sum + (cells[at] ?? 1), 0);
    const said = cells[total];
    return said === undefined || (parts.some((at) => cells[at] === undefined) ? known <= said : known === said);
  };
  const fill = (turn: number): boolean => {
    const at = open[turn];
    if (at === undefined) return true;
    const around = lines.filter(({ total, parts }) => total === at || parts.includes(at));
    for (let value = 1; value <= 60; value++) {
      cells[at] = value;
      if (around.every(fits) && fill(turn + 1)) return true;
    }
    cells[at] = undefined;
    return false;
  };
  return lines.every(fits) && fill(0);
}

describe("an attacker who has the published table and patience", () => {
  const places = ["Quay", "Mill", "Dock"];
  const row = fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 5, max: 14 })), {
    minLength: 3,
    maxLength: 3,
  });

  test("PB53 never finds a small count, in tables with totals of rows, of columns, and of both", async () => {
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 2, maxLength: 3 }),
        fc.integer({ min: 2, max: 3 }),
        fc.boolean(),
        async (given, wide, hasTotalRow) => {
          const rows = given
            .map((one) => one.slice(0, wide))
            .map((one) => [...one, one.reduce((sum, cell) => sum + cell)]);
          const total = Array.from({ length: wide + 1 }, (_, at) => rows.reduce((sum, one) => sum + (one[at] ?? 0), 0));
          const grid = hasTotalRow ? [total, ...rows] : rows;
          const names = [...Array.from({ length: wide }, (_, at) => `people_${at}`), "people"];
          const table = await tableOfText(
            [
              `ward,${names.join(",")}`,
              // At the top, where the reader does not take it for a last line that is no data.
              ...grid.map((one, at) => `${hasTotalRow ? ["All wards", ...places][at] : places[at]},${one.join(",")}`),
            ].join("\n"),
          );
          expect(table.length).toBe(grid.length);
          const after = applyRemedy(table, suppress(names));
          const texts = names.map((name) => columnOf(after, name));
          const shown = grid.flatMap((one, at) => one.map((_, place) => textToCount(texts[place]?.[at] ?? "")));
          const at = (line: number, place: number): number => line * (wide + 1) + place;
          const parts = Array.from({ length: wide }, (_, place) => place);
          const lines: Line[] = grid.map((_, line) => ({
            total: at(line, wide),
            parts: parts.map((place) => at(line, place)),
          }));
          if (hasTotalRow)
            for (let place = 0; place <= wide; place++)
              lines.push({ total: at(0, place), parts: rows.map((_, line) => at(line + 1, place)) });
          for (const [place, count] of grid.flat().entries()) {
            if (count === 0 || count >= 5) continue;
            judged += 1;
            const isOther = (figure: number): boolean =>
              figure !== count && canBeFilled(shown.with(place, figure), lines);
            const others = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter(isOther);
            expect({ grid, shown, place, isFound: others.length === 0 }).toMatchObject({ isFound: false });
            expect(shown[place]).toBeUndefined();
          }
        },
      ),
      { seed: 1980, numRuns: 300 },
    );
    expect(judged).toBeGreaterThan(200);
  });
});

const textToCount = (text: string): number | undefined => (text === "" ? undefined : Number(text));
