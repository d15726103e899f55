/** Signing up: one form, no account. What a surgeon, a patient and a learner are asked differs; all of it stands on one page. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { faultSummary, radioField, textField, type FormState } from "./form-field.js";
import { clockWords, dateWords } from "./local-time.js";
import type { SignedUp } from "./sign-ups.js";
import type { Surgery } from "./surgeries.js";
import { placesWords, type DateLine } from "./whats-on-page.js";

export interface SignUpPage extends FormState {
  readonly surgery: Surgery;
  /** Those that can be chosen. */
  readonly dates: readonly DateLine[];
  readonly form: string;
}

export function signUpPage(page: SignUpPage): PublicPage {
  const { surgery, faults } = page;
  return {
    title: Object.keys(faults).length === 0 ? `Come along: ${surgery.title}` : `Not yet: ${surgery.title}`,
    styles: ["surgeries.css"],
    side: html`<a href="/surgeries/${surgery.slug}">Back</a>`,
    main: html`<div class="narrow">
      <h1>Come along</h1>
      <p class="lead">${surgery.title}, ${surgery.venue.name}</p>
      ${faultSummary(faults)}
      <form method="post" action="/surgeries/${surgery.slug}/sign-up">
        <input type="hidden" name="form" value="${page.form}" />
        ${trap()} ${dateChoice(page)}
        ${radioField(page, {
          name: "part",
          label: "How do you come?",
          choices: [
            { value: "patient", words: "I want help with something" },
            { value: "surgeon", words: "I want to help others" },
            { value: "learner", words: "I want to learn" },
          ],
        })}
        ${signUpFields(page)}
        <button class="button main wide">Sign up</button>
      </form>
      ${whatWeDo()}
    </div>`,
  };
}

/** The fields that can be changed afterwards, too. */
export function signUpFields(state: FormState): Html {
  return html`${textField(state, { name: "name", label: "What shall we call you?", required: true, most: 60, autocomplete: "nickname" })}
  ${textField(state, {
    name: "email",
    label: "E-mail",
    type: "email",
    most: 254,
    autocomplete: "email",
    tip: "Only to confirm, to remind you, and if something changes. Without it you get a link to keep.",
  })}
  ${textField(state, { name: "group", label: "Your group", most: 80, autocomplete: "organization" })}
  ${textField(state, {
    name: "need",
    label: "What do you want help with?",
    rows: 3,
    most: 1000,
    tip: "For those who come for help. One sentence is enough: a question, a spreadsheet, a bid. Please name nobody.",
  })}
  ${textField(state, { name: "dataLink", label: "Address of your data", type: "url", most: 400, tip: "If it stands somewhere on the web already. You can also just bring the file." })}
  ${textField(state, { name: "skills", label: "What can you help with?", rows: 2, most: 600, tip: "For those who help: spreadsheets, maps, bids, listening well." })}
  ${textField(state, { name: "languages", label: "Languages you speak", most: 200, tip: "For example: English, Urdu" })}
  ${textField(state, {
    name: "accessNeeds",
    label: "What do you need to take part?",
    rows: 2,
    most: 600,
    tip: "A ramp, large print, a quiet corner, an interpreter. Only the organisers see it.",
  })}`;
}

/** A field that no person sees: who fills it in is a program. */
function trap(): Html {
  return html`<div class="away" aria-hidden="true">
    <label for="website">Leave this empty</label>
    <input type="text" id="website" name="website" tabindex="-1" autocomplete="off" />
  </div>`;
}

