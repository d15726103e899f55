import { escapeHtml } from "../escape-html.js";
import { countOf } from "../say.js";
import type { CatalogueWords } from "./dcat.js";
import { licences } from "./licences.js";
import { dayWords, renderPage } from "./page-frame.js";
import type { ReleaseRecord } from "./release.js";

/** The page that lists every data set of a site. */
export function renderCataloguePage(words: CatalogueWords, sets: readonly ReleaseRecord[]): string {
  const items = sets.map(({ record, tables, published, version }) => {
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return (
      `<li><h2><a href="${record.id}/index.html">${escapeHtml(record.title)}</a></h2><p>${escapeHtml(firstSentence(record.description))}</p>` +
      `<p class="soft">Version ${version.slice(1)}, ${dayWords(published)} · ${countOf(rows, "row")} · ${escapeHtml(record.keeper.name)} · ${escapeHtml(licences[record.licence].title)}</p></li>`
    );
  });
  const body =
    `<main id="main"><h1>${escapeHtml(words.title)}</h1><p class="lead">${escapeHtml(words.description)}</p>` +
    `<p>${countOf(sets.length, "data set")}</p><ul>${items.join("")}</ul></main>` +
    `<footer><p><a href="feed.xml">Follow the changes (Atom feed)</a> · <a href="catalog.jsonld">For programs (DCAT-AP)</a></p></footer>`;
  return renderPage({ title: words.title, description: words.description, body, feed: "feed.xml" });
}

function firstSentence(text: string): string {
  const [sentence = text] = /^[\s\S]*?[.!?](?=\s|$)/.exec(text) ?? [];
  return sentence.length > 240 ? `${sentence.slice(0, 239)}…` : sentence;
}
