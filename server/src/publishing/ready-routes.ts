/** The last page before publishing: what will come out, with the page as it will be, and its charts. */
import type { AnyRoute, Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { pageHeaders } from "./page-headers.js";
import { isOut, whenDone, type PublishingOptions } from "./publishing.js";
import { readyPage } from "./ready-page.js";
import { sentStep, shownStep } from "./wizard-step.js";

export function readyRoutes(options: PublishingOptions): AnyRoute[] {
  const { shelf } = options;
  return [
    shownStep(options, "ready", ({ set, origin }) =>
      isOut(set) ? { redirect: `/publish/${set.id}` } : readyReply(options, set, origin),
    ),
    shownStep(options, "page", ({ set }) =>
      whenDone(options, "Making the page", shelf.check(set), (checked) => ({
        html: checked.page,
        headers: { ...pageHeaders, "Cache-Control": "no-store" },
      })),
    ),
    sentStep(options, "charts", {
      save: async ({ set, body, keep }) => {
        const ticked = Object.keys(body)
          .filter((field) => field.startsWith("chart."))
          .map((field) => body[field] ?? "");
        const charts = body["charts"] === "own" ? ticked.slice(0, 6) : undefined;
        await keep({ draft: { ...set.draft, charts } });
        return { redirect: `/publish/${set.id}/ready` };
      },
      again: ({ set, origin }, problem) => readyReply(options, set, origin, { problem }),
    }),
  ];
}

/** The page, or the one that waits for it. */
export function readyReply(
  options: PublishingOptions,
  set: DataSet,
  origin: string,
  told: { readonly problem?: string } = {},
): Promise<Reply> {
  const { shelf, renderPage, shareOrigin } = options;
  const address = `${shareOrigin(origin)}/data/${set.slug}/`;
  return whenDone(options, "Making the page", shelf.check(set), (checked) => ({
    html: renderPage(readyPage({ set, checked, address, ...told })),
  }));
}
