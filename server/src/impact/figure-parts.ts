/** Parts that the organisers' report and the public page are put together from. */
import { html, type Html } from "../http/index.js";
import { barTable, type BarRow } from "./bar-table.js";
import { definitions, intervalWords, stageWords, type Stage } from "./definitions.js";
import type { Confidence, Later, Share, TopicCount } from "./indicators.js";
import { shareWords, tooFew } from "./report-words.js";
import type { MonthCount } from "./report.js";

export const source = "Counted from the records of the surgeries on this server.";

export function stagePart(stage: Stage, inside: Html): Html {
  return html`<section class="stage" aria-labelledby="stage-${stage}">
    <h2 id="stage-${stage}">${stageWords[stage]}</h2>
    ${inside}
  </section>`;
}

export function visitsTable(periods: readonly MonthCount[]): Html | undefined {
  if (periods.length < 2) return undefined;
  const most = periods.reduce((best, one) => (one.visits > best.visits ? one : best));
  return barTable({
    id: "chart-visits",
    title: `Most visits were in ${most.words}: ${most.visits.toLocaleString("en-GB")}.`,
    note: `Visits. ${source}`,
    columns: ["When", "Visits"],
    rows: periods.map(({ words, visits, held }) => ({
      label: words,
      value: visits,
      text: `${visits.toLocaleString("en-GB")} at ${held} ${held === 1 ? "surgery" : "surgeries"}`,
    })),
  });
}

export function topicsTable(topics: readonly TopicCount[]): Html | undefined {
  const named = topics.filter(({ topic }) => topic !== "");
  if (named.length < 2) return undefined;
  return barTable({
    id: "chart-topics",
    title: `Most often it was about ${named[0]!.words}.`,
    note: `Outcome cards by what they were about. ${source}`,
    columns: ["What it was about", "Cards"],
    rows: topics.map(({ topic, words, count }) => ({
      label: topic === "" ? "not said" : words,
      value: count,
      text: count.toLocaleString("en-GB"),
    })),
  });
}

export function confidenceTable({ before, after, pairs, difference }: Confidence): Html | undefined {
  if (pairs < tooFew || difference === undefined) return undefined;
  const sure = difference.low > 0 ? "More sure" : difference.high < 0 ? "Less sure" : "About as sure";
  return barTable({
    id: "chart-confidence",
    title: `${sure} with data afterwards than before: ${after.toFixed(1)} after ${before.toFixed(1)}.`,
    note: `Mean of ${pairs} people on a scale from 1 (not at all) to 5 (very). ${source}`,
    columns: ["How sure they feel", "Mean"],
    most: 5,
    rows: [
      { label: "before", value: before, text: before.toFixed(1) },
      { label: "after", value: after, text: after.toFixed(1) },
    ],
  });
}

export function laterTable({ answered, used, decided, published, won }: Later): Html | undefined {
  if (answered.yes < tooFew) return undefined;
  const row = (label: string, said: Share): BarRow => ({
    label,
    value: said.of === 0 ? 0 : said.yes / said.of,
    text: shareWords(said),
    ...(said.of === 0 ? {} : { low: said.low, high: said.high }),
  });
  return barTable({
    id: "chart-later",
    title: `90 days later ${used.yes} of ${used.of} who answered had used what they made.`,
    note: `Shares of those who answered, with their 95% interval. ${answered.of} were asked, ${answered.yes} answered. ${source}`,
    columns: ["90 days later", "Of those who answered"],
    most: 1,
    rows: [
      row("used it", used),
      row("decided something with it", decided),
      row("published it", published),
      row("won something with it", won),
    ],
  });
}

/** A story, and where and when it was; "" where the page says that itself. */
export interface ToldHere {
  readonly story: string;
  readonly where: string;
}

/** @param told what may be told at this moment @param level of its heading */
export function storiesPart(told: readonly ToldHere[], level: 2 | 3 = 2): Html | undefined {
  if (told.length === 0) return undefined;
  return html`<div class="stories">
    ${level === 2 ? html`<h2>Told with permission</h2>` : html`<h3>Told with permission</h3>`}
    ${told.map(
      ({ story, where }) =>
        html`<figure class="story">
          <blockquote><p class="lines">${story}</p></blockquote>
          ${where !== "" && html`<figcaption class="quiet">${where}</figcaption>`}
        </figure>`,
    )}
  </div>`;
}

export function definitionsPart(): Html {
  return html`<section class="aside definitions" aria-labelledby="how-title">
    <h2 id="how-title">How this was counted</h2>
    <dl class="facts">
      ${definitions.map(
        ({ title, counts }) =>
          html`<dt>${title}</dt>
            <dd>${counts}</dd>`,
      )}
      <dt>Ranges</dt>
      <dd>${intervalWords}</dd>
    </dl>
  </section>`;
}
