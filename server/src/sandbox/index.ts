export { isolationLevels, IsolationError, type Isolation, type IsolationLevel } from "./isolation.js";
export type { ConfinedProcess, Job, Limits, Places } from "./job.js";
export { openSandbox, type SandboxRequest } from "./probe-isolation.js";
export type { Sandbox } from "./sandbox.js";
