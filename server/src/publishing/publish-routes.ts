/** The button that publishes, and the page that waits until it is done. */
import type { AnyRoute, Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { isOut, tellOrThrow, whenDone, type PublishingOptions } from "./publishing.js";
import { readyReply } from "./ready-routes.js";
import { stoppedPage } from "./stopped-page.js";
import { sentStep, shownStep } from "./wizard-step.js";

export function publishRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf, sources, renderPage } = options;
  const publish = (set: DataSet, origin: string): Promise<Reply> =>
    tellOrThrow(
      () =>
        whenDone(options, "Publishing", shelf.publish(set), async ({ ready, behind }) => {
          if (!ready) return readyReply(options, await dataSets.get(set.id), origin);
          await sources.soon(set.id);
          return { redirect: `/publish/${set.id}?said=${behind ? "behind" : "published"}` };
        }),
      // Told by itself: what the page before it shows may be what the disk has no room for.
      (error) => renderPage(stoppedPage(set, error)),
    );
  return [
    sentStep(options, "publish", {
      save: async ({ set, body, origin, keep }) => {
        if (isOut(set)) return { redirect: `/publish/${set.id}` };
        // Sent twice, or from two windows: it is the same version, and it is published once.
        if (shelf.isPublishing(set)) return { redirect: `/publish/${set.id}/publish` };
        const note = (body["note"] ?? "").trim();
        const saved = await keep({ draft: { ...set.draft, note, showCode: body["showCode"] === "yes" } });
        if (saved.draft.licence === "") return { redirect: `/publish/${set.id}/checklist` };
        const reply = await publish(saved, origin);
        // The page that waits is asked for again: it has an address of its own.
        return reply.redirect === undefined && shelf.isPublishing(saved)
          ? { redirect: `/publish/${set.id}/publish` }
          : reply;
      },
      again: ({ set, origin }, problem) => readyReply(options, set, origin, { problem }),
    }),
    shownStep(options, "publish", ({ set, origin }) => {
      if (shelf.isPublishing(set)) return publish(set, origin);
      // It ended since the page asked last.
      return { redirect: set.file === "" ? `/publish/${set.id}?said=published` : `/publish/${set.id}/ready` };
    }),
  ];
}
