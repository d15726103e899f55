/** One answer and the form that judges it. Works without a script; the script only adds keys. */
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import type { ReviewedExercise } from "@data-surgery/grading";
import type { AnswerCell } from "./answer-cells.js";
import { decisionMark, nameOf } from "./review-list-page.js";
import { answerAddress, reviewAddress, viewQuery, type ReviewView } from "./review-view.js";
import type { OpenAnswer } from "./reviews.js";
import type { Answer, Review } from "./review-store.js";
import { pointWords, when } from "./words.js";

/** Characters of a comment. */
export const longestComment = 4000;

export interface ReviewPage {
  readonly open: OpenAnswer;
  readonly view: ReviewView;
  /** What the form holds: what was sent and could not be saved, or the review that stands. */
  readonly draft: { readonly met: ReadonlySet<string>; readonly comment: string };
  /** Why what was sent was not saved. */
  readonly problem?: "comment-needed" | "comment-too-long" | "changed" | undefined;
  /** What was decided about the answer before this one. */
  readonly saved?: string | undefined;
}

export function reviewPage(page: ReviewPage): PublicPage {
  const { open, view, problem } = page;
  const { answer, exercise, lessonTitle } = open;
  const title = exercise?.title ?? answer.exercise;
  return {
    title: problem === undefined ? `Answer: ${title}` : `Not saved: ${title}`,
    styles: ["review.css"],
    scripts: ["review.js"],
    side: html`<a class="button" href="${reviewAddress}${viewQuery(view)}">Back to the list</a>`,
    main: html`<div class="review-page" data-review>
      ${page.saved !== undefined && html`<p class="note" role="status">${icon("done")} <span>${page.saved}</span></p>`}
      <p class="quiet">${lessonTitle}</p>
      <h1>${title}</h1>
      ${ways(page)} ${notes(page)}
      <div class="review-columns">
        <div>
          ${questionPart(open)}
          <section aria-labelledby="answer-title">
            <h2 id="answer-title">Answer of <bdi>${nameOf(answer.personId, open.names, view)}</bdi></h2>
            <p class="quiet">
              Handed in ${when(answer.at)}.
              ${!view.namesHidden && html`<a href="${notebookAddress(answer.notebook)}" target="notebook">Open their notebook</a>`}
            </p>
            ${cellsPart(answer)}
          </section>
          ${othersPart(page)}
        </div>
        ${exercise === undefined ? noQuestion() : judgePart(page, exercise)}
      </div>
    </div>`,
  };
}

