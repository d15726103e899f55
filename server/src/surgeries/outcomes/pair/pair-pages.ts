/** "Work on this together": the code for the one beside you and what they may do; and, on the other side, the way in. */
import type { RoomRole } from "@data-surgery/contract";
import { html, type Html, type PublicPage } from "../../../http/index.js";
import { formatCode, qr } from "../../../identity/index.js";
import { notebookUrl, titleOfPath } from "../notebooks.js";
import type { SharedWork } from "./shared-works.js";

export const roleSentences: Readonly<Record<RoomRole, string>> = {
  observe: "look",
  suggest: "look, and suggest changes that you take or leave",
  edit: "look and change things; you run the cells",
  run: "look, change things and run the cells",
};

export interface SharedWorkPage {
  readonly work: SharedWork;
  /** Undefined for a notebook that was deleted. */
  readonly path: string | undefined;
  /** Address that the other one opens. */
  readonly link: string;
  readonly guests: readonly { readonly name: string }[];
  readonly isOver: boolean;
  readonly said?: string;
}

export function sharedWorkPage({ work, path, link, guests, isOver, said }: SharedWorkPage): PublicPage {
  const title = path === undefined ? "your notebook" : titleOfPath(path);
  return {
    title: "Work on this together",
    styles: ["card.css", "surgeries.css", "outcomes.css"],
    scripts: ["card.js"],
    head: html`<meta name="robots" content="noindex" />`,
    ...(path === undefined ? {} : { side: html`<a href="${notebookUrl(path)}">Open the notebook</a>` }),
    main: html`<div class="narrow">
      <h1>Work on <bdi>${title}</bdi> together</h1>
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`}
      ${isOver ? overPart() : codePart(work, link)}
      ${
        path !== undefined && html`<p><a class="button main wide" href="${notebookUrl(path)}">Open the notebook</a></p>`
      }
      ${guests.length > 0 && guestPart(guests)} ${!isOver && rolePart(work)}
    </div>`,
  };
}

function codePart({ code }: SharedWork, link: string): Html {
  return html`<p class="lead">
      Show this to the person who helps you. On their device they open <strong>“Join somebody’s work”</strong> and type
      it, or take the picture.
    </p>
    <section class="card-face" aria-labelledby="code-name">
      <h2 id="code-name" class="quiet">Code for the person beside you</h2>
      <p class="card-code code" id="pair-code">${formatCode(code)}</p>
      <p>or this address: <span class="about" id="pair-link">${link}</span></p>
      <details class="card-qr">
        <summary>Show as a QR picture</summary>
        ${qr(link, "QR picture that leads to this notebook")}
      </details>
    </section>
    <div class="buttons">
      <button class="button" type="button" hidden data-copy="pair-link">Copy the address</button>
      <span class="copied" role="status" id="copied"></span>
    </div>`;
}

const overPart = (): Html =>
  html`<p class="lead">
    The code has ended: nobody comes in by it any more. To ask somebody in again, choose “Work on this together” in the
    notebook’s menu.
  </p>`;

function guestPart(guests: SharedWorkPage["guests"]): Html {
  return html`<section aria-labelledby="guests-title">
    <h2 id="guests-title">Who came</h2>
    <p>${guests.map(({ name }, at) => html`${at > 0 && ", "}<bdi>${name}</bdi>`)}</p>
    <p class="tip">
      In the notebook, the band at the top says what each may do. You can change it there, or show them out.
    </p>
  </section>`;
}

function rolePart({ id, role }: SharedWork): Html {
  return html`<form method="post" action="/together/${id}" class="aside">
      <fieldset>
        <legend>Whoever brings this code may</legend>
        ${(["observe", "suggest", "edit", "run"] as const).map(
          (one) =>
            html`<label class="choice"
              ><input type="radio" name="role" value="${one}" ${one === role && html`checked`} />
              ${roleSentences[one]}</label
            >`,
        )}
      </fieldset>
      <button class="button">Keep this</button>
    </form>
    <form method="post" action="/together/${id}/end">
      <p class="tip">It ends by itself after 12 hours.</p>
      <button class="button">End it now</button>
    </form>`;
}

/** @param fault what is wrong with the code that was typed */
export function joinWorkPage(typed: string, fault: string | undefined): PublicPage {
  return {
    title: "Join somebody’s work",
    styles: ["surgeries.css"],
    main: html`<div class="narrow">
      <h1>Join somebody’s work</h1>
      <p class="lead">The person you help sees a code when they choose “Work on this together”.</p>
      <form method="post" action="/together">
        <div class="field">
          <label for="code">Their code</label>
          ${fault !== undefined && html`<p class="field-error" id="code-error" role="alert">${fault}</p>`}
          <input
            id="code"
            name="code"
            value="${typed}"
            required
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="40"
            ${fault !== undefined && html`aria-invalid="true" aria-describedby="code-error"`}
          />
        </div>
        <button class="button main">Join</button>
      </form>
    </div>`,
  };
}

export interface AskedInPage {
  readonly code: string;
  readonly role: RoomRole;
  readonly title: string;
  readonly owner: string;
}

const guestSentences: Readonly<Record<RoomRole, string>> = {
  observe: "You may look.",
  suggest: "You may look and suggest changes. They take them or leave them.",
  edit: "You may look and change things. They run the cells.",
  run: "You may look, change things and run the cells.",
};

export function askedInPage({ code, role, title, owner }: AskedInPage): PublicPage {
  return {
    title: "Join somebody’s work",
    styles: ["surgeries.css"],
    main: html`<div class="narrow">
      <h1><bdi>${owner}</bdi> asks you to work on <bdi>${title}</bdi> with them</h1>
      <p class="lead">${guestSentences[role]} They can change that at any time.</p>
      <form method="post" action="/together">
        <input type="hidden" name="code" value="${code}" />
        <button class="button main wide">Join them</button>
      </form>
    </div>`,
  };
}
