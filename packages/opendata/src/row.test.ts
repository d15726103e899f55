import { inspect } from "node:util";
import { serialize, deserialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { createRowMaker } from "./row.js";

const makeRow = createRowMaker(["country", "life_2005"], null);
const row = makeRow(["Kenya", 56.51]);

describe("a row", () => {
  test("a slip in a column's name is answered with the one that was meant", () => {
    expect(() => row["life2005"] as unknown).toThrow(
      /no column called "life2005".*Did you mean "life_2005"\? The columns are: country, life_2005\./,
    );
    expect(() => row["Country"] as unknown).toThrow(/Did you mean "country"\?/);
  });

  test("a name that is like none of them lists them all, and guesses nothing", () => {
    expect(() => row["population"] as unknown).toThrow(
      /^There is no column called "population" in this table\. The columns are/,
    );
  });

  test("it cannot be changed by = where a comparison was meant", () => {
    expect(() => Object.assign(row, { life_2005: 1 })).toThrow(TypeError);
    expect(row["life_2005"]).toBe(56.51);
  });

  test("it travels, prints and spreads as a plain object", async () => {
    expect(deserialize(serialize(row))).toEqual({ country: "Kenya", life_2005: 56.51 });
    expect(JSON.stringify(row)).toBe('{"country":"Kenya","life_2005":56.51}');
    expect(inspect(row)).toContain("country: 'Kenya'");
    expect({ ...row }).toStrictEqual({ country: "Kenya", life_2005: 56.51 });
    expect(await Promise.resolve(row)).toBe(row);
    expect(Object.prototype.toString.call(row)).toBe("[object Object]");
  });
});
