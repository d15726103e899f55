import { expect, test } from "vitest";
import { missingName, plainSentence, withoutKnownNames, type Diagnostic } from "./plain-diagnostic.js";
import { plainSentences } from "./plain-sentences.js";
import { plainType } from "./plain-type.js";
import { typeNote } from "./type-note.js";
import { worthTelling } from "./worth-telling.js";

test.each([
  ["string", "text"],
  ["number", "a number"],
  ["Row[]", "a list"],
  ["readonly string[]", "a list"],
  ["{ a: number; }", "an object"],
  ["(row: Row) => boolean", "a function"],
  ["string | undefined", "text or undefined (nothing there)"],
  ['"up" | "down"', 'the text "up" or the text "down"'],
  ["Promise<string | number>", "a promise (a value that is not there yet)"],
  ["Map<string, number>", "a Map"],
  ["typeof Polygon", "`Polygon` itself"],
  ["Polygon", "a `Polygon`"],
])("the type %s is called %s", (type, words) => {
  expect(plainType(type)).toBe(words);
});

test("the compiler's names are filled in", () => {
  expect(plainSentence(2552, "Cannot find name 'contries'. Did you mean 'countries'?", "contries")).toBe(
    'Nothing here is called "contries". Did you mean "countries"?',
  );
  expect(plainSentence(2345, "Argument of type 'string' is not assignable to parameter of type 'number'.", '"a"')).toBe(
    "Here a number is needed, but this is text.",
  );
  expect(plainSentence(2554, "Expected 2 arguments, but got 1.", "f")).toBe(
    "This needs 2 values in its brackets, but was given 1.",
  );
  expect(plainSentence(18048, "'row' is possibly 'undefined'.", "row")).toBe(
    "`row` may be undefined (nothing there). Check first that it is there, for example with if (row) { … }.",
  );
  expect(
    plainSentence(2551, "Property 'lenght' does not exist on type 'Row[]'. Did you mean 'length'?", "lenght"),
  ).toBe('There is no "lenght" in this. Did you mean "length"?');
});

test("a promise where its value is needed is a forgotten await, whatever the compiler calls it", () => {
  for (const [code, message] of [
    [2339, "Property 'length' does not exist on type 'Promise<string>'."],
    [2322, "Type 'Promise<number>' is not assignable to type 'number'."],
    [2365, "Operator '+' cannot be applied to types 'Promise<number>' and 'number'."],
    [2488, "Type 'Promise<number[]>' must have a '[Symbol.iterator]()' method that returns an iterator."],
  ] as const) {
    expect(plainSentence(code, message, "x")).toContain("Did you forget await?");
  }
});

test("quotes inside a type do not cut it", () => {
  expect(
    plainSentence(
      2367,
      `This comparison appears to be unintentional because the types '"a" | "b"' and '"c"' have no overlap.`,
      "x",
    ),
  ).toBe(
    'These two can never be equal: one is the text "a" or the text "b", the other is the text "c". Check the spelling, or turn one into the kind of the other.',
  );
});

test("what is not in the table is said in the compiler's first sentence", () => {
  expect(plainSentence(1, "Something rare happened. More about it.\nAnd more.", "x")).toBe("Something rare happened.");
});

test("the table knows the commonest complaints, each in short sentences of common words", () => {
  const common = [
    1005, 2304, 2322, 2339, 2345, 2365, 2367, 2531, 2532, 2551, 2552, 2554, 2588, 2769, 7006, 18047, 18048,
  ];
  expect(common.filter((code) => !(code in plainSentences))).toEqual([]);
  expect(Object.keys(plainSentences).length).toBeGreaterThanOrEqual(40);
  for (const sentence of Object.values(plainSentences)) {
    const text = sentence({ names: ["name", "string", "meant"], numbers: ["2", "1"], code: "name" });
    expect(text).not.toMatch(
      /undefined\W(?!\(nothing)|assignable|parameter|argument|property|overload|identifier|implicit/i,
    );
    expect(text.split(/[.?!:](?:\s|$)/).filter((one) => one.split(/\s+/).length > 26)).toEqual([]);
  }
});

const diagnostic = (line: number, message: string, plain: string): Diagnostic => ({
  line,
  column: 1,
  endLine: line,
  endColumn: 2,
  code: 2304,
  message,
  plain,
  name: missingName(2304, message) ?? "",
});

test("a name that is in memory after all (its cell failed half-way) is no complaint", () => {
  const list = [diagnostic(1, "Cannot find name 'made'.", "…"), diagnostic(2, "Cannot find name 'never'.", "…")];
  expect(withoutKnownNames(list, ["made"]).map((one) => one.line)).toEqual([2]);
});

test("that something might be missing is not worth telling under a cell that ran; that it does not fit is", () => {
  const list = [
    { ...diagnostic(1, "Object is possibly 'null'.", "…"), code: 2531 },
    { ...diagnostic(1, "';' expected.", "…"), code: 1005 },
    {
      ...diagnostic(2, "Type 'number | null' is not assignable to type 'number'.\n  Type 'null' is not …", "…"),
      code: 2322,
    },
    {
      ...diagnostic(3, "Argument of type 'string | undefined' is not assignable to parameter of type 'number'.", "…"),
      code: 2345,
    },
  ];
  expect(worthTelling(list).map((one) => one.line)).toEqual([3]);
});

test("the note names line and sentence, shows at most three, and escapes what learners wrote", () => {
  expect(typeNote([])).toBeUndefined();
  const note = typeNote([1, 2, 3, 4, 5].map((line) => diagnostic(line, "Cannot find name '<b>'.", "No `<b>` here.")));
  expect(note?.data["text/plain"]).toBe(
    "Worth a look\nLine 1: No `<b>` here.\nLine 2: No `<b>` here.\nLine 3: No `<b>` here.\n… and 2 more.",
  );
  expect(note?.data["text/html"]).toContain("<code>&lt;b&gt;</code>");
  expect(note?.data["text/html"]).not.toContain("<b> here");
  expect(note?.metadata["data-surgery"].diagnostics).toHaveLength(5);
});
