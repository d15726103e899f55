export { openChecker, type Checker, type CheckerOptions } from "./open-checker.js";
export { createSessionChecker } from "./session-checker.js";
