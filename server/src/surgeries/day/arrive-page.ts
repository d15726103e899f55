/** What people see who point their phone at the wall: say who you are, or come in without; afterwards one good thing, one to mend. */
import type { Visitor } from "@data-surgery/contract";
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import type { FieldFaults } from "../announcement.js";
import { faultSummary, radioField, textField, type FormState } from "../form-field.js";
import type { SurgeryDate } from "../surgeries.js";

export function codePage({ typed, problem }: { typed: string; problem?: string }): PublicPage {
  return {
    title: problem === undefined ? "I’m here" : "Not yet: I’m here",
    styles: ["surgeries.css"],
    main: html`<div class="narrow">
      <h1>Say that you are here</h1>
      <form method="get" action="/arrive">
        <div class="field">
          <label for="code">Code from the board</label>
          ${problem !== undefined && html`<p class="field-error" id="code-error">${problem}</p>`}
          <input
            class="code"
            type="text"
            id="code"
            name="code"
            value="${typed}"
            required
            autofocus
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="40"
            aria-describedby="${problem !== undefined && "code-error "}code-tip"
            ${problem !== undefined && html`aria-invalid="true"`}
          />
          <p class="tip" id="code-tip">Six letters and numbers. Small letters and dashes are fine.</p>
        </div>
        <button class="button main wide">Go on</button>
      </form>
      <p class="aside"><a href="/surgeries">What is on</a></p>
    </div>`,
  };
}

export interface ArrivePage extends FormState {
  readonly date: SurgeryDate;
  readonly code: string;
  readonly form: string;
  readonly visitor: Visitor | undefined;
  /** Which of the two forms was sent. */
  readonly sent?: "name" | "walk-in";
  readonly problem?: string;
  readonly askEmail?: boolean;
}