function dateChoice({ surgery, dates, fields, faults }: SignUpPage): Html {
  const { timeZone } = surgery.venue;
  const [only] = dates;
  if (dates.length === 1 && only !== undefined) {
    return html`<input type="hidden" name="date-${only.date.id}" value="on" />
      <p class="when">
        ${dateWords(only.date.startsAt, timeZone)}, ${clockWords(only.date, timeZone)} ·
        ${placesWords(surgery.capacity, only.counts)}
      </p>`;
  }
  const fresh = !Object.keys(fields).some((name) => name.startsWith("date-"));
  return html`<fieldset class="field" id="dates">
    <legend>When?</legend>
    ${faults["dates"] !== undefined && html`<p class="field-error" id="dates-error">${faults["dates"]}</p>`}
    ${dates.slice(0, 12).map(
      ({ date, counts }, at) =>
        html`<label class="choice"
          ><input
            type="checkbox"
            name="date-${date.id}"
            ${(fields[`date-${date.id}`] !== undefined || (fresh && at === 0)) && html`checked`}
          />
          ${dateWords(date.startsAt, timeZone)}, ${clockWords(date, timeZone)}
          <span class="quiet">${placesWords(surgery.capacity, counts)}</span></label
        >`,
    )}
  </fieldset>`;
}

function whatWeDo(): Html {
  return html`<details class="aside">
    <summary>What happens with what you write</summary>
    <p>
      The organisers of this venue see it, to pair you with somebody who can help. It is not published and not passed
      on.
    </p>
    <p>You can change it, take it with you or have it erased at any time by your private link.</p>
    <p><a href="/privacy">What is kept, why, and for how long</a></p>
  </details>`;
}

export interface SignedUpPage {
  readonly surgery: Surgery;
  readonly done: SignedUp;
  readonly email: string;
  readonly sendsMail: boolean;
  readonly link: string | undefined;
}

export function signedUpPage({ surgery, done, email, sendsMail, link }: SignedUpPage): PublicPage {
  const { timeZone } = surgery.venue;
  return {
    title: "Signed up",
    styles: ["surgeries.css", "card.css"],
    scripts: ["card.js"],
    side: html`<a href="/surgeries">What is on</a>`,
    main: html`<div class="narrow">
      <h1>${done.dates.every(({ status }) => status === "coming") ? "See you there" : "You are on the list"}</h1>
      <p class="lead">${surgery.title}, ${surgery.venue.name}</p>
      <ul class="dates small">
        ${done.dates.map(
          ({ date, status, placeInLine }) =>
            html`<li class="date">
              <p class="when">${dateWords(date.startsAt, timeZone)}, ${clockWords(date, timeZone)}</p>
              <p>${placeWords(status, placeInLine)}</p>
            </li>`,
        )}
      </ul>
      ${link === undefined ? byMail(email, sendsMail) : keepLink(link)}
      <p><a href="/surgeries/${surgery.slug}.ics">Put it in my calendar</a></p>
    </div>`,
  };
}

export function placeWords(status: string, line: number | undefined): string {
  if (status === "coming") return "You have a place.";
  if (status === "not-coming") return "You said that you are not coming.";
  return `All places are taken. You are number ${line ?? 1} on the waiting list.`;
}

function byMail(email: string, sendsMail: boolean): Html {
  if (sendsMail) {
    return html`<p>
        We are sending an e-mail to <strong>${email}</strong>. In it is a private link, by which you change what you
        said or tell us that you can’t come.
      </p>
      <p class="quiet">
        Nothing after ten minutes? Look among the unwanted mail, or sign up again with the address checked.
      </p>`;
  }
  return html`<p>
    This address was on the list already, and nothing was changed. Use the private link that you were given then, or ask
    the organisers.
  </p>`;
}

function keepLink(link: string): Html {
  return html`<section class="card-face" aria-labelledby="link-title">
    <h2 id="link-title">Your private link</h2>
    <p>By it you change what you said, or tell us that you can’t come. We can’t show it again: keep it.</p>
    <p class="private-link"><a id="private-link" href="${link}">${link}</a></p>
    <div class="buttons no-print">
      <button class="button" type="button" hidden data-copy="private-link">Copy</button>
      <button class="button" type="button" hidden data-print>Print</button>
      <span class="copied" role="status" id="copied"></span>
    </div>
  </section>`;
}
