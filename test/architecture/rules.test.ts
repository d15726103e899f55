import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const places = ["packages", "server", "kernel", "extension", "lab", "test"];
const files = (pattern: string): string[] =>
  places.flatMap((place) =>
    globSync(`${place}/**/${pattern}`, {
      cwd: root,
      exclude: (path) => /(?:^|[\\/])(?:node_modules|dist|lib)$/.test(path),
    }),
  );
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** "PU1. Words", "**PB1** words": a rule where it is said, not where it is mentioned. */
const saidRule = /^- (?:\*\*)?([A-Z]{2}\d+)(?:\*\*|\.) /;
const specs = files("SPEC.md").map((path) => ({ path, text: read(path) }));
/** "PP2–PP4" names three. */
const rulesIn = (text: string): string[] =>
  [...text.matchAll(/\b([A-Z]{2})(\d+)\b(?:–\1(\d+)\b)?/g)].flatMap(([, kind = "", first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `${kind}${Number(first) + at}`),
  );

test("every rule that a test's title begins with stands in a SPEC.md", () => {
  const known = new Set(specs.flatMap(({ text }) => rulesIn(text)));
  const kinds = new Set([...known].map((rule) => rule.slice(0, 2)));
  const quoted = files("*.test.ts").flatMap((path) =>
    [...read(path).matchAll(/\(\s*["'`]((?:[A-Z]{2}\d+ )+)/g)].flatMap(([, rules = ""]) =>
      rulesIn(rules).map((rule) => ({ rule, path })),
    ),
  );
  // Titles are found at all.
  expect(quoted.length).toBeGreaterThan(100);
  expect(quoted.filter(({ rule }) => kinds.has(rule.slice(0, 2)) && !known.has(rule))).toEqual([]);
});

test("no rule of publishing is said twice under one number", () => {
  const said = specs.flatMap(({ text }) => text.split("\n").flatMap((line) => saidRule.exec(line)?.[1] ?? []));
  const ofPublishing = said.filter((rule) => /^P[BU]/.test(rule));
  expect(ofPublishing.length).toBeGreaterThan(80);
  expect(ofPublishing.filter((rule, at) => ofPublishing.indexOf(rule) !== at)).toEqual([]);
});