export function arrivePage(page: ArrivePage): PublicPage {
  const { date, code, form, problem, sent } = page;
  const state = (which: "name" | "walk-in"): FormState =>
    sent === which || (which === "walk-in" && problem !== undefined)
      ? { ...page, prefix: which === "name" ? "" : "in-" }
      : { fields: {}, faults: {}, prefix: which === "name" ? "" : "in-" };
  return {
    title: problem === undefined ? `I’m here: ${date.surgery.title}` : `Not yet: ${date.surgery.title}`,
    styles: ["surgeries.css", "day.css"],
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<div class="narrow">
      <h1>Welcome</h1>
      <p class="lead about">${date.surgery.title}, ${date.surgery.venue.name}</p>
      ${
        problem !== undefined &&
        html`<div class="note warn" role="alert">
          ${icon("warning")}
          <p>${problem}</p>
        </div>`
      }
      ${problem === undefined && faultSummary(atTheirFields(page))}
      <section aria-labelledby="signed-title">
        <h2 id="signed-title">I signed up</h2>
        <form method="post" action="/arrive/${code}">
          <input type="hidden" name="form" value="${form}" />
          ${textField(state("name"), { name: "name", label: "Your name, as you gave it", required: true, most: 60, autocomplete: "nickname" })}
          ${
            page.askEmail === true &&
            textField(state("name"), {
              name: "email",
              label: "Your e-mail",
              type: "email",
              most: 254,
              autocomplete: "email",
            })
          }
          ${thatsMe(page, "")}
          <button class="button main wide">I’m here</button>
        </form>
      </section>
      <section class="aside" aria-labelledby="walk-in-title">
        <h2 id="walk-in-title">I didn’t sign up</h2>
        <p>That’s fine. Nothing but the first question needs an answer.</p>
        <form method="post" action="/arrive/${code}/walk-in">
          <input type="hidden" name="form" value="${form}" />
          ${walkInFields(state("walk-in"))} ${thatsMe(page, "in-")}
          <p class="quiet">
            We keep that somebody came, and what you write here, so that those who help can find you. Figures that are
            published name nobody. Tell the organiser if you want it erased.
          </p>
          <button class="button wide">Come in</button>
        </form>
      </section>
    </div>`,
  };
}

/** Where each is to be mended: the second form's fields have names of their own. */
const atTheirFields = ({ faults, sent }: ArrivePage): FieldFaults =>
  sent === "walk-in" ? Object.fromEntries(Object.entries(faults).map(([name, text]) => [`in-${name}`, text])) : faults;

export function walkInFields(state: FormState): Html {
  return html`${radioField(state, {
    name: "part",
    label: "What brings you?",
    choices: [
      { value: "patient", words: "I want help with something" },
      { value: "learner", words: "I want to learn" },
      { value: "surgeon", words: "I want to help others" },
    ],
  })}
  ${textField(state, { name: "name", label: "What shall we call you?", most: 60, autocomplete: "nickname" })}
  ${textField(state, { name: "group", label: "Your group", most: 80, autocomplete: "organization" })}
  ${textField(state, { name: "need", label: "What would you like to get done?", most: 200 })}`;
}

/** On a device that somebody else may be signed in on, nobody is taken for them without saying so. */
function thatsMe({ visitor }: ArrivePage, prefix: string): Html | undefined {
  if (visitor === undefined) return undefined;
  const likely = visitor.role === "learner" || visitor.role === "surgeon";
  return html`<label class="choice" for="${prefix}me"
    ><input type="checkbox" id="${prefix}me" name="me" value="yes" ${likely && html`checked`} />
    <span>I am <bdi>${visitor.name}</bdi>, who is signed in to the notebooks on this device</span></label
  >`;
}

export function arrivedPage({ date, code, name }: { date: SurgeryDate; code: string; name: string }): PublicPage {
  return {
    title: "You are here",
    styles: ["surgeries.css", "day.css"],
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<div class="narrow">
      <h1 class="arrived">
        ${icon("passed")} <span>Good to see you${name !== "" && html`, <bdi>${name}</bdi>`}</span>
      </h1>
      <p class="lead">You are on the list of those who are here. Find a seat; somebody will come to you.</p>
      <p>
        Working on a laptop? Open <a href="/">the start page</a> on it. Whoever runs the room has the code for
        notebooks.
      </p>
      <p class="aside">
        Before you go: <a href="/arrive/${code}/card">one thing that was good, one to make better</a>. It takes a minute
        and has no name on it.
      </p>
      <p class="quiet">${date.surgery.title}, ${date.surgery.venue.name}</p>
    </div>`,
  };
}

export interface CardPage extends FormState {
  readonly date: SurgeryDate;
  readonly code: string;
  readonly form: string;
  readonly problem?: string;
}

export function minuteCardPage(page: CardPage): PublicPage {
  const { date, code, form, problem, faults } = page;
  return {
    title: problem === undefined && Object.keys(faults).length === 0 ? "One good thing, one to make better" : "Not yet",
    styles: ["surgeries.css", "day.css"],
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<div class="narrow">
      <h1>One good thing, one to make better</h1>
      <p class="lead about">${date.surgery.title}, ${date.surgery.venue.name}</p>
      ${
        problem !== undefined &&
        html`<div class="note warn" role="alert">
          ${icon("warning")}
          <p>${problem}</p>
        </div>`
      }
      <p>No name, no time: nobody can tell who wrote it. The organisers read it.</p>
      <form method="post" action="/arrive/${code}/card">
        <input type="hidden" name="form" value="${form}" />
        ${textField(page, { name: "good", label: "One thing that was good", rows: 3, most: 300 })}
        ${textField(page, { name: "improve", label: "One thing to make better", rows: 3, most: 300 })}
        <button class="button main wide">Send</button>
      </form>
    </div>`,
  };
}

export function cardSentPage({ date }: { date: SurgeryDate }): PublicPage {
  return {
    title: "Thank you",
    styles: ["surgeries.css", "day.css"],
    main: html`<div class="narrow">
      <h1 class="arrived">${icon("passed")} Thank you</h1>
      <p class="lead">The organisers will read it.</p>
      <p><a class="button" href="/surgeries/${date.surgery.slug}">When is the next one?</a></p>
    </div>`,
  };
}
