/** What the checks found, and what is done about it. */
import type { AnyRoute, Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { findingsPage, settle, shownFindings } from "./findings-page.js";
import { whenDone, type PublishingOptions } from "./publishing.js";
import { done, sentStep, shownStep, type Fields } from "./wizard-step.js";

interface Said {
  readonly fields: Fields;
  readonly faults: Fields;
  readonly problem?: string;
}

export function findingsRoutes(options: PublishingOptions): AnyRoute[] {
  const { shelf, renderPage } = options;
  const page = (set: DataSet, said: Said): Promise<Reply> =>
    whenDone(
      options,
      "Looking at your data",
      "revision" in said.fields ? done(shelf.checked(set)) : shelf.check(set),
      (checked) => ({
        ...(Object.keys(said.faults).length > 0 ? { status: 422 } : {}),
        html: renderPage(findingsPage({ set, checked, ...said })),
      }),
    );
  return [
    shownStep(options, "findings", ({ set }) => page(set, { fields: {}, faults: {} })),
    sentStep(options, "findings", {
      save: async ({ set, body, keep }) => {
        // Known from showing the page, as a rule. Waited for, since a form that was sent can't be sent again by itself.
        const checked = await shelf.checked(set);
        const { draft, faults } = settle(set.draft, checked, body);
        const isChanged = JSON.stringify(draft) !== JSON.stringify(set.draft);
        const saved = isChanged ? await keep({ draft }) : set;
        if (Object.keys(faults).length > 0) return page(saved, { fields: body, faults });
        const blocks = shownFindings(checked).some(({ level }) => level === "blocks");
        // Something was settled: what it leaves is looked at again before one goes on.
        return { redirect: `/publish/${set.id}/${isChanged || blocks ? "findings" : "checklist"}` };
      },
      again: ({ set, body }, problem) => page(set, { fields: body, faults: {}, problem }),
    }),
  ];
}
