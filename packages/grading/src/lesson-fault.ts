/** What can be wrong with a lesson, in a form that an author can act on: a code, where, what, and what to do. */
export type LessonFaultCode =
  | "lesson.not-a-notebook"
  | "lesson.no-metadata"
  | "lesson.too-old"
  | "lesson.too-new"
  | "lesson.bad-metadata"
  | "lesson.other-name"
  | "lesson.no-exercise"
  | "lesson.data-missing"
  | "lesson.runner-missing"
  | "lesson.other-minutes"
  | "lesson.needs-network"
  | "lesson.uses-network"
  | "data.undeclared"
  | "data.future-date"
  | "data.unused"
  | "data.notebook"
  | "lesson.other-language"
  | "cell.bad-id"
  | "cell.bad-metadata"
  | "cell.bad-nbgrader"
  | "cell.reading-long"
  | "cell.stray-marker"
  | "grade-id.duplicate"
  | "exercise.not-code"
  | "exercise.wrong-nbgrader"
  | "exercise.duplicate"
  | "exercise.markers"
  | "exercise.no-solution"
  | "exercise.no-gap"
  | "exercise.no-test"
  | "exercise.two-tests"
  | "exercise.no-hint"
  | "exercise.no-why"
  | "exercise.few-hints"
  | "exercise.same-hint"
  | "exercise.few-misconceptions"
  | "exercise.same-as-solution"
  | "question.wrong-type"
  | "question.wrong-nbgrader"
  | "question.other-points"
  | "question.course-tests"
  | "test.not-code"
  | "test.wrong-nbgrader"
  | "test.unknown-exercise"
  | "test.before-exercise"
  | "test.markers"
  | "test.no-pass-line"
  | "test.no-hidden"
  | "test.hidden-constant"
  | "release.leak"
  | "proof.solution-fails"
  | "proof.not-not-attempted"
  | "proof.wrong-passes"
  | "proof.model-not-attempted"
  | "proof.cell-stops"
  | "proof.not-deterministic"
  | "proof.other-words"
  | "proof.hidden-cannot-fail"
  | "proof.author-error"
  | "import.not-a-course"
  | "import.exists"
  | "import.no-answers"
  | "import.nbgrader-too-new"
  | "import.bad-cell"
  | "import.other-files"
  | "export.course-changed"
  | "export.data-tests"
  | "export.only-data-tests"
  | "export.original-missing"
  | "curriculum.bad"
  | "curriculum.unknown-lesson";

/** `error`: the lesson can't be used. `advice`: it works, and would be better otherwise. */
export interface LessonFault {
  readonly code: LessonFaultCode;
  readonly level: "error" | "advice";
  /** Id of the cell, where one is to blame. */
  readonly cell?: string;
  readonly message: string;
  readonly remedy: string;
}

/** One line for a person: `ex-count · exercise.no-gap: … — …`. */
export function faultText(fault: LessonFault): string {
  const where = fault.cell === undefined ? "" : `${fault.cell} · `;
  return `${where}${fault.code}: ${fault.message} ${fault.remedy}`;
}
