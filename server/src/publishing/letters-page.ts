/** Which letters the keeper of a data set gets, for whoever has the link of one of them. No signing in. */
import { html, type Html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";

/** @param ofReaders whether the letter that led here told of a reader, so that those letters are meant first */
export function lettersPage({ title, reminds, tells }: DataSet, token: string, ofReaders: boolean): PublicPage {
  const parts = [reminderPart(reminds), readerPart(tells)];
  return {
    title: "Letters about your data",
    styles: ["publishing.css"],
    main: html`<div class="narrow publishing">
      <h1>Letters about your data</h1>
      <p>${title}</p>
      ${
        reminds || tells
          ? html`<form method="post" action="/data-reminders/${token}${ofReaders ? "?of=readers" : ""}">
              ${ofReaders ? parts.toReversed() : parts}
              ${reminds && tells && html`<p><button class="button" name="off" value="both">Turn both off</button></p>`}
            </form>`
          : parts
      }
      <p class="quiet">You can turn them on again on your page of this data set.</p>
    </div>`,
  };
}

function reminderPart(isOn: boolean): Html {
  return isOn
    ? html`<h2>Reminders that an update is due</h2>
        <p>● They are on.</p>
        <p><button class="button main" name="off" value="reminders">Turn reminders off</button></p>`
    : html`<h2>Reminders that an update is due</h2>
        <p role="status">
          ○ They are off. You get no more reminders for this data set; its public page still says when an update is
          late.
        </p>`;
}

function readerPart(isOn: boolean): Html {
  return isOn
    ? html`<h2>Letters when a reader writes</h2>
        <p>● They are on.</p>
        <p><button class="button" name="off" value="readers">Turn letters about readers off</button></p>`
    : html`<h2>Letters when a reader writes</h2>
        <p role="status">○ They are off. What readers write waits on your page of this data set.</p>`;
}
