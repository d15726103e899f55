export { codeAlphabet, createCode, formatCode, parseCode } from "./code.js";
export { createFailureLimit, type FailureLimit } from "./failure-limit.js";
export {
  createIdentity,
  type Caller,
  type Entry,
  type Identity,
  type IdentityOptions,
  type PersonExport,
  type WorkshopDoor,
} from "./identity.js";
export { createIdentityRoutes, type IdentityRoutesOptions } from "./identity-routes.js";
export { ownDataRoutes, type OwnDataRoutesOptions } from "./own-data-routes.js";
export { qr } from "./card-page.js";
export type { Person } from "./person-store.js";
export { networkOf } from "./network-of.js";
export { createSendingLimit, type SendingLimit, type SendingLimitOptions } from "./sending-limit.js";
export { createSecret, hashSecret, sameSecret } from "./secret.js";
export { identityMigrations } from "./tables.js";
