/** What cells that learners write in have in common, whoever judges them: the solution between its markers, and what stands in its place at the start. */
import type { FaultList } from "./fault-list.js";
import { MarkerError, markerOf, readRegions, replaceRegions, type RegionName } from "./marked-region.js";

/** What marks the place where a learner writes. */
export const gap = "____";

interface AnswerParts {
  readonly starter: string;
  readonly hints: readonly string[];
  readonly why: string;
}

/** An imported lesson has what its course had: no gap, no hints, and perhaps the whole cell as the solution. */
export function checkAnswer(
  cell: string,
  source: string,
  { starter, hints, why }: AnswerParts,
  imported: boolean,
  faults: FaultList,
): void {
  const regions = checkMarkers(cell, source, "SOLUTION", faults);
  if (imported) return;
  if (regions === 0) {
    const message = "There is no solution between // ### BEGIN SOLUTION and // ### END SOLUTION.";
    faults.add("exercise.no-solution", cell, message, "Put the markers around the solution.");
  }
  if (!starter.includes(gap)) {
    const message = `The starter has no ${gap}, so nobody can tell whether the exercise was tried.`;
    faults.add("exercise.no-gap", cell, message, `Put ${gap} where the learner writes.`);
  }
  if (hints.length === 0) faults.add("exercise.no-hint", cell, "There is no hint.", "Give two or three.");
  checkWhy(cell, why, faults);
}

export function checkWhy(cell: string, why: unknown, faults: FaultList): void {
  if (why !== "") return;
  faults.add("exercise.no-why", cell, "It does not say why the solution is right.", "Say it in a sentence or two.");
}

/** How many regions there are; undefined when the markers are not in order. */
export function checkMarkers(cell: string, source: string, name: RegionName, faults: FaultList): number | undefined {
  try {
    return readRegions(source, name).regions;
  } catch (error) {
    if (!(error instanceof MarkerError)) throw error;
    faults.add(
      name === "HIDDEN TESTS" ? "test.markers" : "exercise.markers",
      cell,
      `${error.message}, at line ${error.line}.`,
      `Each BEGIN ${name} needs one END ${name} below it.`,
    );
    return undefined;
  }
}

/** The cell as the learner gets it. */
export function startingSource(source: string, starter: string, imported: boolean): string {
  return imported ? withStub(source, starter) : withSolution(source, starter);
}

/** The exercise's cell with `instead` in the place of the solution. */
export function withSolution(source: string, instead: string): string {
  return replaceRegions(source, "SOLUTION", (region) => (region === 1 ? instead : undefined));
}

/** As nbgrader does it: the stub in the place of every solution, as far in as its marker; of the whole cell where none is marked. */
export function withStub(source: string, stub: string): string {
  const lines = source.split("\n");
  const indents = lines.filter((line) => markerOf(line, "SOLUTION") === "begin").map((line) => /^\s*/.exec(line)![0]);
  if (indents.length === 0) return stub;
  return replaceRegions(source, "SOLUTION", (region) =>
    stub
      .split("\n")
      .map((line) => `${indents[region - 1] ?? ""}${line}`)
      .join("\n"),
  );
}
