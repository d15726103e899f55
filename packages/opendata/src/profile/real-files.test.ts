import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSource as read } from "../read/read-source.js";
import { profileObject } from "./profile-object.js";
import { profile } from "./profile.js";

interface Truth {
  readonly encoding: string;
  readonly delimiter: string;
  readonly lineEnding: string;
  readonly headerRow: number;
  readonly dataRows: number;
  readonly accept?: { readonly encoding?: string[]; readonly lineEnding?: string[]; readonly dataRows?: number[] };
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly missing: number;
    readonly accept?: string[];
    readonly acceptMissing?: number[];
  }[];
  readonly faults: readonly {
    readonly code: string;
    readonly count: number;
    readonly level: "core" | "deep" | "remark";
    readonly first: { readonly row: number | null; readonly column: string | null };
    readonly alsoCalled?: string[];
    readonly acceptCounts?: number[];
    readonly approximate?: boolean;
  }[];
}

// Real files are not shipped with the project; whoever has them puts them beside it or names their folder.
const beside = join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "data");
const folder = process.env["OPEN_DATA_FILES"] ?? beside;
const there = existsSync(join(folder, "expected.json"));
const truths = there ? (JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Record<string, Truth>) : {};

describe.runIf(there)(
  "files as public bodies published them (runs where OPEN_DATA_FILES or ../shared/data holds them)",
  () => {
    test.each(Object.keys(truths))(
      "%s: encoding, rows, columns and types as a careful person finds them",
      async (name) => {
        const truth = truths[name] as Truth;
        const table = await read(join(folder, name));
        const found = profileObject(table, profile(table));
        expect([truth.encoding, ...(truth.accept?.encoding ?? [])]).toContain(found.encoding);
        expect([truth.lineEnding, ...(truth.accept?.lineEnding ?? [])]).toContain(found.lineEnding);
        expect([truth.dataRows, ...(truth.accept?.dataRows ?? [])]).toContain(found.rows);
        expect({ delimiter: found.delimiter, headerRow: found.headerRow }).toEqual({
          delimiter: truth.delimiter,
          headerRow: truth.headerRow,
        });
        expect(found.columns.map((column) => column.name)).toEqual(truth.columns.map((column) => column.name));
        const wrong = truth.columns.filter((column, at) => {
          const { type, missing } = found.columns[at] ?? { type: "none", missing: -1 };
          return (
            ![column.type, ...(column.accept ?? [])].includes(type) ||
            ![column.missing, ...(column.acceptMissing ?? [])].includes(missing)
          );
        });
        expect(wrong).toEqual([]);
      },
    );

    test.each(Object.keys(truths))(
      "%s: its core faults, counted, at their first place, and none that is not there",
      async (name) => {
        const truth = truths[name] as Truth;
        const table = await read(join(folder, name));
        const { faults } = profile(table);
        const core = truth.faults
          .filter(({ level }) => level === "core")
          .map((fault) => {
            const found = faults.find(({ code }) => [fault.code, ...(fault.alsoCalled ?? [])].includes(code));
            const counted = [fault.count, ...(fault.acceptCounts ?? [])].includes(found?.count ?? -1);
            return { code: fault.code, count: counted ? fault.count : found?.count, first: found?.first };
          });
        expect(core).toEqual(
          truth.faults
            .filter(({ level }) => level === "core")
            .map(({ code, count, first }) => ({ code, count, first })),
        );
        const known = new Set(truth.faults.flatMap(({ code, alsoCalled }) => [code, ...(alsoCalled ?? [])]));
        expect(faults.map(({ code }) => code).filter((code) => !known.has(code))).toEqual([]);
      },
    );

    test("most of the deep faults are found too", async () => {
      let deep = 0;
      let found = 0;
      for (const [name, truth] of Object.entries(truths)) {
        const { faults } = profile(await read(join(folder, name)));
        for (const fault of truth.faults.filter(({ level }) => level === "deep")) {
          deep++;
          if (faults.some(({ code }) => [fault.code, ...(fault.alsoCalled ?? [])].includes(code))) found++;
        }
      }
      expect(found / deep).toBeGreaterThan(0.8);
    });
  },
);

test.runIf(!there)("the real files are not on this machine, so nothing was proved about them", () => {
  expect(there).toBe(false);
});
