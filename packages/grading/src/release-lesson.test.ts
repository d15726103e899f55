import { ReleasedExerciseMetadata } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { nbgraderChecksum } from "./nbgrader-checksum.js";
import { parseLesson } from "./parse-lesson.js";
import { releaseLesson } from "./release-lesson.js";
import { changedText, tinyLesson } from "./test-lesson.js";

function released(): string {
  const result = releaseLesson(tinyLesson());
  if (result.type === "leaks") throw new Error("The tiny lesson leaks.");
  return result.text;
}

test("RE1 no hint, reason, misconception, solution or hidden test is left anywhere in the release", () => {
  const text = released();
  for (const secret of [
    "CANARY",
    "424242",
    "31337",
    "reduce((sum",
    "You counted them",
    "/ whole",
    "HIDDEN",
    "SOLUTION",
  ]) {
    expect(text).not.toContain(secret);
  }
});

test("RE2 an exercise keeps what a page needs to show it, and no more", () => {
  const result = releaseLesson(tinyLesson());
  const cell = result.type === "released" ? result.notebook.cells.find(({ id }) => id === "ex-total") : undefined;
  expect(ReleasedExerciseMetadata.parse(cell?.metadata["data_surgery"])).toEqual({
    role: "exercise",
    exercise: "total",
    step: 1,
    title: "Add them up",
    minutes: 2,
    hintCount: 2,
  });
  expect(Object.keys(cell?.metadata ?? {}).toSorted()).toEqual(["data_surgery", "deletable", "nbgrader"]);
  expect(cell?.source).toContain("let total = ____;");
});

test("RE2 what its author locked is read-only for learners", () => {
  const locked = { schema_version: 3, grade: false, solution: false, locked: true, grade_id: "read" };
  const parsed = parseLesson(
    "tiny",
    changedText((raw) => void (raw.cells[1]!.metadata["nbgrader"] = locked)),
  );
  const result = parsed.type === "lesson" ? releaseLesson(parsed.lesson) : undefined;
  const cells = result?.type === "released" ? result.notebook.cells : [];
  expect(cells.map(({ metadata }) => metadata["editable"])).toEqual([false, false, undefined, false, undefined, false]);
});

test("RE3 nbgrader accepts the released cells: the checksums are those of the released sources", () => {
  const result = releaseLesson(tinyLesson());
  const cells = result.type === "released" ? result.notebook.cells : [];
  const marked = cells.filter(({ metadata }) => metadata["nbgrader"] !== undefined);
  expect(marked).toHaveLength(4);
  for (const cell of marked) {
    const nbgrader = cell.metadata["nbgrader"] as Parameters<typeof nbgraderChecksum>[1];
    expect(nbgrader.checksum).toBe(nbgraderChecksum(cell, nbgrader));
  }
});

test("RE4 outputs and run counts of the author are not released", () => {
  const parsed = parseLesson(
    "tiny",
    changedText((raw) => {
      Object.assign(raw.cells[1]!, {
        execution_count: 7,
        outputs: [{ output_type: "stream", name: "stdout", text: "SEEN" }],
      });
    }),
  );
  const result = parsed.type === "lesson" ? releaseLesson(parsed.lesson) : undefined;
  expect(result?.type).toBe("released");
  expect(result?.type === "released" ? result.text : "").not.toMatch(/SEEN|"execution_count": 7/);
});

test("RE5 a secret that also stands in open text is refused, with the cell to blame", () => {
  const parsed = parseLesson(
    "tiny",
    changedText(
      (raw) =>
        (raw.cells[0]!.source =
          "Try let total = numbers.reduce((sum, each) => sum + each, 0); CANARY-hint-two: use reduce."),
    ),
  );
  const result = parsed.type === "lesson" ? releaseLesson(parsed.lesson) : undefined;
  expect(result?.type === "leaks" && result.faults.map(({ code, cell }) => [code, cell])).toEqual([
    ["release.leak", "ex-total"],
    ["release.leak", "ex-total"],
  ]);
});

test("RE6 the same lesson is released to the same bytes", () => {
  expect(released()).toBe(released());
});
