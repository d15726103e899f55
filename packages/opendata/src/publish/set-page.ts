/** The page of a data set: what it is, what it shows, how to take it, what may be done with it, and how it came to be. */
import { escapeHtml } from "../escape-html.js";
import { countOf } from "../say.js";
import { checklist } from "./checklist.js";
import { datasetJsonLd } from "./dataset-json-ld.js";
import { licences } from "./licences.js";
import { provName } from "./lineage-prov.js";
import { lineageHtml, originAnchor } from "./lineage-html.js";
import { dayWords, renderPage, sizeWords } from "./page-frame.js";
import type { PageChart, Preview, ReleasePage } from "./page-parts.js";
import type { ReleasedColumn, ReleasedTable, ReleaseRecord } from "./release.js";

/** Where the page stands, seen from itself. */
export interface PagePlace {
  /** To the folder with the version's files: "" where the page stands in it, "v2/" from the page of the set. */
  readonly files: string;
  /** To the page of the set: "../" from a version's page, "" from its own. */
  readonly set: string;
  /** Every version, newest first; only the page of the set knows later ones. */
  readonly versions: readonly {
    readonly version: string;
    readonly published: string;
    readonly changes: readonly string[];
  }[];
}

const updateWords: Readonly<Record<ReleaseRecord["record"]["update"], string>> = {
  once: "It was published once and will not be updated.",
  weekly: "It is updated every week.",
  monthly: "It is updated every month.",
  quarterly: "It is updated every three months.",
  yearly: "It is updated every year.",
  "when it changes": "It is updated when something changes.",
};

export function renderSetPage({ release, parts }: ReleasePage, place: PagePlace): string {
  const { record, tables } = release;
  const ownPage = place.set === "";
  const body = [
    `<header><p><a href="${place.set}../index.html">All data sets</a>${ownPage ? "" : ` · <a href="${place.set}index.html">The latest version</a>`}</p></header>`,
    `<main id="main"><h1>${escapeHtml(record.title)}</h1>`,
    `<p class="soft">Version ${release.version.slice(1)}, ${dayWords(release.published)} · kept by ${escapeHtml(record.keeper.name)} · ${escapeHtml(licences[record.licence].title)}</p>`,
    ownPage
      ? ""
      : `<p class="box">This is version ${release.version.slice(1)} and it stays as it is. <a href="${place.set}index.html">See the latest version.</a></p>`,
    `<p class="lead">${escapeHtml(record.description)}</p>`,
    section(
      "Download",
      tables.map((table) => downloads(table, place.files)).join("") + otherFiles(release, place.files),
    ),
    parts.charts.length === 0 ? "" : section("What it shows", parts.charts.map(chartHtml).join("")),
    section("The first rows", parts.previews.map((preview) => previewHtml(preview, tables)).join("")),
    section("What the columns mean", tables.map(columnsHtml).join("")),
    section(
      "What you may do with it",
      `<p>${escapeHtml(licences[record.licence].allows)}</p>${link(licences[record.licence].url, licences[record.licence].title)}`,
    ),
    section("How to cite it", `<p>${escapeHtml(citation(release))}</p>`),
    section("Who keeps it", keeperHtml(release)),
    section("What changed", changesHtml(release, place)),
    section("How it came to be", originHtml(release)),
    section("How open it is", opennessHtml(release)),
    section("What was asked before it was published", answersHtml(record)),
    `</main><footer>${feedLine(ownPage)}<p>Each file is named with its checksum (SHA-256) in <a href="${place.files}SHA256SUMS">SHA256SUMS</a>.</p></footer>`,
  ].join("\n");
  return renderPage({
    title: `${record.title} · ${record.keeper.name}`,
    description: record.description,
    body,
    data: datasetJsonLd(release, place.files),
    ...(ownPage ? { feed: "feed.xml" } : {}),
  });
}

/** "Keeper (2026): Title, version 2. Licence." */
export function citation({ record, published, version }: ReleaseRecord): string {
  return `${record.keeper.name} (${published.slice(0, 4)}): ${record.title}, version ${version.slice(1)}, ${dayWords(published)}. ${licences[record.licence].title}.`;
}

