/** What came of one date, told with permission. Figures of a single evening would be small numbers, so there are none. */
import { html, type PublicPage } from "../http/index.js";
import { clockWords, dateWords, photoPolicyWords, type SurgeryDate } from "../surgeries/index.js";
import { storiesPart, type ToldHere } from "./figure-parts.js";

export interface StoryPage {
  readonly date: SurgeryDate;
  readonly stories: readonly ToldHere[];
  readonly now: number;
  readonly origin: string;
}

export function storyPage({ date, stories, now, origin }: StoryPage): PublicPage {
  const { surgery } = date;
  const { venue } = surgery;
  const day = dateWords(date.startsAt, venue.timeZone);
  const over = date.endsAt <= now;
  return {
    title: `${surgery.title}, ${day}`,
    styles: ["surgeries.css", "impact.css"],
    head: html`<link rel="canonical" href="${origin}/surgeries/${surgery.slug}/dates/${date.announcedFor}" />
      <meta property="og:title" content="${surgery.title}, ${day}" />
      <meta property="og:type" content="website" />`,
    side: html`<a href="/surgeries/${surgery.slug}">About this surgery</a>`,
    main: html`<div class="column">
      <h1>${surgery.title}</h1>
      <p class="when">${day}, ${clockWords(date, venue.timeZone)}</p>
      <p>${venue.name}. ${surgery.hostGroup} invited.</p>
      ${
        date.status === "cancelled"
          ? html`<p><strong>It was called off.</strong> ${date.note}</p>`
          : over
            ? (storiesPart(stories) ??
              html`<p>No story is told of it: what people work on is theirs, and nobody has given permission yet.</p>`)
            : html`<p>It is still to come. <a href="/surgeries/${surgery.slug}">When and where</a></p>`
      }
      <section class="aside" aria-labelledby="more-title">
        <h2 id="more-title">Good to know</h2>
        <p>
          Stories are told as the people concerned allowed it, and go when they take that back.
          ${photoPolicyWords[surgery.photoPolicy]}
        </p>
        <p><a href="/impact">What surgeries have led to</a> · <a href="/surgeries">What is on</a></p>
      </section>
    </div>`,
  };
}
