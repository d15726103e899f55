/** The page on which a file is mended: shown where there is something to mend, or where something kept no longer fits. */
import type { AnyRoute, Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { mendedDraft, mendPage, needsNoLook } from "./mend-page.js";
import { whenDone, type PublishingOptions } from "./publishing.js";
import { withReading, wishOf } from "./reading-wish.js";
import { sentStep, shownStep, type Sent } from "./wizard-step.js";

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
      save: async (sent) => {
        const { set, body, keep } = sent;
        if (body["reread"] !== undefined) return reread(options, sent);
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

/** Tried first: a file that can't be read like that would leave its keeper without a page to choose otherwise on. */
async function reread({ shelf }: PublishingOptions, { set, body, keep }: Sent): Promise<Reply> {
  const before = await shelf.looked(set);
  const wish = wishOf(set.draft.reading?.wish ?? {}, before, body);
  const wished = { ...set.draft, reading: { wish, file: before.sha256 } };
  const { reading } = await shelf.looked({ ...set, draft: wished });
  const draft = withReading(wished, reading);
  // Numbers of rows were those of the other sheet: what was mended by them is found anew.
  const isOther = reading.sheet !== before.reading.sheet;
  const mends = isOther ? draft.mends.map(({ file: _file, ...mend }) => mend) : draft.mends;
  await keep({ draft: { ...draft, mends } });
  return { redirect: `/publish/${set.id}/mend` };
}

/** What the columns mean is known from the version before; of new ones the page of findings asks. */
const pageAfter = ({ id, version }: DataSet): string => `/publish/${id}/${version === "" ? "columns" : "findings"}`;
