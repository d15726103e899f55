/** What waits to be read, question by question and oldest first; and what has been read. */
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import type { Names, Titles } from "./reviews.js";
import type { AnswerEntry, ReviewedEntry, WaitingCount } from "./review-store.js";
import { answerAddress, reviewAddress, viewQuery, type ReviewView } from "./review-view.js";
import { decisionWords, pointWords, when } from "./words.js";

export type Shown = "waiting" | "mine" | "all";

export interface ReviewListPage {
  readonly shown: Shown;
  readonly view: ReviewView;
  readonly counts: readonly WaitingCount[];
  readonly entries: readonly (AnswerEntry | ReviewedEntry)[];
  readonly titles: Titles;
  readonly names: Names;
  /** From 0. */
  readonly page: number;
  readonly hasMore: boolean;
}

export function reviewListPage(page: ReviewListPage): PublicPage {
  const { shown, view, counts, entries } = page;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return {
    title: "Answers to read",
    styles: ["review.css"],
    side: html`<a class="button" href="/board">Back to the board</a>`,
    main: html`<div class="review-page">
      <h1>Answers to read</h1>
      ${tabs(page, total)} ${shown === "waiting" && questions(page)}
      ${entries.length === 0 ? nothing(page) : shown === "waiting" ? waitingPart(page) : readTable(page)} ${pager(page)}
      <p class="aside">
        <a href="${listAddress(page, { page: "0" }, { ...view, namesHidden: !view.namesHidden })}"
          >${view.namesHidden ? "Show names" : "Read without names"}</a
        >
      </p>
    </div>`,
  };
}

function listAddress({ shown }: ReviewListPage, more: Record<string, string>, view: ReviewView): string {
  const kept = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== "0"));
  return `${reviewAddress}${viewQuery(view, shown === "waiting" ? kept : { show: shown, ...kept })}`;
}

function tabs({ shown, view }: ReviewListPage, total: number): Html {
  const namesOnly: ReviewView = { namesHidden: view.namesHidden };
  const tab = (to: Shown, words: string): Html =>
    html`<li>
      <a
        href="${reviewAddress}${viewQuery(namesOnly, to === "waiting" ? {} : { show: to })}"
        ${to === shown && html` aria-current="page"`}
        >${words}</a
      >
    </li>`;
  return html`<nav class="review-tabs" aria-label="Which answers">
    <ul>
      ${tab("waiting", `Waiting (${total.toLocaleString("en-GB")})`)} ${tab("mine", "Read by me")}
      ${tab("all", "Read by anybody")}
    </ul>
  </nav>`;
}

/** One line a question, to go through one question at a time. */
function questions({ counts, titles, view }: ReviewListPage): Html | undefined {
  if (counts.length < 2) return undefined;
  return html`<nav class="review-questions" aria-label="One question at a time">
    <ul>
      <li>
        <a
          href="${reviewAddress}${viewQuery({ namesHidden: view.namesHidden })}"
          ${view.lesson === undefined && html` aria-current="true"`}
          >All questions</a
        >
      </li>
      ${counts.map(
        ({ lesson, exercise, count, oldest }) =>
          html`<li>
            <a
              href="${reviewAddress}${viewQuery({ lesson, exercise, namesHidden: view.namesHidden })}"
              ${view.lesson === lesson && view.exercise === exercise && html` aria-current="true"`}
              >${titles.lesson(lesson)}: ${titles.exercise(lesson, exercise)}</a
            >
            <span class="quiet">${count} waiting, the oldest since ${when(oldest)}</span>
          </li>`,
      )}
    </ul>
  </nav>`;
}

function waitingPart(page: ReviewListPage): Html {
  const { entries, view, names, titles } = page;
  const [first] = entries;
  const groups = Map.groupBy(entries, ({ lesson, exercise }) => `${lesson}/${exercise}`);
  return html`${
    page.page === 0 &&
    first !== undefined &&
    html`<p><a class="button main" href="${answerAddress(first.attemptId, view)}">Read the first answer</a></p>`
  }
  ${[...groups.values()].map((group) => {
    const [{ lesson, exercise }] = group as [AnswerEntry];
    return html`<section class="review-group">
      <h2>${titles.exercise(lesson, exercise)} <span class="quiet">${titles.lesson(lesson)}</span></h2>
      <ol>
        ${group.map(
          (entry) =>
            html`<li>
              <a href="${answerAddress(entry.attemptId, view)}"><bdi>${nameOf(entry.personId, names, view)}</bdi></a>
              <span class="quiet">${when(entry.at)}</span>
            </li>`,
        )}
      </ol>
    </section>`;
  })}`;
}

/** Without names, every answer is somebody's. */
export function nameOf(personId: string, names: Names, { namesHidden }: ReviewView): string {
  return namesHidden ? "An answer" : (names.get(personId) ?? "Somebody who has left");
}

function readTable({ entries, view, names, titles }: ReviewListPage): Html {
  return html`<div class="review-scroll" tabindex="0" role="group" aria-label="Answers that were read">
    <table class="review-read">
      <thead>
        <tr>
          <th scope="col">Answer of</th>
          <th scope="col">Question</th>
          <th scope="col">Decision</th>
          <th scope="col">Points</th>
          <th scope="col">Read by</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        ${entries.filter(isReviewed).map(
          (entry) =>
            html`<tr>
              <th scope="row">
                <a href="${answerAddress(entry.attemptId, view)}"><bdi>${nameOf(entry.personId, names, view)}</bdi></a>
              </th>
              <td>${titles.exercise(entry.lesson, entry.exercise)}</td>
              <td>${decisionMark(entry.decision)}</td>
              <td>${pointWords(entry.points)}</td>
              <td><bdi>${names.get(entry.reviewerId) ?? "Somebody who has left"}</bdi></td>
              <td>${when(entry.reviewedAt)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function isReviewed(entry: AnswerEntry | ReviewedEntry): entry is ReviewedEntry {
  return "decision" in entry;
}

export function decisionMark(decision: ReviewedEntry["decision"]): Html {
  return html`<span class="decision ${decision}"
    >${icon(decision === "accepted" ? "passed" : "tried")} ${decisionWords[decision]}</span
  >`;
}

function nothing({ shown, view }: ReviewListPage): Html {
  const words =
    shown !== "waiting"
      ? "Nothing has been read yet."
      : view.lesson === undefined
        ? "Nothing waits. When somebody hands in an answer that a person reads, it appears here."
        : "Nothing waits for this question any more.";
  return html`<p class="lead">${words}</p>`;
}

function pager(page: ReviewListPage): Html | undefined {
  if (page.page === 0 && !page.hasMore) return undefined;
  return html`<nav class="buttons" aria-label="Pages">
    ${page.page > 0 && html`<a class="button" href="${listAddress(page, { page: String(page.page - 1) }, page.view)}">Earlier part of the list</a>`}
    ${page.hasMore && html`<a class="button" href="${listAddress(page, { page: String(page.page + 1) }, page.view)}">Next part of the list</a>`}
  </nav>`;
}
