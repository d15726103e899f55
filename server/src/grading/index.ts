export { gradingMigrations, sqlAttemptStore, type Attempt, type AttemptStore } from "./attempt-store.js";
export { commonTroubles, type CommonTrouble } from "./common-troubles.js";
export { createGrading, type Grading, type GradingOptions, type LearnerNotebooks } from "./grading.js";
export { gradingRoutes } from "./grading-routes.js";
export {
  brokenText,
  readCatalogue,
  readLesson,
  type BrokenLesson,
  type LessonCatalogue,
  type LessonReading,
  type ReadyLesson,
} from "./lesson-catalogue.js";
export { createLessonCopies, lessonPath, type LessonCopies, type LessonFiles } from "./lesson-copies.js";
export { AuthorFaultError, runCheck, type CheckInput, type CheckRun } from "./run-check.js";
export { openCheckBench, type CheckBench, type CheckBenchOptions } from "./check-bench.js";
export { proveLesson } from "./prove-lesson.js";
