/** Asks and offers: the public list, what stands on somebody's own page, and what organisers look at first. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { faultSummary, lines, radioField, selectField, textField, type FormState } from "../form-field.js";
import { dateWords } from "../local-time.js";
import { topicsIn, type Topic } from "../topics.js";
import type { Venue } from "../surgeries.js";
import type { Listing, OwnListing, Suggestion } from "./connections.js";

export interface DirectoryPage {
  readonly listings: readonly Listing[];
  /** Those that occur anywhere in the list. */
  readonly topics: readonly Topic[];
  readonly topic: string | undefined;
}

export function directoryPage({ listings, topics, topic }: DirectoryPage): PublicPage {
  const of = (kind: Listing["kind"]): readonly Listing[] => listings.filter((one) => one.kind === kind);
  return {
    title: "Asks and offers",
    styles: ["surgeries.css", "people.css"],
    head: html`<meta
      name="description"
      content="What groups are looking for, and what people and organisations with data or skills offer."
    />`,
    side: html`<a href="/surgeries">What is on</a>`,
    main: html`<div class="column">
      <h1>Asks and offers</h1>
      <p class="lead">
        What groups are looking for, and what people with data or skills offer. Nobody’s name or address stands here:
        two are introduced when both say yes.
      </p>
      ${
        topics.length > 0 &&
        html`<nav aria-label="By topic">
          <p>
            ${topicLink(undefined, "Everything", topic)}${topics.map(
              ({ id, words }) => html` · ${topicLink(id, words, topic)}`,
            )}
          </p>
        </nav>`
      }
      ${listPart("asks", "Asks", "Nobody asks for anything at the moment.", of("ask"))}
      ${listPart("offers", "Offers", "Nobody offers anything at the moment.", of("offer"))}
      <section aria-labelledby="yours-title">
        <h2 id="yours-title">Yours</h2>
        <p>
          Who has signed up for a surgery finds “Ask or offer something” on their own page (the private link in our
          e-mails). <a href="/surgeries">See what is on</a>
        </p>
      </section>
    </div>`,
  };
}

function topicLink(id: string | undefined, words: string, chosen: string | undefined): Html {
  const url = id === undefined ? "/connections" : `/connections?topic=${id}`;
  return id === chosen
    ? html`<a href="${url}" aria-current="true"><strong>${words}</strong></a>`
    : html`<a href="${url}">${words}</a>`;
}

