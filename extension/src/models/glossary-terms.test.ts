import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Glossary, type GlossaryTerm } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { createTermFinder } from "./glossary-terms.js";

const term = (word: string, ...forms: string[]): GlossaryTerm => ({ term: word, forms, meaning: "m" });
const found = (terms: readonly GlossaryTerm[], ...texts: string[]): string[][] => {
  const seen = new Set<GlossaryTerm>();
  const finder = createTermFinder(terms);
  return texts.map((text) => finder.find(text, seen).map(({ start, end }) => text.slice(start, end)));
};

test("GL1 a word is found at its first use only, in any of its forms, and only as a whole word", () => {
  const terms = [term("row", "rows"), term("table", "tables")];
  expect(found(terms, "Rows, not arrows, of a\ntable.", "A row of tables")).toEqual([["Rows", "table"], []]);
  expect(found(terms, "tableware brow row_2 rów")).toEqual([[]]);
});

test("GL1 the longer word wins, across a line break too, and what means something in a pattern means nothing here", () => {
  const terms = [term("chart"), term("bar chart"), term("c++ (old)")];
  expect(found(terms, "A bar\nchart, then a chart in c++ (old)")).toEqual([["bar\nchart", "chart", "c++ (old)"]]);
  expect(found([], "a chart")).toEqual([[]]);
});

test("GL2 the glossary that ships can be read, has each word once, and says each in one plain sentence", () => {
  const file = join(import.meta.dirname, "..", "..", "..", "curricula", "glossary.json");
  const { terms } = Glossary.parse(JSON.parse(readFileSync(file, "utf8")));
  const forms = terms.flatMap((one) => [one.term, ...one.forms].map((form) => form.toLowerCase()));
  expect(forms.filter((form, index) => forms.indexOf(form) !== index)).toEqual([]);
  for (const { term: word, meaning } of terms) {
    expect([word, /^[A-Z][^.!?]*\.$/.test(meaning), meaning.split(/\s+/).length <= 25]).toEqual([word, true, true]);
  }
});
