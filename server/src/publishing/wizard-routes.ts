/** From a file to published open data, page by page. Each saves what was typed before it looks whether it is right. */
import type { AnyRoute } from "../http/index.js";
import { aboutRoutes } from "./about-routes.js";
import { beginRoutes } from "./begin-routes.js";
import { checklistRoutes } from "./checklist-routes.js";
import { columnsRoutes } from "./columns-routes.js";
import { findingsRoutes } from "./findings-routes.js";
import { mendRoutes } from "./mend-routes.js";
import type { PublishingOptions } from "./publishing.js";
import { publishRoutes } from "./publish-routes.js";
import { readyRoutes } from "./ready-routes.js";

export function wizardRoutes(options: PublishingOptions): AnyRoute[] {
  return [
    ...beginRoutes(options),
    ...aboutRoutes(options),
    ...mendRoutes(options),
    ...columnsRoutes(options),
    ...findingsRoutes(options),
    ...checklistRoutes(options),
    ...readyRoutes(options),
    ...publishRoutes(options),
  ];
}
