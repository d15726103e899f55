/** The page on which a file is mended: shown where there is something to mend, or where something kept no longer fits. */
import type { AnyRoute } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { mendedDraft, mendPage, needsNoLook } from "./mend-page.js";
import { whenDone, type PublishingOptions } from "./publishing.js";
import { sentStep, shownStep } from "./wizard-step.js";

export function mendRoutes(options: PublishingOptions): AnyRoute[] {
  const { shelf, renderPage } = options;
  return [
    shownStep(options, "mend", ({ set, query }) => {
      const on = query.get("on") ?? "";
      return whenDone(options, "Reading your file", shelf.look(set), (looked) =>
        on !== "" && needsNoLook(set.draft, looked, on === "mended")
          ? { redirect: pageAfter(set) }
          : { html: renderPage(mendPage({ set, looked })) },
      );
    }),
    sentStep(options, "mend", {
      save: async ({ set, body, keep }) => {
        const draft = mendedDraft(set.draft, await shelf.looked(set), body);
        const isChanged = JSON.stringify(draft) !== JSON.stringify(set.draft);
        if (isChanged) await keep({ draft });
        // What was mended is looked at again: it may lay bare what was hidden.
        if (body["undo"] !== undefined) return { redirect: `/publish/${set.id}/mend` };
        return { redirect: isChanged ? `/publish/${set.id}/mend?on=mended` : pageAfter(set) };
      },
      again: async ({ set }, problem) => ({
        html: renderPage(mendPage({ set, looked: await shelf.looked(set), problem })),
      }),
    }),
  ];
}

/** What the columns mean is known from the version before; of new ones the page of findings asks. */
const pageAfter = ({ id, version }: DataSet): string => `/publish/${id}/${version === "" ? "columns" : "findings"}`;
