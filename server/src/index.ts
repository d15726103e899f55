export { composeServer, migrations, type RunningServer } from "./compose.js";
export { runNotebook, type NotebookRun, type NotebookRunResult } from "./compose-evidence.js";
export { demoEnvironment, openDemo, type Demo, type DemoOptions, type DemoSize } from "./compose-demo.js";
export {
  erasePerson,
  exportPerson,
  findPerson,
  listPeople,
  type ListedPerson,
  type PersonErased,
  type PersonTaken,
} from "./compose-people.js";
export type { Counted } from "./person-erasure.js";
export { regradeOffline, type RegradeChange, type RegradeReport, type RegradeRequest } from "./compose-regrade.js";
export {
  BrokenLessonError,
  checkLessons,
  gradeFiles,
  lessonNames,
  releaseTo,
  type GradeOptions,
  type LessonReport,
  type ReleaseReport,
} from "./compose-lessons.js";
export { ConfigError, parseConfig, type ConfigInput, type ServerConfig } from "./config.js";
export { DataFolderError } from "./data-folder.js";
export { ResultFileError, type BatchStep, type SubmissionGrade } from "./grading/index.js";
export { surgerySpec } from "./jupyter/index.js";
export { readBadge, verifyBadge, type BadgeVerdict } from "./progress/index.js";
export { PortTakenError } from "./http/index.js";
export { IsolationError } from "./sandbox/index.js";
export { createTrainerLinkOffline } from "./trainer-link.js";
