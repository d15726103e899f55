/** The third page: what stood out, with remedies and what each would change. A block stays until it is remedied, or somebody says in writing why it may stand. */
import { decidableFindings } from "@data-surgery/opendata/publish/browser";
import { html, type Html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import type { Draft } from "./draft.js";
import { readLine } from "./reading-part.js";
import type { Checked, OfferedRemedy, ShownFinding } from "./release-tasks.js";
import { revisionField, wizardPage } from "./wizard-frame.js";

export interface FindingsPage {
  readonly set: DataSet;
  readonly checked: Checked;
  readonly fields: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, string>>;
  readonly problem?: string;
}

type Decidable = (typeof decidableFindings)[number];

/** Those that are answered on other pages are left to them. */
export function shownFindings({ findings }: Checked): ShownFinding[] {
  return findings.filter(
    ({ code }) => !["unanswered", "licence-conflict", "licence-unknown", "no-source"].includes(code),
  );
}

export function findingsPage(page: FindingsPage): PublicPage {
  const { set, checked, problem } = page;
  const shown = shownFindings(checked);
  const blocks = shown.filter(({ level }) => level === "blocks").length;
  return wizardPage({
    step: "findings",
    title: "What stood out",
    set,
    ...(problem === undefined ? {} : { problem }),
    main: html`${readLine(set, checked.reading)} ${checked.changes.length > 0 && changesPart(checked)}
      <p>
        ${
          shown.length === 0
            ? "✓ Nothing stood out: nothing like people’s names or their addresses, no small numbers, nobody who could be singled out. A program does not see everything: look at your columns yourself, too."
            : blocks === 0
              ? "Nothing stands in the way. Readers are told what follows."
              : `${blocks === 1 ? "One thing has" : `${blocks} things have`} to be settled before this can be published. Choose one way for each.`
        }
      </p>
      <form method="post" action="/publish/${set.id}/findings">
        ${revisionField(set.revision)} ${shown.map((finding, at) => findingPart(page, finding, at))}
        <button class="button main wide">${blocks === 0 ? "Go on to the checklist" : "Do what I chose"}</button>
      </form>
      ${donePart(set, checked)}`,
  });
}

function changesPart({ changes, lost }: Checked): Html {
  return html`<section class="aside" aria-labelledby="changes-title">
    <h2 id="changes-title">What is different from the version before</h2>
    <ul>
      ${changes.map((sentence) => html`<li>${sentence}</li>`)}
      ${lost.map(({ words }) => html`<li>▲ Done last time and impossible now, because the column is not there: ${words}</li>`)}
    </ul>
  </section>`;
}

function findingPart(page: FindingsPage, finding: ShownFinding, at: number): Html {
  const { level, what, why, toDo, remedies } = finding;
  const { fields, faults, set } = page;
  const mayStand = level === "blocks" && isDecidable(finding.code);
  const choices = remedies.length > 0 || mayStand;
  const reasonFault = faults[`reason.${at}`];
  return html`<fieldset class="finding ${level}">
    <legend>${level === "blocks" ? "■ Stops this" : "● Good to know"}: ${what}</legend>
    <p>${why} ${choices ? "" : toDo}</p>
    ${finding.code === "no-meaning" && html`<p><a href="/publish/${set.id}/columns">Say what they mean</a></p>`}
    ${
      choices &&
      html`${remedies.map((offer, place) => remedyChoice(offer, at, place, fields))}
      ${
        mayStand &&
        html`<label class="choice"
            ><input
              type="radio"
              name="choice.${at}"
              value="stands"
              ${fields[`choice.${at}`] === "stands" && html`checked`}
            />
            It may stand as it is. I say why, and readers see it:</label
          >
          <div class="field reason">
            <label for="reason-${at}">Why it may stand</label>
            ${reasonFault !== undefined && html`<p class="field-error" id="reason-${at}-error">${reasonFault}</p>`}
            <textarea
              id="reason-${at}"
              name="reason.${at}"
              rows="2"
              maxlength="1500"
              ${reasonFault !== undefined && html`aria-invalid="true" aria-describedby="reason-${at}-error"`}
            >
${fields[`reason.${at}`] ?? ""}</textarea>
          </div>`
      }`
    }
  </fieldset>`;
}

function remedyChoice(
  { words, examples, values }: OfferedRemedy,
  at: number,
  place: number,
  fields: Readonly<Record<string, string>>,
): Html {
  return html`<label class="choice"
      ><input
        type="radio"
        name="choice.${at}"
        value="${place}"
        ${fields[`choice.${at}`] === String(place) && html`checked`}
      />
      ${words}</label
    >
    ${
      examples.length > 0 &&
      html`<ul class="examples">
        ${examples.map(
          ({ column, from, to }) =>
            html`<li>
              ${column}: <del>${from}</del> → ${to === "" ? html`<em>nothing</em>` : html`<ins>${to}</ins>`}
            </li>`,
        )}
        ${values > examples.length && html`<li class="quiet">and ${(values - examples.length).toLocaleString("en-GB")} more</li>`}
      </ul>`
    }`;
}

function donePart(set: DataSet, { done }: Checked): Html | false {
  const { decisions } = set.draft;
  if (done.length === 0 && decisions.length === 0) return false;
  return html`<section aria-labelledby="done-title">
    <h2 id="done-title">What is settled</h2>
    <p class="quiet">It is done again to the next version by itself.</p>
    <form method="post" action="/publish/${set.id}/findings">
      ${revisionField(set.revision)}
      <ul class="settled">
        ${done.map(
          ({ words }, at) =>
            html`<li>
              ✓ ${words}
              <button class="button" name="undo" value="${at}" aria-label="Take back: ${words}">Take back</button>
            </li>`,
        )}
        ${decisions.map(
          ({ columns, reason }, at) =>
            html`<li>
              ✓ ${columns.join(", ")} may stand: “${reason}”
              <button
                class="button"
                name="undecide"
                value="${at}"
                aria-label="Take back: ${columns.join(", ")} may stand"
              >
                Take back
              </button>
            </li>`,
        )}
      </ul>
    </form>
  </section>`;
}

export interface Settled {
  readonly draft: Draft;
  readonly faults: Readonly<Record<string, string>>;
}

/** The draft after what was chosen on the page. */
export function settle(draft: Draft, checked: Checked, fields: Readonly<Record<string, string>>): Settled {
  // What this file has no place for is dropped with the first thing that is settled: the page told of it.
  const remedies: Draft["remedies"][number][] = checked.done.map(({ remedy }) => ({ ...remedy }));
  const decisions = [...draft.decisions];
  const faults: Record<string, string> = {};
  if (fields["undo"] !== undefined) remedies.splice(placeOf(fields["undo"], remedies.length), 1);
  if (fields["undecide"] !== undefined) decisions.splice(placeOf(fields["undecide"], decisions.length), 1);
  for (const [at, finding] of shownFindings(checked).entries()) {
    const choice = fields[`choice.${at}`];
    if (choice === undefined) continue;
    if (choice === "stands" && isDecidable(finding.code)) {
      const reason = fields[`reason.${at}`]?.trim() ?? "";
      if (reason.split(/\s+/).length < 4) faults[`reason.${at}`] = "Say it in a sentence: readers see it.";
      else decisions.push({ code: finding.code, columns: finding.columns, reason });
      continue;
    }
    const offer = finding.remedies[Number(choice)];
    if (offer !== undefined) remedies.push({ ...offer.remedy });
  }
  return { draft: { ...draft, remedies, decisions }, faults };
}

/** Beyond the end for what is no place: then nothing is taken out. */
function placeOf(text: string, length: number): number {
  const place = Number(text);
  return Number.isInteger(place) && place >= 0 ? place : length;
}

function isDecidable(code: string): code is Decidable {
  return decidableFindings.some((one) => one === code);
}
