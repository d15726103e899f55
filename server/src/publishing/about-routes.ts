/** What the data are, whose, and how often they change: of a set that was begun. */
import type { AnyRoute } from "../http/index.js";
import { aboutFaults, aboutOf, aboutPage } from "./about-form.js";
import type { DataSet } from "./data-sets.js";
import type { PublishingOptions } from "./publishing.js";
import { sentStep, shownStep, type Fields } from "./wizard-step.js";

export function aboutRoutes(options: PublishingOptions): AnyRoute[] {
  const page = (set: DataSet, fields: Fields, faults: Fields, told: { readonly problem?: string } = {}): string =>
    options.renderPage(aboutPage({ set, path: set.sourcePath, fields, faults, ...told }));
  return [
    shownStep(options, "about", ({ set }) => ({
      html: page(set, { ...set.draft.about, remindTo: set.remindTo }, {}),
    })),
    sentStep(options, "about", {
      save: async ({ set, body, keep }) => {
        const { about, title, remindTo } = aboutOf(body);
        const faults = aboutFaults(body);
        const saved = await keep({
          draft: { ...set.draft, about },
          ...(title === "" ? {} : { title }),
          remindTo,
          // An address that is given now is one that wants reminders; one that stands there keeps its choice.
          ...(remindTo === set.remindTo ? {} : { reminds: remindTo !== "" }),
        });
        if (Object.keys(faults).length > 0) return { status: 422, html: page(saved, body, faults) };
        return { redirect: `/publish/${set.id}/mend?on=new` };
      },
      again: ({ set, body }, problem) => ({ html: page(set, body, aboutFaults(body), { problem }) }),
    }),
  ];
}
