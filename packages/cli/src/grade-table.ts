import type { SubmissionGrade } from "@data-surgery/server";

/** Results for people: a line a notebook, and what is left to do. */
export function gradeTable(results: readonly SubmissionGrade[], asked: number): string {
  const sorted = results.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const names = Math.max(...sorted.map(({ file }) => file.length), 0);
  const lines = sorted.flatMap((result) => [`${result.file.padEnd(names)}  ${pointsText(result)}`, ...details(result)]);
  const refused = results.filter(({ type }) => type === "refused").length;
  const review = results.filter((result) => result.type === "graded" && result.toReview.length > 0).length;
  const totals = [
    `${results.length} of ${asked} looked at`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(review > 0 ? [`${review} with something for a person to look at`] : []),
  ];
  return [...lines, "", `${totals.join(", ")}.`].join("\n");
}

function pointsText(result: SubmissionGrade): string {
  if (result.type === "refused") return `✗ ${result.message}`;
  const { earned, possible } = result.points;
  return `${earned} of ${possible}`;
}

function details(result: SubmissionGrade): string[] {
  if (result.type === "refused") return [];
  return [
    ...result.exercises.map(({ exercise, outcome, points }) => {
      const earned = points === undefined ? "–" : `${points.earned} of ${points.possible}`;
      return `    ${exercise}: ${outcomeWords[outcome]}, ${earned}`;
    }),
    ...result.repairs.map((repair) => `    repaired: ${repair}`),
  ];
}

const outcomeWords = {
  pass: "right",
  "not-yet": "not yet right",
  "not-attempted": "not attempted",
  "could-not-run": "could not run",
  "handed-in": "to be read by a person",
  "not-judged": "the lesson's own tests are at fault",
} as const;
