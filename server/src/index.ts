export { composeServer, migrations, type RunningServer } from "./compose.js";
export { checkLessons, lessonNames, releaseTo, type LessonReport, type ReleaseReport } from "./compose-lessons.js";
export { regradeOffline, type RegradeChange, type RegradeReport, type RegradeRequest } from "./compose-regrade.js";
export { ConfigError, parseConfig, type ConfigInput, type ServerConfig } from "./config.js";
export { DataFolderError } from "./data-folder.js";
export { surgerySpec } from "./jupyter/index.js";
export { PortTakenError } from "./http/index.js";
export { IsolationError } from "./sandbox/index.js";
export { createTrainerLinkOffline } from "./trainer-link.js";
