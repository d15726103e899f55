/** What the columns mean. */
import type { AnyRoute, Reply } from "../http/index.js";
import { columnsOf, columnsPage } from "./columns-page.js";
import type { DataSet } from "./data-sets.js";
import type { Draft } from "./draft.js";
import type { Patience } from "./patient-work.js";
import { whenDone, type PublishingOptions } from "./publishing.js";
import type { Looked } from "./release-tasks.js";
import { done, sentStep, shownStep } from "./wizard-step.js";

export function columnsRoutes(options: PublishingOptions): AnyRoute[] {
  const { shelf, renderPage } = options;
  const page = (
    set: DataSet,
    looking: Promise<Patience<Looked>>,
    said: Pick<Draft, "columns" | "key"> & { readonly problem?: string },
  ): Promise<Reply> =>
    whenDone(options, "Reading your file", looking, (looked) => ({
      html: renderPage(columnsPage({ set, looked, ...said })),
    }));
  return [
    shownStep(options, "columns", ({ set }) => {
      const { columns, key } = set.draft;
      return page(set, shelf.look(set), { columns, key });
    }),
    sentStep(options, "columns", {
      save: async ({ set, body, keep }) => {
        await keep({ draft: { ...set.draft, ...columnsOf(body) } });
        return { redirect: `/publish/${set.id}/findings` };
      },
      again: ({ set, body }, problem) => page(set, done(shelf.looked(set)), { ...columnsOf(body), problem }),
    }),
  ];
}
