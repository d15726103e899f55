export { openChecker, type Checker, type CheckerOptions } from "./open-checker.js";
