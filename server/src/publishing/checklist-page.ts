/** The fourth page: the questions that somebody will ask, and the licence. The answers are kept as the record and stand on the public page. */
import {
  checklist,
  licenceConflict,
  licences,
  licencesFor,
  type Licence,
} from "@data-surgery/opendata/publish/browser";
import { html, type Html, type PublicPage } from "../http/index.js";
import { faultSummary, textField, type FormState } from "../surgeries/index.js";
import type { DataSet } from "./data-sets.js";
import { promiseWords } from "./due.js";
import { revisionField, wizardPage } from "./wizard-frame.js";

export interface ChecklistPage extends FormState {
  readonly set: DataSet;
  readonly problem?: string;
}

/** The fields of the page as they were answered before; what follows from other pages is filled in, to be changed where it is not right. */
export function checklistFields(set: DataSet): Record<string, string> {
  const { draft } = set;
  const said = Object.fromEntries(Object.entries(draft.answers).filter(([, answer]) => answer !== ""));
  return { ...suggestedAnswers(set), ...said, licence: draft.licence === "" ? suggestedLicence(set) : draft.licence };
}

function suggestedAnswers({ draft }: DataSet): Record<string, string> {
  const keeper = draft.about["keeper"] ?? "";
  const update = draft.about["update"] ?? "";
  const dropped = draft.remedies.flatMap(({ type, columns }) =>
    type === "drop" && Array.isArray(columns) ? columns.map(String) : [],
  );
  const meanings = Object.values(draft.columns);
  const words = promiseWords[update];
  return {
    ...(dropped.length === 0 ? {} : { personal: `We left out: ${dropped.join(", ")}.` }),
    ...(meanings.length > 0 && meanings.every(({ meaning }) => meaning !== "")
      ? { meaning: `Yes, ${keeper} wrote a sentence for each.` }
      : {}),
    ...(words === undefined ? {} : { change: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}, by ${keeper}.` }),
  };
}

/** The best known one, unless what it was made from forbids it. */
function suggestedLicence({ draft }: DataSet): string {
  const source = draft.about["sourceLicence"] ?? "";
  const allowed = licencesFor(source === "" ? [] : [source]);
  return allowed.includes("CC-BY-4.0") ? "CC-BY-4.0" : (allowed[0] ?? "");
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
    main: html`<p>
        A sentence each is enough. The answers stand on the public page, so that readers can trust it. What follows from
        the pages before is filled in: change what is not right.
      </p>
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

/** The chosen or suggested one stands there; the others are a press away. */
function licencePart(page: ChecklistPage): Html {
  const { fields, faults } = page;
  const all = Object.values(licences);
  const chosen = all.filter(({ id }) => id === fields["licence"]);
  const offered = chosen.length === 0 ? all.slice(0, 1) : chosen;
  const others = all.filter((licence) => !offered.includes(licence));
  return html`<fieldset
    class="field"
    id="licence"
    ${faults["licence"] !== undefined && html`aria-describedby="licence-error"`}
  >
    <legend>What may others do with it?</legend>
    ${faults["licence"] !== undefined && html`<p class="field-error" id="licence-error">${faults["licence"]}</p>`}
    ${offered.map((licence) => licenceChoice(page, licence))}
    <details ${faults["licence"] !== undefined && html`open`}>
      <summary>Other licences</summary>
      ${others.map((licence) => licenceChoice(page, licence))}
    </details>
  </fieldset>`;
}

function licenceChoice({ set, fields }: ChecklistPage, { id, title, choose, allows }: Licence): Html {
  const source = set.draft.about["sourceLicence"] ?? "";
  const conflict = source === "" ? undefined : licenceConflict(id, source);
  return html`<label class="choice licence"
    ><input type="radio" name="licence" value="${id}" ${fields["licence"] === id && html`checked`} /><span
      ><strong>${title}</strong>. ${choose}
      <span class="quiet">${allows}</span>
      ${conflict !== undefined && html`<span class="field-error">▲ Not with what it was made from: ${conflict}.</span>`}</span
    ></label
  >`;
}
