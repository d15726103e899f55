/** The fourth page: the questions that somebody will ask, and the licence. The answers are kept as the record and stand on the public page. */
import { checklist, licenceConflict, licences } from "@data-surgery/opendata/publish/browser";
import { html, type Html, type PublicPage } from "../http/index.js";
import { faultSummary, textField, type FormState } from "../surgeries/index.js";
import type { DataSet } from "./data-sets.js";
import { revisionField, wizardPage } from "./wizard-frame.js";

export interface ChecklistPage extends FormState {
  readonly set: DataSet;
  readonly problem?: string;
}

/** The fields of the page as they were answered before; the promise to update is known already. */
export function checklistFields({ draft }: DataSet): Record<string, string> {
  return { licence: draft.licence, ...draft.answers };
}

export function checklistFaults(set: DataSet, fields: Readonly<Record<string, string>>): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { id } of checklist) {
    const isAnswered = (fields[id]?.trim() ?? "") !== "";
    if (!isAnswered && !(id === "questions" && (set.draft.about["email"] ?? "") !== ""))
      faults[id] = "Answer this in a sentence. “No” with a reason is an answer.";
  }
  const chosen = Object.values(licences).find(({ id }) => id === fields["licence"]);
  const conflict =
    chosen === undefined ? undefined : licenceConflict(chosen.id, set.draft.about["sourceLicence"] ?? "");
  if (chosen === undefined) faults["licence"] = "Choose a licence: without one nobody may use the data.";
  if (conflict !== undefined) faults["licence"] = `What it was made from does not allow this licence: ${conflict}.`;
  return faults;
}

export function checklistPage(page: ChecklistPage): PublicPage {
  const { set, faults, problem } = page;
  return wizardPage({
    step: "checklist",
    title: "Before it goes out",
    set,
    ...(problem === undefined ? {} : { problem }),
    main: html`<p>A sentence each is enough. The answers stand on the public page, so that readers can trust it.</p>
      ${faultSummary(faults)}
      <form method="post" action="/publish/${set.id}/checklist">
        ${revisionField(set.revision)}
        ${checklist.map(({ id, question, why }) =>
          textField(page, {
            name: id,
            label: question,
            tip: why,
            rows: 2,
            most: 2000,
            ...(id === "questions" && (set.draft.about["email"] ?? "") !== ""
              ? {}
              : { required: "sometimes" as const }),
          }),
        )}
        ${licencePart(page)}
        <button class="button main wide">Save, and look at the page</button>
      </form>`,
  });
}

function licencePart({ set, fields, faults }: ChecklistPage): Html {
  const source = set.draft.about["sourceLicence"] ?? "";
  return html`<fieldset
    class="field"
    id="licence"
    ${faults["licence"] !== undefined && html`aria-describedby="licence-error"`}
  >
    <legend>What may others do with it?</legend>
    ${faults["licence"] !== undefined && html`<p class="field-error" id="licence-error">${faults["licence"]}</p>`}
    ${Object.values(licences).map(({ id, title, choose, allows }) => {
      const conflict = source === "" ? undefined : licenceConflict(id, source);
      return html`<label class="choice licence"
        ><input type="radio" name="licence" value="${id}" ${fields["licence"] === id && html`checked`} /><span
          ><strong>${title}</strong>. ${choose}
          <span class="quiet">${allows}</span>
          ${conflict !== undefined && html`<span class="field-error">▲ Not with what it was made from: ${conflict}.</span>`}</span
        ></label
      >`;
    })}
  </fieldset>`;
}
