import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { codeAlphabet, createCode, formatCode, parseCode } from "./code.js";

test("codes have no characters that look alike, and every one of the 31 is used", () => {
  expect(codeAlphabet).toHaveLength(31);
  expect(new Set(codeAlphabet).size).toBe(31);
  expect(codeAlphabet).not.toMatch(/[01OIL]/);
  const sorted = (text: string): string => [...new Set(text.split(""))].sort().join("");
  expect(sorted(createCode(2000))).toBe(sorted(codeAlphabet));
});

test("a code is read however it is typed or pasted", () => {
  for (const typed of [
    "K7MP-2QRT",
    "k7mp2qrt",
    " k7mp 2qrt\n",
    "K7MP–2QRT",
    "k7mp_2qrt",
    "Ｋ７ＭＰ２ＱＲＴ",
    "“K7MP-2QRT”",
  ]) {
    expect(parseCode(typed)).toBe("K7MP2QRT");
  }
});

test("what is shown is read back as the same code, for any length", () => {
  for (const length of [1, 4, 8, 12]) {
    const code = createCode(length);
    expect(parseCode(formatCode(code))).toBe(code);
  }
  expect(formatCode("K7MP2QRT")).toBe("K7MP-2QRT");
  assert(property(string(), (text) => parseCode(formatCode(parseCode(text))) === parseCode(text)));
});
