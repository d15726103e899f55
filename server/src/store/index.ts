export type { Migration } from "./migrate.js";
export {
  openStore,
  openStoreOn,
  postgres,
  sqlite,
  type Store,
  type StoreDialect,
  type StoreLocation,
} from "./store.js";