const section = (title: string, html: string): string => `<section><h2>${escapeHtml(title)}</h2>${html}</section>`;
const link = (url: string, words: string): string => `<a href="${escapeHtml(url)}">${escapeHtml(words)}</a>`;
const list = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;

function downloads({ title, rows, csv, parquet, columns }: ReleasedTable, files: string): string {
  const marks = [
    { mark: csv, words: "CSV, for any program" },
    ...(parquet === undefined ? [] : [{ mark: parquet, words: "Parquet, for large work" }]),
  ];
  return (
    `<h3>${escapeHtml(title)}</h3><p>${countOf(rows, "row")}, ${countOf(columns.length, "column")}</p><p>` +
    marks
      .map(
        ({ mark, words }) =>
          `<a class="button" href="${files}${mark.path}" download>${words} (${sizeWords(mark.size)})</a>`,
      )
      .join("") +
    `</p>`
  );
}

function otherFiles({ tables, hasProv: prov }: ReleaseRecord, files: string): string {
  const described = [
    `<a href="${files}datapackage.json">datapackage.json</a> (Data Package)`,
    ...tables.map(
      ({ csv }) => `<a href="${files}${csv.path}-metadata.json">${csv.path}-metadata.json</a> (CSV on the Web)`,
    ),
    `<a href="${files}dcat.jsonld">dcat.jsonld</a> (DCAT-AP)`,
    ...(prov === true ? [`<a href="${files}${provName}">${provName}</a> (PROV-O: how it was made)`] : []),
  ];
  return `<p class="soft">Descriptions for programs: ${described.join(" · ")}</p>`;
}

function chartHtml({ title, says, from, table, svg, columns, rows }: PageChart): string {
  const head = columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const lines = rows.map(
    ([first, ...rest]) =>
      `<tr><th scope="row">${escapeHtml(first ?? "")}</th>${rest.map((cell) => `<td>${cell === null ? "missing" : escapeHtml(cell)}</td>`).join("")}</tr>`,
  );
  return (
    `<figure><div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(`Chart: ${title}`)}">${svg}</div><figcaption><p>${escapeHtml(says)}</p><p class="soft">${escapeHtml(from)} <a href="#${table === undefined ? "origin" : originAnchor(table)}">How it was made</a></p></figcaption>` +
    `<details><summary>The numbers as a table</summary><table><caption>${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead><tbody>${lines.join("")}</tbody></table></details></figure>`
  );
}

function previewHtml({ table, rows }: Preview, tables: readonly ReleasedTable[]): string {
  const released = tables.find(({ name }) => name === table);
  if (released === undefined) return "";
  const columns = released.columns.slice(0, 30);
  const numeric = columns.map(({ facts }) => facts.type === "integer" || facts.type === "number");
  const head = columns.map(
    ({ facts }, at) => `<th scope="col"${numeric[at] === true ? ' class="n"' : ""}>${escapeHtml(facts.name)}</th>`,
  );
  const body = rows.map(
    (row) =>
      `<tr>${columns.map((_, at) => `<td${numeric[at] === true ? ' class="n"' : ""}>${row[at] === "" || row[at] === undefined ? '<span class="soft">missing</span>' : escapeHtml(row[at])}</td>`).join("")}</tr>`,
  );
  const words = `${released.title}: the first ${rows.length} of ${countOf(released.rows, "row")}`;
  const cut =
    released.columns.length > columns.length
      ? `<p class="soft">The first ${columns.length} of ${released.columns.length} columns.</p>`
      : "";
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(words)}"><table><caption>${escapeHtml(words)}</caption><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>${cut}<p class="soft"><a href="#${originAnchor(table)}">How these figures were made</a></p>`;
}

const typeWords: Readonly<Record<ReleasedColumn["facts"]["type"], string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  date: "date",
  datetime: "date and time",
  time: "time of day",
  boolean: "true or false",
};

