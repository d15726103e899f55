/** Four questions, yes or no, behind a private link. Answered in less than a minute, and changed by sending it again. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { tidy, type FormFields, type Parsed } from "../announcement.js";
import { faultSummary, textField, type FormState } from "../form-field.js";
import { dateWords } from "../local-time.js";
import { laterQuestions, type AskedLater, type LaterAnswers, type LaterQuestion } from "./follow-ups.js";

const questionWords: Readonly<Record<LaterQuestion, string>> = {
  used: "Have you used what you made or found out?",
  published: "Have you published it, or shown it to others?",
  decided: "Has anybody decided something with it?",
  won: "Has it helped you win something? A grant, a place, a change",
};

const mostWords = 600;

export interface LaterPage {
  readonly token: string;
  readonly asked: AskedLater;
  readonly state: FormState;
  readonly said?: string;
}

export function laterPage({ token, asked, state, said }: LaterPage): PublicPage {
  const { surgery, startsAt } = asked.date;
  return {
    title: "Three months later",
    styles: ["surgeries.css", "impact.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries">What is on</a>`,
    main: html`<div class="narrow">
      <h1>What came of it?</h1>
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`} ${faultSummary(state.faults)}
      <p class="lead">
        You were at <a href="/surgeries/${surgery.slug}">${surgery.title}</a> on
        ${dateWords(startsAt, surgery.venue.timeZone)}. “No” helps us as much as “yes”.
      </p>
      <form method="post" action="/later/${token}">
        ${laterQuestions.map((name) => yesOrNo(name, state))}
        ${textField(state, {
          name: "words",
          label: "In your own words",
          tip: "The organisers read it, without your name. Leave out what nobody should know.",
          rows: 3,
          most: mostWords,
        })}
        <button class="button main">${asked.answered ? "Change my answers" : "Send"}</button>
      </form>
      <section class="aside" aria-labelledby="stop-title">
        <h2 id="stop-title">What happens with it</h2>
        <p>Your answers are counted together with those of others. Only the organisers see single words.</p>
        ${
          asked.stopped
            ? html`<p>You won’t be asked again.</p>`
            : html`<form method="post" action="/later/${token}/stop">
                <button class="button">Don’t ask me again</button>
              </form>`
        }
      </section>
    </div>`,
  };
}

function yesOrNo(name: LaterQuestion, { fields, faults }: FormState): Html {
  const choice = (value: string, words: string): Html =>
    html`<label class="choice"
      ><input
        type="radio"
        name="${name}"
        value="${value}"
        ${value === "yes" && html`id="${name}"`}
        ${fields[name] === value && html`checked`}
      />
      ${words}</label
    >`;
  return html`<fieldset class="field" ${faults[name] !== undefined && html`aria-describedby="${name}-error"`}>
    <legend>${questionWords[name]}</legend>
    ${faults[name] !== undefined && html`<p class="field-error" id="${name}-error">${faults[name]}</p>`}
    <div class="yes-no">${choice("yes", "Yes")} ${choice("no", "No")}</div>
  </fieldset>`;
}

export function laterFields(answers: LaterAnswers): FormFields {
  const said = (yes: boolean | undefined): string => (yes === undefined ? "" : yes ? "yes" : "no");
  const all = laterQuestions.map((name) => [name, said(answers[name])] as const);
  return { ...Object.fromEntries(all), words: answers.words };
}

export function parseLater(fields: FormFields): Parsed<LaterAnswers> {
  const words = tidy(fields["words"] ?? "");
  const yes = (name: LaterQuestion): boolean | undefined =>
    fields[name] === "yes" ? true : fields[name] === "no" ? false : undefined;
  const value = { used: yes("used"), published: yes("published"), decided: yes("decided"), won: yes("won"), words };
  const faults: Record<string, string> = {};
  if (words.length > mostWords)
    faults["words"] = `That is ${words.length} characters long. There is room for ${mostWords}.`;
  if (laterQuestions.every((name) => value[name] === undefined) && words === "")
    faults["used"] = "Answer at least one of the questions.";
  return Object.keys(faults).length === 0 ? { type: "good", value } : { type: "faulty", faults };
}
