/** What an organiser takes away: a poster with a QR picture, texts to send, and what has to be there on the day. */
import { html, type PublicPage } from "../http/index.js";
import { qr } from "../identity/index.js";
import { lines } from "./form-field.js";
import { clockWords, dateWords } from "./local-time.js";
import { recurrenceWords } from "./recurrence.js";
import type { Surgery, SurgeryDate } from "./surgeries.js";

export interface KitPage {
  readonly surgery: Surgery;
  /** The next one, if any is planned. */
  readonly next: SurgeryDate | undefined;
  readonly url: string;
}

export function posterPage({ surgery, next, url }: KitPage): PublicPage {
  const { venue } = surgery;
  return {
    title: `Poster: ${surgery.title}`,
    styles: ["surgeries.css", "card.css"],
    scripts: ["card.js"],
    side: html`<span class="no-print"><a href="/surgeries/${surgery.slug}/organise">Back</a></span>`,
    main: html`<div class="poster">
      <p class="poster-host">${surgery.hostGroup} invites</p>
      <h1>${surgery.title}</h1>
      <p class="about">${lines(surgery.about)}</p>
      <p class="poster-when">
        ${next === undefined ? "" : html`${dateWords(next.startsAt, venue.timeZone)}<br />${clockWords(next, venue.timeZone)}`}
        ${surgery.recurrence !== undefined && html`<br /><span class="quiet">and ${recurrenceWords(surgery.firstDate, surgery.recurrence)}</span>`}
      </p>
      <p class="poster-where"><strong>${venue.name}</strong><br />${venue.address}</p>
      ${venue.accessNotes !== "" && html`<p class="about quiet">${lines(venue.accessNotes)}</p>`}
      <div class="poster-qr">
        ${qr(url, "QR picture that opens the page of this surgery")}
        <p>Free. Come along:<br /><strong>${url.replace(/^https?:\/\//, "")}</strong></p>
      </div>
      <div class="buttons no-print"><button class="button" type="button" hidden data-print>Print</button></div>
    </div>`,
  };
}

export function starterKitPage({ surgery, next, url }: KitPage): PublicPage {
  return {
    title: `Checklist and texts: ${surgery.title}`,
    styles: ["surgeries.css", "card.css"],
    scripts: ["card.js"],
    side: html`<a href="/surgeries/${surgery.slug}/organise">Back</a>`,
    main: html`<div class="column">
      <h1>Checklist and texts</h1>
      <section aria-labelledby="mail-title">
        <h2 id="mail-title">An e-mail to send round</h2>
        <pre class="letter" id="mail-text" tabindex="0">${mailText(surgery, next, url)}</pre>
        <div class="buttons">
          <button class="button" type="button" hidden data-copy="mail-text">Copy</button
          ><span class="copied" role="status" id="copied"></span>
        </div>
      </section>
      <section aria-labelledby="list-title">
        <h2 id="list-title">What has to be there</h2>
        <ul class="checklist">
          <li>A room, booked, with somebody who has the key and stays to the end</li>
          <li>
            Wi-Fi that lets people’s own laptops in, and its password on the wall. It also works without the internet:
            <code>npm start -- --lan</code> on one laptop
          </li>
          <li>Tables for two to sit side by side, sockets and an extension lead</li>
          <li>A kettle, cups, something to eat</li>
          <li>Somebody in charge at the door, who greets people and brings them together</li>
          <li>One who helps for every two who come for help</li>
          <li>The poster outside, so that people know they are right</li>
          <li>What was said about access: checked by walking in yourself</li>
        </ul>
      </section>
      <section aria-labelledby="day-title">
        <h2 id="day-title">On the day</h2>
        <ol class="checklist">
          <li>Half an hour before: start, open the board, put the code on the wall</li>
          <li>Greet everybody and ask what they would like to get done. No talk from the front</li>
          <li>Sit them down in pairs, with their own file</li>
          <li>Ten minutes before the end: what was good, what next, when is the next one</li>
        </ol>
      </section>
    </div>`,
  };
}

function mailText(surgery: Surgery, next: SurgeryDate | undefined, url: string): string {
  const { venue } = surgery;
  const when =
    next === undefined
      ? ""
      : `When: ${dateWords(next.startsAt, venue.timeZone)}, ${clockWords(next, venue.timeZone)}\n`;
  const access = venue.accessNotes === "" ? "" : `Getting in: ${venue.accessNotes}\n`;
  return `Subject: ${surgery.title} at ${venue.name}

Hello,

${surgery.hostGroup} invites you.

${surgery.about}

${when}Where: ${venue.name}, ${venue.address}
${access}Languages: ${surgery.languages.join(", ")}
It is free, and you need no account.

Come along: ${url}

Please pass this on to a group that could use an evening’s help.
`;
}