function columnsHtml({ title, columns, rows }: ReleasedTable): string {
  const lines = columns.map(({ facts, words }) => {
    const ends = facts.least === undefined ? "" : `, from ${facts.least} to ${facts.greatest ?? ""}`;
    const missing =
      facts.missing === 0
        ? "none missing"
        : `${facts.missing.toLocaleString("en-GB")} of ${rows.toLocaleString("en-GB")} missing`;
    const codes =
      words.codes === undefined
        ? ""
        : `<details><summary>Codes</summary><ul>${Object.entries(words.codes)
            .map(([code, said]) => `<li><code>${escapeHtml(code)}</code> ${escapeHtml(said)}</li>`)
            .join("")}</ul></details>`;
    const unit = words.unit === undefined ? "" : ` (${escapeHtml(words.unit)})`;
    return `<tr><th scope="row">${escapeHtml(facts.name)}</th><td>${escapeHtml(words.meaning)}${unit}${codes}</td><td>${typeWords[facts.type]}${escapeHtml(ends)}, ${missing}</td></tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(`Columns of ${title}`)}"><table><caption>${escapeHtml(title)}</caption><thead><tr><th scope="col">Column</th><th scope="col">What it means</th><th scope="col">What stands in it</th></tr></thead><tbody>${lines.join("")}</tbody></table></div>`;
}

function keeperHtml({ record }: ReleaseRecord): string {
  const { name, email, url } = record.keeper;
  const ways = [
    ...(email === undefined ? [] : [link(`mailto:${email}?subject=${encodeURIComponent(record.title)}`, email)]),
    ...(url === undefined ? [] : [link(url, url)]),
  ];
  const ask = ways.length === 0 ? "" : `<p>Questions and corrections: ${ways.join(" · ")}</p>`;
  return `<p>${escapeHtml(name)}. ${updateWords[record.update]}</p>${ask}`;
}

function changesHtml(release: ReleaseRecord, { versions, set }: PagePlace): string {
  const { changes, record, version } = release;
  const note = record.note === undefined ? "" : `<p>${escapeHtml(record.note)}</p>`;
  const now = changes.length === 0 ? "<p>This is the first version.</p>" : list(changes.map(escapeHtml));
  if (versions.length < 2) return note + now;
  const all = versions.map(
    ({ version: one, published, changes: said }) =>
      `<a href="${set}${one}/index.html">Version ${one.slice(1)}</a>, ${dayWords(published)}${one === version ? " (this one)" : ""}${said[0] === undefined ? "" : `: ${escapeHtml(said[0])}`}`,
  );
  return `${note}${now}<h3>All versions</h3>${list(all)}`;
}

function originHtml({ record, tables, warnings }: ReleaseRecord): string {
  const sources = record.sources.map(({ title, publisher, url, licence }) => {
    const about = [publisher, licence].filter((part) => part !== undefined).join(", ");
    return `${url === undefined ? escapeHtml(title) : link(url, title)}${about === "" ? "" : `, ${escapeHtml(about)}`}`;
  });
  return (
    `<div id="origin">${sources.length === 0 ? "" : `<p>Sources:</p>${list(sources)}`}${tables.map(lineageHtml).join("")}` +
    `${warnings.length === 0 ? "" : `<h3>Be careful</h3>${list(warnings.map(escapeHtml))}`}</div>`
  );
}

function opennessHtml({ openness }: ReleaseRecord): string {
  return (
    `<p>${countOf(openness.stars, "star")} of 5.</p>${list(openness.why.map(escapeHtml))}` +
    (openness.next.length === 0 ? "" : `<p>What to do next:</p>${list(openness.next.map(escapeHtml))}`)
  );
}

function answersHtml(record: ReleaseRecord["record"]): string {
  const answers = checklist.map(({ id, question }) => {
    const answer = record.answers[id] ?? (id === "questions" ? (record.keeper.email ?? record.keeper.url ?? "") : "");
    return `<dt>${escapeHtml(question)}</dt><dd>${escapeHtml(answer)}</dd>`;
  });
  const decided = record.decisions.map(
    ({ columns, reason }) => `<dt>Why ${escapeHtml(columns.join(", "))} may stand</dt><dd>${escapeHtml(reason)}</dd>`,
  );
  return `<dl>${answers.join("")}${decided.join("")}</dl>`;
}

function feedLine(ownPage: boolean): string {
  return ownPage ? '<p><a href="feed.xml">Follow the changes (Atom feed)</a></p>' : "";
}
