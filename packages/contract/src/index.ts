export * from "./access.js";
export * from "./check.js";
export * from "./errors.js";
export * from "./grading-format.js";
export * from "./history.js";
export * from "./lesson.js";
export * from "./progress.js";
export * from "./runner-protocol.js";
