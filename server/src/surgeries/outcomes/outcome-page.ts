/** "What came of it": the card, filled in by the one who came, in the notebook's page or on a phone, or by an organiser beside them. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { faultSummary, selectField, textField, type FormState } from "../form-field.js";
import { clockWords, dateWords } from "../local-time.js";
import type { SurgeryDate } from "../surgeries.js";
import { allTopics } from "../topics.js";
import { consentWords, outcomePurposes, type Purpose } from "./consent-words.js";
import { mostWords } from "./outcome-card.js";
import { notebookUrl, titleOfPath } from "./notebooks.js";
import type { OutcomeCard } from "./outcomes.js";

export interface OutcomePage extends FormState {
  /** Where the form is sent to. */
  readonly action: string;
  /** Somebody else's, filled in beside them. */
  readonly about?: string;
  /** Undefined: it belongs to no surgery. */
  readonly date: SurgeryDate | undefined;
  readonly path: string | undefined;
  /** `changedAt` of the card that is shown; 0 when there is none. */
  readonly seen: number;
  readonly email: string;
  readonly back: { readonly href: string; readonly words: string };
  readonly isKept: boolean;
  /** What somebody else wrote meanwhile. */
  readonly theirs?: OutcomeCard;
}

export function outcomePage(page: OutcomePage): PublicPage {
  const { date, about, theirs, faults, isKept, back } = page;
  return {
    title: "What came of it",
    styles: ["surgeries.css", "outcomes.css"],
    scripts: ["keep-draft.js"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="${back.href}">${back.words}</a>`,
    main: html`<div class="narrow">
      <h1>What came of it${about !== undefined && html` for <bdi>${about}</bdi>`}</h1>
      ${date === undefined ? noDate() : dateLine(date)} ${theirs !== undefined && theirWords(theirs)}
      ${faultSummary(faults)} ${isKept && keptNote(page)}
      <form method="post" action="${page.action}" data-keep-draft data-seen="${page.seen}">
        <input type="hidden" name="seen" value="${page.seen}" />
        ${page.path !== undefined && html`<input type="hidden" name="path" value="${page.path}" />`}
        <input type="hidden" name="date" value="${date?.id ?? ""}" />
        ${wordFields(page)} ${date !== undefined && consentPart(page, date)}
        <div class="buttons">
          <button class="button main">Keep this</button>
          <p class="keep-state quiet" role="status" data-keep-state></p>
        </div>
      </form>
    </div>`,
  };
}

function dateLine(date: SurgeryDate): Html {
  const { surgery } = date;
  const { timeZone } = surgery.venue;
  return html`<p class="lead">
    ${surgery.title}, ${dateWords(date.startsAt, timeZone)}, ${clockWords(date, timeZone)}
  </p>`;
}

function noDate(): Html {
  return html`<p>
    No surgery is open in your workshop at the moment. What you write here is kept for you and goes into your take-away.
    It is counted in no report.
  </p>`;
}

function theirWords({ done, next, story, topic }: OutcomeCard): Html {
  const about = allTopics.find(({ id }) => id === topic)?.words ?? "";
  const rows = [
    ["What was done", done],
    ["What comes next", next],
    ["About", about],
    ["The story", story],
  ] as const;
  return html`<div class="note warn" role="alert">
    <div>
      <p>
        <strong>Somebody else changed this while you were writing.</strong> This is what they wrote. What you wrote is
        still in the form: put together what should stand, and send it again.
      </p>
      <dl class="facts">
        ${rows
          .filter(([, words]) => words !== "")
          .map(
            ([name, words]) =>
              html`<dt>${name}</dt>
                <dd><span class="lines">${words}</span></dd>`,
          )}
      </dl>
    </div>
  </div>`;
}

function keptNote({ path, about }: OutcomePage): Html {
  return html`<div class="note" role="status">
    <div>
      <p><strong>It is kept.</strong> You can change it at any time on this page.</p>
      ${
        path !== undefined &&
        about === undefined &&
        html`<p>
          Next: <a href="/me/take-aways">take it all home</a>, or go on with
          <a href="${notebookUrl(path)}"><bdi>${titleOfPath(path)}</bdi></a
          >.
        </p>`
      }
    </div>
  </div>`;
}

function wordFields(state: FormState): Html {
  const topics = allTopics.map(({ id, words }) => ({ value: id, words }));
  return html`${textField(state, {
    name: "done",
    label: "What did you get done?",
    tip: "One or two sentences.",
    rows: 3,
    most: mostWords.done,
    required: true,
  })}
  ${textField(state, { name: "next", label: "What comes next?", rows: 2, most: mostWords.next })}
  ${selectField(state, {
    name: "topic",
    label: "What was it about most?",
    choices: [{ value: "", words: "choose one" }, ...topics],
  })}
  ${textField(state, {
    name: "story",
    label: "The story, as you would tell it to others",
    tip: "What was the question, what did you find, what does it change? It stays between you and the organisers unless you say below that it may be told.",
    rows: 4,
    most: mostWords.story,
  })}`;
}

function consentPart(page: OutcomePage, date: SurgeryDate): Html {
  const asked = outcomePurposes.filter((one) => one !== "photo" || date.surgery.photoPolicy !== "none");
  return html`<fieldset class="consents">
    <legend>You decide</legend>
    <p class="tip">
      ${
        page.about === undefined
          ? "Nothing has to be ticked. What you allow you can take back here at any time: take the tick away and press “Keep this”."
          : "Read each to them, and tick only what they say yes to. They can take it back at any time."
      }
    </p>
    ${asked.map((purpose) => consentBox(page, purpose))}
  </fieldset>`;
}

function consentBox(page: OutcomePage, purpose: Purpose): Html {
  const { words, tip } = consentWords[purpose];
  const name = `${purpose}-consent`;
  return html`<label class="choice" for="${name}">
      <input
        type="checkbox"
        id="${name}"
        name="${name}"
        aria-describedby="${name}-tip"
        ${page.fields[name] !== undefined && html`checked`}
      />
      ${words}
    </label>
    <p class="tip under-choice" id="${name}-tip">${tip}</p>
    ${purpose === "follow-up" && emailPart(page)}`;
}

function emailPart(page: OutcomePage): Html {
  if (page.email !== "" && page.faults["email"] === undefined)
    return html`<p class="tip under-choice">
      It goes to ${page.about === undefined ? html`<bdi>${page.email}</bdi>` : "the address that they gave"}.
    </p>`;
  return html`<div class="under-choice">
    ${textField(page, { name: "email", label: "E-mail address for that", type: "email", autocomplete: "email" })}
  </div>`;
}

/** Several doors are open at once. */
export function whichDatePage(dates: readonly SurgeryDate[], path: string | undefined): PublicPage {
  return {
    title: "What came of it",
    styles: ["surgeries.css"],
    main: html`<div class="narrow">
      <h1>Which of these are you at?</h1>
      <ul class="dates">
        ${dates.map((date) => {
          const query = new URLSearchParams({ date: date.id, ...(path === undefined ? {} : { path }) }).toString();
          return html`<li class="date">
            <h2><a href="/me/outcome?${query}">${date.surgery.title}</a></h2>
            <p class="when">
              ${dateWords(date.startsAt, date.surgery.venue.timeZone)}, ${clockWords(date, date.surgery.venue.timeZone)}
            </p>
            <p>${date.surgery.venue.name}</p>
          </li>`;
        })}
      </ul>
    </div>`,
  };
}
