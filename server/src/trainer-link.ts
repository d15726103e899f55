/** For `surgery trainer-link`: makes a link in the store of a server that may be running. */
import { AppError } from "@data-surgery/contract";
import { existsSync } from "node:fs";
import { defaultCurriculum, migrations } from "./compose.js";
import type { ServerConfig } from "./config.js";
import { createIdentity } from "./identity/index.js";
import { openStore } from "./store/index.js";
import { createWorkshops } from "./workshops/index.js";

/** @throws AppError `store.unavailable` when there is no workshop in that folder */
export async function createTrainerLinkOffline(config: ServerConfig, url: string): Promise<string> {
  if (config.store.type === "sqlite" && !existsSync(config.store.file)) throw new AppError("store.unavailable");
  const store = await openStore(config.store, migrations);
  try {
    const workshops = createWorkshops(store);
    const workshop = await workshops.openDefault(defaultCurriculum);
    const identity = createIdentity({ store, workshops, instance: "offline", secure: false });
    return `${url.replace(/\/$/, "")}/trainer/${await identity.createTrainerLink(workshop.id)}`;
  } finally {
    await store.close();
  }
}
