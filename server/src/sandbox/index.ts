export { isolationLevels, IsolationError, type Isolation, type IsolationLevel } from "./isolation.js";
export type { ConfinedProcess, Job, Limits, Places } from "./job.js";
export { openSandbox, type SandboxRequest } from "./probe-isolation.js";
export type { Sandbox } from "./sandbox.js";
export { giveToOwner } from "./uid-leases.js";
export { openAnswerCache, type AnswerCache } from "./open-data/answer-cache.js";
export { createOpenDataDoors, type OpenDataDoors } from "./open-data/open-data-door.js";
export { realNetwork, type OutwardNetwork } from "./open-data/outward-network.js";
export { openSiteList } from "./open-data/site-list.js";
