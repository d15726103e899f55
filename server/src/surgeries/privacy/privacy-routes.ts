import { route, type AnyRoute } from "../../http/index.js";
import type { SurgeryRoutesOptions } from "../pages.js";
import { privacyPage } from "./privacy-page.js";

export function privacyRoutes({ renderPage, sendsMail }: SurgeryRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/privacy",
      access: "public",
      handle: () => ({ html: renderPage(privacyPage({ sendsMail })) }),
    }),
  ];
}
