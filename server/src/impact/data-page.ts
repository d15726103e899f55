/** Where the figures can be taken from, and on what terms. */
import { html, type PublicPage } from "../http/index.js";
import { dateWords } from "../surgeries/index.js";
import type { OpenDataFile, OpenDataLicence } from "./open-data.js";
import { zone } from "./report.js";
import { threshold } from "./suppress.js";

export interface DataPage {
  readonly files: readonly OpenDataFile[];
  readonly licence: OpenDataLicence;
  readonly until: number;
}

const fileWords: Readonly<Record<string, string>> = {
  "impact.zip": "everything in one file",
  "city.csv": "the whole city, by year and over all years, with ranges",
  "quarters.csv": "the whole city, by quarter",
  "venues.csv": "each place, by year",
  "indicators.csv": "what each indicator counts",
  "datapackage.json": "what each column is, for programs (Data Package 2)",
  "figures.json": "the same tables as JSON",
  "README.md": "notes for people",
};

export function dataPage({ files, licence, until }: DataPage): PublicPage {
  return {
    title: "Impact as open data",
    styles: ["surgeries.css", "impact.css"],
    side: html`<a href="/impact">Impact</a>`,
    main: html`<div class="column">
      <h1>Impact as open data</h1>
      <p class="lead">
        Everybody may use these figures, for any purpose, and pass them on, under the
        <a href="${licence.path}" rel="license noopener">${licence.title}</a> licence. Say where they are from.
      </p>
      <p>Counted up to ${dateWords(until - 1, zone)}. A month comes in when it is over.</p>
      <ul class="files">
        ${Object.entries(fileWords).flatMap(([name, words]) => {
          const file = files.find((one) => one.name === name);
          return file === undefined
            ? []
            : [html`<li><a href="/impact/data/${name}">${name}</a>: ${words} (${sizeWords(file.bytes.length)})</li>`];
        })}
      </ul>
      <section class="aside" aria-labelledby="small-title">
        <h2 id="small-title">Small numbers</h2>
        <p>
          Counts above 0 and below ${threshold} are held back, so that nobody can be recognised by them. Where a total
          is told, at least one more count of its line is held back too, so that none follows by subtraction.
        </p>
      </section>
    </div>`,
  };
}

function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`;
}