function listPart(id: string, title: string, none: string, listings: readonly Listing[]): Html {
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${
      listings.length === 0
        ? html`<p class="quiet">${none}</p>`
        : html`<ul class="plain-list">
            ${listings.map((listing) => html`<li>${listingWords(listing, "h3")}</li>`)}
          </ul>`
    }
  </section>`;
}

function listingWords(listing: Listing, heading: "h3" | "p"): Html {
  const { title, words, group, topics, createdAt } = listing;
  return html`${heading === "h3" ? html`<h3>${title}</h3>` : html`<p><strong>${title}</strong></p>`}
    <p class="about">${lines(words)}</p>
    <p class="quiet">
      ${group !== "" && html`<bdi>${group}</bdi> · `}${topics.map((topic) => topic.words).join(", ")}${topics.length > 0 && " · "}since
      ${dateWords(createdAt, "Europe/London")}
    </p>`;
}

export interface OwnConnections extends FormState {
  readonly token: string;
  readonly own: readonly OwnListing[];
  /** Whose organisers may look at a new one. */
  readonly venues: readonly Venue[];
  readonly canIntroduce: boolean;
  readonly said?: string;
  readonly problem?: string;
}

export function ownConnectionsPage(page: OwnConnections): PublicPage {
  const { token, own, said, problem, faults } = page;
  return {
    title: Object.keys(faults).length > 0 ? "Not yet: asks and offers" : "My asks and offers",
    styles: ["surgeries.css", "people.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/signed-up/${token}">My page</a>`,
    main: html`<div class="column">
      <h1>What you ask for and offer</h1>
      <p class="lead">
        It stands in the <a href="/connections">public list</a> with the name of your group, never with your own name or
        address, when an organiser has looked at it. After six months it leaves by itself.
      </p>
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`}
      ${problem !== undefined && html`<div class="note warn" role="alert"><p>${problem}</p></div>`}
      ${faultSummary(faults)} ${own.map((one) => ownPart(page, one))} ${newPart(page)}
    </div>`,
  };
}

const statusWords = {
  waiting: "An organiser has not looked at it yet.",
  public: "It stands in the public list.",
  refused: "An organiser did not put it on the list. Ask them why, or word it anew.",
} as const;

function ownPart({ token, canIntroduce }: OwnConnections, { listing, suggestions }: OwnListing): Html {
  const at = `/signed-up/${token}/connections/${listing.id}`;
  return html`<section class="my-date" aria-labelledby="l-${listing.id}">
    <h2 id="l-${listing.id}">${listing.kind === "ask" ? "You ask" : "You offer"}: ${listing.title}</h2>
    <p class="about">${lines(listing.words)}</p>
    <p>${statusWords[listing.status]} Until ${dateWords(listing.expiresAt, "Europe/London")}.</p>
    <div class="buttons">
      <form method="post" action="${at}/renew">
        <button class="button">Keep it for six more months<span class="away">: ${listing.title}</span></button>
      </form>
      <form method="post" action="${at}/remove">
        <button class="button">Take it off<span class="away">: ${listing.title}</span></button>
      </form>
    </div>
    ${
      suggestions.length > 0 &&
      html`<h3>What fits it</h3>
        <ul class="plain-list">
          ${suggestions.map((one) => html`<li>${listingWords(one.listing, "p")} ${answerPart(at, one, canIntroduce)}</li>`)}
        </ul>`
    }
  </section>`;
}

function answerPart(at: string, { listing, because, ...state }: Suggestion, canIntroduce: boolean): Html {
  const about = html`<p class="quiet">${because}</p>`;
  if (state.made)
    return html`${about}
      <p><strong>✓ You were introduced.</strong> Look into your e-mails.</p>`;
  if (state.refused)
    return html`${about}
      <p>One of you said no.</p>`;
  if (!canIntroduce)
    return html`${about}
      <p class="quiet">To be introduced, ask an organiser.</p>`;
  if (state.youAgreed)
    return html`${about}
      <p>You said yes. When they do, too, you both get an e-mail.</p>`;
  return html`${about}
    <form method="post" action="${at}/answer" class="buttons">
      <input type="hidden" name="other" value="${listing.id}" />
      <button class="button main" name="answer" value="yes">
        ${state.theyAgreed ? "They would like to meet you: yes" : "I would like to be introduced"}
      </button>
      ${state.theyAgreed && html`<button class="button" name="answer" value="no">No, thank you</button>`}
    </form>
    <p class="tip">Only when both say yes, each gets the other’s name, group and e-mail address.</p>`;
}

function newPart(page: OwnConnections): Html {
  const { venues, token } = page;
  if (venues.length === 0) return html`<p>Sign up for a surgery first. <a href="/surgeries">What is on</a></p>`;
  return html`<section aria-labelledby="new-title">
    <h2 id="new-title">Ask or offer something</h2>
    <form method="post" action="/signed-up/${token}/connections">
      ${radioField(page, {
        name: "kind",
        label: "Which?",
        choices: [
          { value: "ask", words: "We are looking for something (figures, a skill, a partner)" },
          { value: "offer", words: "We offer something (data, a skill, time)" },
        ],
      })}
      ${textField(page, { name: "title", label: "In a few words", required: true, most: 80 })}
      ${textField(page, { name: "words", label: "In two sentences", required: true, rows: 3, most: 600, tip: "Please name nobody, and give no address or telephone number: everybody reads it." })}
      ${
        venues.length === 1
          ? html`<input type="hidden" name="venue" value="${venues[0]!.id}" />`
          : selectField(page, {
              name: "venue",
              label: "Whose organisers shall look at it",
              choices: venues.map(({ id, name }) => ({ value: id, words: name })),
            })
      }
      <label class="choice"
        ><input type="checkbox" id="agree" name="agree" required /> It may stand in the public list with the name of my
        group. I can take that back at any time.</label
      >
      ${page.faults["agree"] !== undefined && html`<p class="field-error">${page.faults["agree"]}</p>`}
      <button class="button main">Send it to the organisers</button>
    </form>
  </section>`;
}

/** On a venue's page, for its organisers. */
export function waitingPart(slug: string, waiting: readonly Listing[]): Html | undefined {
  if (waiting.length === 0) return undefined;
  return html`<section aria-labelledby="waiting-title">
    <h2 id="waiting-title">Asks and offers to look at</h2>
    <p>They become public when you say so. Look out for names, addresses and advertisements.</p>
    <ul class="plain-list">
      ${waiting.map(
        (listing) =>
          html`<li>
            ${listingWords(listing, "h3")}
            <form method="post" action="/surgeries/venues/${slug}/listings/${listing.id}" class="buttons">
              <button class="button" name="decision" value="public">Put it on the list</button>
              <button class="button" name="decision" value="refused">Not this one</button>
            </form>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** Each topic once. */
export function topicsOf(listings: readonly Listing[]): Topic[] {
  const all = new Map(
    listings.flatMap(({ title, words }) => topicsIn(`${title} ${words}`)).map((one) => [one.id, one]),
  );
  return [...all.values()];
}