function notebookAddress(path: string): string {
  return `/lab/tree/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function ways({ open, view }: ReviewPage): Html {
  const { next, previous } = open;
  return html`<nav class="buttons" aria-label="Answers that wait">
    ${previous !== undefined && html`<a class="button" id="previous" href="${answerAddress(previous, view)}">← Previous</a>`}
    ${next !== undefined && html`<a class="button" id="next" href="${answerAddress(next, view)}">Next →</a>`}
    ${next === undefined && previous === undefined && html`<span class="quiet">No other answer waits.</span>`}
    <span class="quiet review-keys" hidden data-keys>
      Keys: <kbd>Alt</kbd> <kbd>K</kbd> previous, <kbd>Alt</kbd> <kbd>J</kbd> next, <kbd>Ctrl</kbd>
      <kbd>Enter</kbd> accept
    </span>
  </nav>`;
}

function notes({ open, problem }: ReviewPage): Html {
  const { answer, others, openFor } = open;
  const newer = others.find((other) => other.answer.at > answer.at);
  return html`${
    problem === "changed" &&
    warning(
      answer.state === "superseded"
        ? "Not saved: while you were reading, a newer answer was handed in. What you wrote is still below; copy what you need."
        : "Not saved: somebody else decided on this answer while you were reading. Their decision is below. What you wrote is still in the form; save again if yours should stand.",
    )
  }
  ${
    answer.state === "superseded" &&
    warning(
      html`This answer was replaced by a newer one.
      ${newer !== undefined && html`<a href="/board/review/${encodeURIComponent(newer.answer.attemptId)}">Read the newer one</a>`}`,
    )
  }
  ${openFor !== undefined && warning(html`<bdi>${openFor}</bdi> has had this answer open in the last minutes.`)}`;
}

function warning(words: Html | string): Html {
  return html`<div class="note warn" role="status">
    ${icon("warning")}
    <p>${words}</p>
  </div>`;
}

function questionPart({ exercise, before }: OpenAnswer): Html | undefined {
  if (exercise === undefined) return undefined;
  return html`<section aria-labelledby="question-title">
    <h2 id="question-title">The question</h2>
    <p>${exercise.objective}.</p>
    ${
      before !== "" &&
      html`<details id="before">
        <summary>What the lesson says before it</summary>
        <pre class="review-text" dir="auto">${before}</pre>
      </details>`
    }
    <details id="starting">
      <summary>How the cell begins</summary>
      <pre class="review-text" dir="auto">${exercise.starting}</pre>
    </details>
    ${
      exercise.solution !== "" &&
      html`<details id="solution">
        <summary>An answer by the lesson’s author</summary>
        <pre class="review-text" dir="auto">${exercise.solution}</pre>
        <p>${exercise.why}</p>
      </details>`
    }
  </section>`;
}

function cellsPart({ attemptId, cells }: Answer): Html {
  if (cells.length === 0) return html`<p class="lead">There was nothing in it.</p>`;
  return html`${cells.map((cell, at) => cellPart(attemptId, cell, at))}`;
}

function cellPart(attemptId: string, cell: AnswerCell, at: number): Html {
  const source = html`<pre class="${cell.type === "code" ? "review-code" : "review-text"}" dir="auto" tabindex="0">
${cell.source}</pre>`;
  if (cell.outputs.length === 0) return source;
  // Whatever a program put there stays in a frame without scripts, addresses or this page's sign-in.
  return html`<iframe
      class="review-shown"
      sandbox=""
      loading="lazy"
      title="What the answer shows"
      src="${reviewAddress}/${attemptId}/shown/${at}"
    ></iframe>
    ${source}`;
}

function othersPart({ open }: ReviewPage): Html | undefined {
  const { others, reviews, names } = open;
  if (others.length === 0 && reviews.length === 0) return undefined;
  return html`<section aria-labelledby="earlier-title">
    <h2 id="earlier-title">What was said so far</h2>
    ${reviews.map((review) => reviewPart(review, names))}
    ${others.map(
      ({ answer, reviews: said }, at) =>
        html`<details id="other-${answer.attemptId}" ${at === 0 && said.length > 0 && html` open`}>
          <summary>${answer.at > open.answer.at ? "A newer" : "An earlier"} answer, ${when(answer.at)}</summary>
          ${cellsPart(answer)} ${said.map((review) => reviewPart(review, names))}
        </details>`,
    )}
  </section>`;
}

function reviewPart(review: Review, names: OpenAnswer["names"]): Html {
  const met = review.lines.filter((line) => line.met);
  return html`<article class="review-said">
    <p>
      ${decisionMark(review.decision)}, ${pointWords(review.points)}, by
      <bdi>${names.get(review.reviewerId) ?? "somebody who has left"}</bdi>
      <span class="quiet">${when(review.at)}</span>
    </p>
    ${
      met.length > 0 &&
      html`<ul>
        ${met.map(({ text }) => html`<li>${text}</li>`)}
      </ul>`
    }
    ${review.comment !== "" && html`<p class="review-comment" dir="auto">${review.comment}</p>`}
  </article>`;
}

function noQuestion(): Html {
  return html`<div class="note warn" role="note">
    ${icon("warning")}
    <p>The lesson has no such question any more, so there is no rubric to judge it by. The answer is kept.</p>
  </div>`;
}

function judgePart({ open, view, draft, problem }: ReviewPage, exercise: ReviewedExercise): Html {
  const { attemptId } = open.answer;
  const commentProblem =
    problem === "comment-needed"
      ? "Write a few words before you give it back: what to look at, or what to try."
      : problem === "comment-too-long"
        ? `That is longer than ${longestComment.toLocaleString("en-GB")} characters. Shorten it a little.`
        : undefined;
  return html`<form
    class="review-judge"
    method="post"
    action="${answerAddress(attemptId, view)}"
    aria-label="Your judgement"
  >
    <input type="hidden" name="seen" value="${open.reviews.length}" />
    <fieldset>
      <legend>What it does</legend>
      ${exercise.rubric.map(
        (line) =>
          html`<label class="rubric-line" for="line-${line.id}">
            <input
              type="checkbox"
              id="line-${line.id}"
              name="line-${line.id}"
              value="1"
              data-points="${line.points}"
              ${draft.met.has(line.id) && html` checked`}
            />
            <span
              >${line.text}
              <span class="quiet"
                >${pointWords({ earned: line.points, possible: line.points }).replace(/^.* of /, "")}</span
              ></span
            >
          </label>`,
      )}
      <p class="review-sum" aria-live="polite" data-sum="${exercise.points}" hidden></p>
    </fieldset>
    <div class="field">
      <label for="comment">What they will read</label>
      ${commentProblem !== undefined && html`<p class="field-error" id="comment-problem" role="alert">${commentProblem}</p>`}
      <textarea
        id="comment"
        name="comment"
        rows="6"
        dir="auto"
        aria-describedby="comment-tip${commentProblem !== undefined && " comment-problem"}"
        ${commentProblem !== undefined && html`aria-invalid="true" autofocus`}
      >
${draft.comment}</textarea>
      <p class="tip" id="comment-tip">Say what is good first. If you give it back, say what to look at.</p>
    </div>
    ${open.answer.state !== "superseded" && decisionButtons()}
    ${open.reviews.length > 0 && html`<p class="quiet">It has been decided already. What you save stands in place of that; both are kept.</p>`}
  </form>`;
}

function decisionButtons(): Html {
  return html`<div class="buttons">
    <button class="button main" id="accept" name="decision" value="accepted">Accept</button>
    <button class="button" id="return" name="decision" value="returned">Give back</button>
  </div>`;
}
