export { gradingMigrations, sqlAttemptStore, type Attempt, type AttemptStore } from "./attempt-store.js";
export { AuthorLessons } from "./author-lessons.js";
export { AuthorPreviews } from "./author-previews.js";
export { authorRoutes } from "./author-routes.js";
export { AuthorShelf } from "./author-shelf.js";
export { commonTroubles, type CommonTrouble } from "./common-troubles.js";
export { createGrading, type Grading, type GradingOptions, type LearnerNotebooks } from "./grading.js";
export { gradingRoutes } from "./grading-routes.js";
export {
  brokenText,
  readCatalogue,
  readLesson,
  type BrokenLesson,
  type LiveCatalogue,
  type LessonCatalogue,
  type LessonReading,
  type ReadyLesson,
} from "./lesson-catalogue.js";
export { createLessonWork, type LessonWorkOptions, type LessonWorks } from "./lesson-work.js";
export { lessonWorkRoutes } from "./lesson-work-routes.js";
export { sqlTriesReader, type TriesReader } from "./tries-reader.js";
export { createLessonCopies, lessonPath, type LessonCopies, type LessonFiles } from "./lesson-copies.js";
export { AuthorFaultError, runCheck, type CheckInput, type CheckRun } from "./run-check.js";
export { checksAtOnce, openCheckBench, usualPreload, type CheckBench, type CheckBenchOptions } from "./check-bench.js";
export { gradeBatch, openResultFile, ResultFileError, type BatchStep } from "./grade-batch.js";
export { gradeNotebook, type ExerciseGrade, type NotebookGrade } from "./grade-notebook.js";
export { type RefusalCode, type SubmissionGrade } from "./grade-submission.js";
export { proveLesson } from "./prove-lesson.js";
export { createReviews, reviewRoutes, sqlReviewStore, type Reviews } from "./review/index.js";
export { createRegrades, regradeRoutes, sqlRegradeStore, type OpenRegrade, type Regrades } from "./regrade/index.js";
export type { ReviewOfExercise, ReviewReader } from "./review-reader.js";
export { createLessonGuide, type LessonGuide, type LessonGuideOptions } from "./lesson-guide.js";
export { createLessonUpdates, type LessonUpdates, type LiveNotebooks } from "./lesson-merge.js";
export { guideRoutes, type GuideRoutesOptions } from "./guide-routes.js";
export { lessonPlaceMigrations, sqlLessonPlaces, type LessonPlaces } from "./lesson-places.js";
export { lessonVersionMigrations, sqlLessonVersions, type LessonVersions } from "./lesson-versions.js";
export { readGlossary } from "./read-glossary.js";
