/** The questions that somebody will ask, and the licence. */
import { checklist } from "@data-surgery/opendata/publish/browser";
import type { AnyRoute } from "../http/index.js";
import { checklistFaults, checklistFields, checklistPage, type ChecklistPage } from "./checklist-page.js";
import type { PublishingOptions } from "./publishing.js";
import { sentStep, shownStep } from "./wizard-step.js";

export function checklistRoutes(options: PublishingOptions): AnyRoute[] {
  const page = (shown: ChecklistPage): string => options.renderPage(checklistPage(shown));
  return [
    shownStep(options, "checklist", ({ set }) => ({ html: page({ set, fields: checklistFields(set), faults: {} }) })),
    sentStep(options, "checklist", {
      save: async ({ set, body, keep }) => {
        const answers = Object.fromEntries(
          checklist.map(({ id }) => [id, (body[id] ?? "").trim()]).filter(([, answer]) => answer !== ""),
        );
        const faults = checklistFaults(set, body);
        const licence = faults["licence"] === undefined ? (body["licence"] ?? "") : "";
        const saved = await keep({ draft: { ...set.draft, answers, licence } });
        if (Object.keys(faults).length > 0) return { status: 422, html: page({ set: saved, fields: body, faults }) };
        return { redirect: `/publish/${set.id}/ready` };
      },
      again: ({ set, body }, problem) => ({
        html: page({ set, fields: body, faults: checklistFaults(set, body), problem }),
      }),
    }),
  ];
}
