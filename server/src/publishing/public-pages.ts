/** Public pages that are not files of the site. */
import { html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { dayOf } from "./due.js";

export function emptyCataloguePage(): PublicPage {
  return {
    title: "Open data",
    styles: ["publishing.css"],
    main: html`<div class="narrow">
      <h1>Open data</h1>
      <p class="lead">Nothing has been published here yet.</p>
      <p><a class="button" href="/publish">Publish a data set</a></p>
      <p>
        <a href="/data/feed.xml">Follow the changes (Atom feed)</a> ·
        <a href="/data/catalog.jsonld">For programs (DCAT-AP)</a>
      </p>
    </div>`,
  };
}

/** What stood here, since when it does not, and why. Answered as gone (410), so that catalogues take it out. */
export function tombstonePage(set: DataSet, hasFiles: boolean): PublicPage {
  const { slug, title, version, retiredAt, retiredWhy, draft } = set;
  return {
    title: `Retired: ${title}`,
    styles: ["surgeries.css", "publishing.css"],
    side: html`<a href="/data/">All open data</a>`,
    main: html`<div class="narrow">
      <h1>${title}</h1>
      <p><strong>■ Retired on ${dayOf(retiredAt ?? 0)}.</strong> It is not kept up to date any more.</p>
      <p class="lines">${retiredWhy}</p>
      <p>It was kept by ${draft.about["keeper"] ?? "a group"}.</p>
      ${
        hasFiles
          ? html`<p><a href="/data/${slug}/${version}/index.html">The last version, as it was</a></p>`
          : html`<p>Its files are not here any more.</p>`
      }
      <p><a href="/data/${slug}/questions">Questions and answers</a></p>
    </div>`,
  };
}
