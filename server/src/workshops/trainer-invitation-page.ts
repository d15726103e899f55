import { html, icon, type PublicPage } from "../http/index.js";
import { qr } from "../identity/index.js";

/** A fresh one-time link, for a second trainer or for the trainer's own other device. */
export function trainerInvitationPage(link: string): PublicPage {
  return {
    title: "Link for another trainer",
    styles: ["card.css"],
    scripts: ["card.js"],
    main: html`<div class="narrow card">
      <h1>A link for another trainer</h1>
      <p class="lead">
        It works once, within twelve hours. Whoever opens it sees everybody’s work, so give it to them alone.
      </p>
      <section class="card-face" aria-label="The link">
        <p class="card-link code" id="trainer-link">${link}</p>
        ${qr(link, "QR picture of the link")}
      </section>
      <div class="buttons">
        <button class="button" type="button" hidden data-copy="trainer-link">${icon("copy")} Copy</button>
        <span class="copied" role="status" id="copied"></span>
      </div>
      <p><a class="button main wide" href="/board">Back to the board</a></p>
    </div>`,
  };
}
