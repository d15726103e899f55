/** One's own data sets and drafts, and how to begin another. */
import { html, type Html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { dayOf, isLate, promiseWords } from "./due.js";

export interface OwnSetsPage {
  readonly sets: readonly DataSet[];
  /** Of the same workshop, for trainers. */
  readonly withoutKeeper: readonly DataSet[];
  /** Of the same workshop and of other people, for trainers: promised, and not there. */
  readonly late: readonly DataSet[];
  readonly files: readonly string[];
  /** How many remarks of readers wait, by set. */
  readonly waiting: ReadonlyMap<string, number>;
  /** Whether a private address for a calendar is open. */
  readonly hasFeed: boolean;
  readonly now: number;
  readonly said?: string;
}

export function ownSetsPage(page: OwnSetsPage): PublicPage {
  const { sets, withoutKeeper, late, files, waiting, hasFeed, now, said } = page;
  return {
    title: "My open data",
    styles: ["surgeries.css", "publishing.css"],
    side: html`<a href="/data/">All open data</a>`,
    main: html`<div class="column publishing">
      <h1>My open data</h1>
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`}
      ${
        sets.length === 0
          ? html`<p>Nothing yet. Publish a cleaned table here, and others can find, trust and use it.</p>`
          : html`<ul class="sets">
              ${sets.map((set) => setItem(set, waiting.get(set.id) ?? 0, now))}
            </ul>`
      }
      <section aria-labelledby="new-title">
        <h2 id="new-title">Publish a file</h2>
        ${chooseFile("/publish/new", "get", files, "Begin")}
        ${uploadFile("/publish/upload", "Or send one from this computer")}
      </section>
      ${sets.some(({ status }) => status === "on") && feedPart(hasFeed)}
      ${
        withoutKeeper.length > 0 &&
        takeOverPart({
          id: "keeperless",
          title: "Looking for a keeper",
          words: "Whoever kept these is gone. Their pages say that a keeper is looked for.",
          sets: withoutKeeper,
          now,
        })
      }
      ${
        late.length > 0 &&
        takeOverPart({
          id: "late",
          title: "Late, and kept by somebody else",
          words:
            "Ask them first, if you can. If they are gone, keep it yourself; you can hand it on with a link. Whoever kept it is told by e-mail, where there is an address.",
          sets: late,
          now,
        })
      }
    </div>`,
  };
}

function setItem(set: DataSet, waiting: number, now: number): Html {
  return html`<li>
    <h2><a href="/publish/${set.id}">${set.title}</a></h2>
    <p>${stateWords(set, now)}</p>
    ${set.status === "on" && set.file !== "" && html`<p>A new version is being prepared. <a href="/publish/${set.id}/mend?on=new">Go on with it</a></p>`}
    ${set.status === "draft" && html`<p><a href="/publish/${set.id}/about">Go on with it</a></p>`}
    ${
      waiting > 0 &&
      html`<p>
        <a href="/publish/${set.id}#readers"
          >${waiting === 1 ? "One message" : `${waiting} messages`} of readers to answer</a
        >
      </p>`
    }
  </li>`;
}

/** "▲ Promised every month; last on 3 May 2026." */
export function stateWords({ status, publishedAt, update, dueAt, retiredAt }: DataSet, now: number): string {
  if (status === "draft") return "○ A draft: nobody else sees it.";
  if (status === "retired") return `■ Retired on ${dayOf(retiredAt ?? now)}.`;
  const last = publishedAt === undefined ? "" : dayOf(publishedAt);
  if (isLate(update, dueAt, now)) return `▲ Promised ${promiseWords[update] ?? update}; last on ${last}.`;
  return `● Published, last on ${last}.${dueAt === undefined ? "" : ` Next update due on ${dayOf(dueAt)}.`}`;
}

export function chooseFile(
  action: string,
  method: "get" | "post",
  files: readonly string[],
  words: string,
  more: Html | false = false,
): Html {
  if (files.length === 0)
    return html`<p>
      There is no data file in your folder yet. Put a CSV file or a spreadsheet beside a notebook, or send one below.
    </p>`;
  return html`<form method="${method}" action="${action}">
    <div class="field">
      <label for="file">A data file of mine</label>
      <select id="file" name="file">
        ${files.map((path) => html`<option value="${path}">${path.replace(/^people\/[^/]+\//, "")}</option>`)}
      </select>
    </div>
    <button class="button main">${words}</button> ${more}
  </form>`;
}

export function uploadFile(action: string, words: string, more: Html | false = false): Html {
  return html`<form method="post" action="${action}" enctype="multipart/form-data">
    <div class="field">
      <label for="upload">${words}</label>
      <input type="file" id="upload" name="upload" required accept=".csv,.tsv,.xlsx,.xls,.ods" />
      <p class="tip">CSV or a spreadsheet, up to 64 MB. It is put into your own folder.</p>
    </div>
    <button class="button">Send it</button> ${more}
  </form>`;
}

function feedPart(hasFeed: boolean): Html {
  return html`<section aria-labelledby="calendar-title">
    <h2 id="calendar-title">Your update days in your calendar</h2>
    <p>
      You get a private address. A calendar or a feed reader that knows it shows when your updates are due.
      ${hasFeed && "One is open now; making another closes it."}
    </p>
    <form method="post" action="/publish/feed">
      <button class="button">${hasFeed ? "Make a new address" : "Make the address"}</button>
    </form>
    ${
      hasFeed &&
      html`<form method="post" action="/publish/feed/stop"><button class="button">Close the address</button></form>`
    }
  </section>`;
}

function takeOverPart(part: {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly sets: readonly DataSet[];
  readonly now: number;
}): Html {
  return html`<section aria-labelledby="${part.id}-title">
    <h2 id="${part.id}-title">${part.title}</h2>
    <p>${part.words}</p>
    <ul class="sets">
      ${part.sets.map(
        (set) =>
          html`<li>
            <p><a href="/data/${set.slug}/">${set.title}</a> ${stateWords(set, part.now)}</p>
            <form method="post" action="/publish/${set.id}/take-over">
              <button class="button" aria-label="Keep ${set.title} from now on">Keep it from now on</button>
            </form>
          </li>`,
      )}
    </ul>
  </section>`;
}
