import { roleAllows, type Visitor } from "@data-surgery/contract";
import { renderSVG } from "uqr";
import { html, icon, trustedHtml, type Html, type PublicPage } from "../http/index.js";

export interface Card {
  readonly person: Pick<Visitor, "name" | "role">;
  /** The code while it can still be shown; only its hash is kept for good. */
  readonly code: string | undefined;
  /** Address of the page where the code is typed, as other devices reach it. */
  readonly resumeUrl: string;
  /** Whose card: one's own, or somebody's that a trainer made a new code for. */
  readonly mine: boolean;
  /** What else they can do now; only on one's own. */
  readonly offer?: Html | undefined;
}

export function cardPage(card: Card): PublicPage {
  return {
    title: "Resume code",
    styles: ["card.css"],
    scripts: ["card.js"],
    main: html`<div class="narrow card">
      ${card.code === undefined ? withoutCode(card) : withCode(card, card.code)} ${card.offer}
    </div>`,
  };
}

function withCode(card: Card, code: string): Html {
  const { name } = card.person;
  return html`<h1>${card.mine ? "You’re in," : "A new code for"} <bdi>${name}</bdi></h1>
    <p class="lead">
      ${
        card.mine
          ? "This is your resume code. It opens your work again, on this device or another one. Keep it to yourself."
          : "Show it to them, not to the room. The code they had before has stopped working."
      }
    </p>
    <section class="card-face" aria-labelledby="code-name">
      <h2 id="code-name" class="quiet">Resume code for <bdi>${name}</bdi></h2>
      <p class="card-code code" id="resume-code">${code}</p>
      <p class="print-only">Open ${card.resumeUrl} and type it there.</p>
      <details class="card-qr" id="card-qr">
        <summary>Show as a QR picture for a phone</summary>
        ${qr(`${card.resumeUrl}#${code.replaceAll("-", "")}`, "QR picture that opens your work on a phone")}
      </details>
    </section>
    <div class="buttons no-print">
      <button class="button" type="button" hidden data-copy="resume-code">${icon("copy")} Copy</button>
      <button class="button" type="button" hidden data-print>${icon("print")} Print</button>
      <span class="copied" role="status" id="copied"></span>
    </div>
    ${wayOn(card)}`;
}

function withoutCode(card: Card): Html {
  return html`<h1>Your resume code</h1>
    <p class="lead">
      You were shown it when you joined, <bdi>${card.person.name}</bdi>. We keep no copy that can be read, so it can’t
      be shown again.
    </p>
    <p>Lost it? Make a new one. The old one stops working.</p>
    <form method="post" action="/me/card" class="buttons">
      <button class="button">Make a new code</button>
    </form>
    ${wayOn(card)}`;
}

function wayOn(card: Card): Html {
  if (!card.mine) return html`<p class="no-print"><a class="button main wide" href="/board">Back to the board</a></p>`;
  const trainer = roleAllows(card.person.role, "trainer");
  return html`<p class="no-print">
      <a class="button main wide" href="${trainer ? "/board" : "/learn"}"
        >${trainer ? "Open the board" : "Open the first lesson"}</a
      >
    </p>
    ${!trainer && html`<p class="no-print"><a href="/me/progress">See my progress</a></p>`}
    <p class="no-print"><a href="/publish">My open data</a></p>
    <p class="no-print"><a href="/me/privacy">What is kept about me</a></p>
    <p class="no-print"><a href="/me/take-aways">My take-aways</a></p>
    <p class="no-print"><a href="/together">Join somebody’s work</a></p>
    <form class="aside no-print" method="post" action="/leave">
      <p class="quiet">A shared computer? Leave when you finish, so that nobody else opens your work.</p>
      <button class="plain">Leave on this device</button>
    </form>`;
}

export function qr(text: string, words: string): Html {
  // Drawn from its own numbers only; the text is inside the picture's squares, not in the markup.
  const picture = trustedHtml(renderSVG(text, { border: 2, ecc: "M" }));
  return html`<div class="qr" role="img" aria-label="${words}">${picture}</div>`;
}
