import fc from "fast-check";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rate } from "../analysis/rate.js";
import { jupyterDisplay } from "../show.js";
import { tableOf } from "../table/table.js";
import { evidencePage, type EvidenceOptions } from "./evidence-page.js";

const wards = tableOf(
  [
    { ward: "Abbey", alone: 470, older: 1570 },
    { ward: "Docks", alone: 644, older: 1610 },
  ],
  "wards.csv",
);
const need = rate(wards, { count: "alone", population: "older", label: "ward", source: "Invented for teaching" });
const whole: EvidenceOptions = {
  question: "Should there be a second day?",
  findings: [need, { sentence: "24 different people came.", warnings: ["One of them came once."] }],
  limits: ["Not who is lonely."],
  sources: [{ title: "Wards of Ambleford", publisher: "Invented for teaching", licence: "CC0 1.0", date: "2025" }],
  checks: { personal: "Member numbers only.", small: "None below 5.", questions: "The club's secretary." },
};

test("a page holds the question, each finding with its chart, limits, method, sources and the checks, in all its forms", () => {
  const page = evidencePage(whole);
  const shown = page[jupyterDisplay]();
  for (const form of [shown["text/html"], shown["text/plain"]]) {
    for (const words of [
      "Should there be a second day?",
      "Docks has",
      "24 different people came.",
      "One of them came once.",
      "Not who is lonely.",
      "wards.csv: Worked out rates.",
      "Wards of Ambleford, Invented for teaching, CC0 1.0, 2025",
      "Member numbers only.",
    ]) {
      expect(form.replaceAll("&#39;", "'")).toContain(words);
    }
  }
  expect(shown["text/html"]).toContain("<img alt=");
  expect(shown["text/html"].split(`<strong>${need.sentence}</strong>`)).toHaveLength(2);
  expect(page.toSay).toEqual([]);
  expect(page.sentences).toEqual([need.sentence, "24 different people came."]);
});

test("what is not said yet, or is still a gap, is listed on the page and not hidden", () => {
  const page = evidencePage({
    question: "Is there a need?",
    findings: [need],
    limits: ["____"],
    sources: [{ title: "Wards", publisher: "us", licence: "", date: "2025" }],
    checks: { personal: "  ", questions: "____" },
  });
  expect(page.toSay).toEqual([
    "What can these figures not say?",
    "Are we allowed to share these figures?",
    "Could anybody be named?",
    "Are there small numbers?",
    "Who answers questions?",
  ]);
  expect(page.markdown).toContain("Who answers questions? Not said yet.");
  expect(page.html).toContain("○ Who answers questions?");
});

test("without a question or a finding there is no page, and the error says what to write", () => {
  expect(() => evidencePage({ ...whole, question: "____" })).toThrow(
    expect.objectContaining({ code: "options-not-understood", message: expect.stringContaining("question") as string }),
  );
  expect(() => evidencePage({ ...whole, findings: [{ sentence: " " }] })).toThrow(
    expect.objectContaining({ code: "options-not-understood", message: expect.stringContaining("finding") as string }),
  );
});

test("whatever somebody writes is text on the page, never a tag", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (words) => {
      const tagged = `<script>${words}</script>`;
      const { html } = evidencePage({
        question: tagged,
        findings: [{ sentence: tagged, warnings: [tagged] }],
        limits: [tagged],
        sources: [{ title: tagged, publisher: tagged, licence: tagged, date: tagged, url: tagged }],
        checks: { personal: tagged, small: tagged, questions: tagged },
      });
      expect(html).not.toContain("<script");
    }),
    { seed: 20_251_129, numRuns: 60 },
  );
});

test("it is saved as a page of its own with one main heading, and a file that is there stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surgery-evidence-"));
  try {
    const path = join(folder, "our-evidence.html");
    await evidencePage(whole).save(path);
    const text = await readFile(path, "utf8");
    expect(text).toMatch(/^<!doctype html>/);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text).toContain("data:image/svg+xml");
    expect(text).not.toMatch(/<script|src="http/);
    await expect(evidencePage(whole).save(path)).rejects.toMatchObject({ code: "file-exists" });
  } finally {
    await rm(folder, { recursive: true });
  }
});
