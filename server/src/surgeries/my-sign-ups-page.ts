/** What somebody signed up for, behind their private link: change, not coming, take it with you, have it erased. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { consentWords } from "./consents/consent-purposes.js";
import type { Consent } from "./consents/consents.js";
import { faultSummary, type FormState } from "./form-field.js";
import { clockWords, dateWords } from "./local-time.js";
import { placeWords, signUpFields } from "./sign-up-page.js";
import type { MySignUps } from "./sign-ups.js";

export interface MySignUpsPage {
  readonly token: string;
  readonly mine: MySignUps;
  readonly now: number;
  /** What was typed and is to be mended, for the sign-up of this date. */
  readonly mending?: FormState & { readonly dateId: string };
  readonly said?: string;
  /** What they agreed to or refused, with the surgery of each where it hangs on one. */
  readonly consents: readonly { readonly consent: Consent; readonly about: string }[];
  /** Whether the notebooks know them, too. */
  readonly inNotebooks: boolean;
}

export function mySignUpsPage(page: MySignUpsPage): PublicPage {
  const { mine, said, mending } = page;
  return {
    title: "What I signed up for",
    styles: ["surgeries.css", "people.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries">What is on</a>`,
    main: html`<div class="narrow">
      <h1>What you signed up for, <bdi>${mine.name}</bdi></h1>
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`}
      ${mending !== undefined && faultSummary(mending.faults)}
      ${mine.signUps.length === 0 && html`<p>Nothing at the moment. <a href="/surgeries">See what is on.</a></p>`}
      ${mine.signUps.map((one) => signUpPart(page, one))} ${ownPart(page)}
    </div>`,
  };
}

function ownPart({ token, consents, inNotebooks }: MySignUpsPage): Html {
  return html`<section class="aside" aria-labelledby="own-title">
    <h2 id="own-title">What we keep about you</h2>
    <p>
      Your name, your e-mail address and group if you gave them, what you wrote here, and what is noted on the day: that
      you came, and with whom you sat. <a href="/privacy">How long, and why</a>
    </p>
    ${consents.length > 0 && consentList(token, consents)}
    <div class="buttons">
      <a class="button" href="/signed-up/${token}/everything">Everything kept about me</a>
      <a class="button" href="/signed-up/${token}/mine.json" download="kept-about-me.json">Take it with me (JSON)</a>
    </div>
    <details>
      <summary>Have it all erased</summary>
      <p>It is gone for good, and so are your places. This can’t be undone.</p>
      ${
        inNotebooks &&
        html`<p>
          Your notebooks here are not touched by this. To have those erased, open <a href="/me/privacy">your data</a> in
          the browser in which you work on them.
        </p>`
      }
      <form method="post" action="/signed-up/${token}/erase">
        <button class="button">Erase everything about me</button>
      </form>
    </details>
  </section>`;
}

function consentList(token: string, consents: MySignUpsPage["consents"]): Html {
  return html`<h3>What you agreed to</h3>
    <ul class="consents">
      ${consents.map(({ consent: { purpose, dateId, version, given, saidAt }, about }) => {
        const { title, takenBack } = consentWords[purpose];
        const said = dateWords(saidAt, "Europe/London");
        return html`<li>
          <p>
            <strong>${given ? "✓ Yes" : "✕ No"}:</strong> ${title}${about !== "" && `, ${about}`}<br />
            <span class="quiet">Said on ${said}, to the words of version ${version}.</span>
          </p>
          ${
            given &&
            html`<form method="post" action="/signed-up/${token}/consents/take-back">
              <input type="hidden" name="purpose" value="${purpose}" />
              <input type="hidden" name="date" value="${dateId}" />
              <button class="button">Take it back<span class="away">: ${title}</span></button>
              <span class="quiet">${takenBack}</span>
            </form>`
          }
        </li>`;
      })}
    </ul>`;
}

function signUpPart(
  { token, mine, now, mending }: MySignUpsPage,
  { signUp, date }: MySignUps["signUps"][number],
): Html {
  const { surgery } = date;
  const { timeZone } = surgery.venue;
  const over = date.endsAt <= now;
  const off = date.status === "cancelled";
  const state: FormState =
    mending?.dateId === date.id
      ? mending
      : {
          prefix: `${date.id}-`,
          faults: {},
          fields: {
            name: mine.name,
            email: mine.email,
            group: mine.group,
            need: signUp.need,
            dataLink: signUp.dataLink,
            skills: signUp.skills,
            languages: signUp.languages.join(", "),
            accessNeeds: signUp.accessNeeds,
          },
        };
  return html`<section class="my-date" aria-labelledby="s-${date.id}">
    <h2 id="s-${date.id}"><a href="/surgeries/${surgery.slug}">${surgery.title}</a></h2>
    <p class="when">${dateWords(date.startsAt, timeZone)}, ${clockWords(date, timeZone)}</p>
    <p>${surgery.venue.name}, ${surgery.venue.address}</p>
    <p>
      ${off ? html`<strong>This date has been called off.</strong> ${date.note}` : over ? "That was." : placeWords(signUp.status, signUp.placeInLine)}
    </p>
    ${
      !over &&
      !off &&
      html`<div class="buttons">
          <a class="button" href="/signed-up/${token}/${date.id}.ics">Put it in my calendar</a>
          <form
            method="post"
            action="/signed-up/${token}/${date.id}/${signUp.status === "not-coming" ? "come-back" : "leave"}"
          >
            <button class="button">${signUp.status === "not-coming" ? "I can come after all" : "I can’t come"}</button>
          </form>
        </div>
        <details ${mending?.dateId === date.id && html`open`}>
          <summary>Change what I said</summary>
          <form method="post" action="/signed-up/${token}/${date.id}">
            <input type="hidden" name="part" value="${signUp.part}" />
            ${signUpFields(state)}
            <button class="button main">Keep the changes</button>
          </form>
        </details>`
    }
  </section>`;
}

export function erasedPage(): PublicPage {
  return {
    title: "Erased",
    main: html`<div class="narrow">
      <h1>It is gone</h1>
      <p>
        Everything about you in the surgeries has been erased here: what you wrote, where you came, what you agreed to.
        That somebody came is still counted, and nobody can tell that it was you. E-mails that were sent are where they
        were sent to.
      </p>
      <p><a class="button" href="/surgeries">What is on</a></p>
    </div>`,
  };
}
