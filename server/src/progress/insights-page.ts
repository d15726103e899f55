/** How the lessons go in this room, for its trainer: what to explain again, and which exercise to mend. No names. */
import { html, type Html, type PublicPage } from "../http/index.js";
import type { ExerciseInsight, LessonInsight, Told } from "./lesson-insights.js";

export function insightsPage(insights: readonly LessonInsight[]): PublicPage {
  return {
    title: "How the lessons go",
    styles: ["board.css", "progress.css"],
    side: html`<a class="button" href="/board">Back to the board</a>`,
    main: html`<h1>How the lessons go</h1>
      <p class="lead">
        Of the learners in this room, without names. Minutes and tries are medians: half needed less, half more. Breaks
        count for ten minutes at most.
      </p>
      ${insights.map(lessonPart)}
      <section aria-labelledby="take-title">
        <h2 id="take-title">Take it with you</h2>
        <div class="buttons">
          <a class="button" href="/api/progress/export.csv?whose=workshop" download="workshop.csv"
            >Table without names (CSV)</a
          >
          <a class="button" href="/api/progress/export.csv?whose=workshop&amp;names=yes" download="workshop-names.csv"
            >Table with names (CSV)</a
          >
          <a class="button" href="/api/progress/export.xapi.json?whose=workshop" download="workshop.xapi.json"
            >For a learning record (xAPI)</a
          >
        </div>
      </section>`,
  };
}

function lessonPart({ lesson, title, started, done, medianMinutes, exercises }: LessonInsight): Html {
  const took = medianMinutes === undefined ? "" : `, in ${medianMinutes} minutes`;
  const summary = `${figure(started)} started, ${figure(done)} finished${took}.`;
  return html`<section aria-labelledby="lesson-${lesson}">
    <h2 id="lesson-${lesson}">${title}</h2>
    <p>${summary}</p>
    <div class="board-scroll" tabindex="0" role="group" aria-labelledby="lesson-${lesson}">
      <table class="board insights">
        <thead>
          <tr>
            <th scope="col">Exercise</th>
            <th scope="col">Tried</th>
            <th scope="col">Done</th>
            <th scope="col">Tries</th>
            <th scope="col">Hints</th>
            <th scope="col">Minutes</th>
            <th scope="col">Saw the solution</th>
            <th scope="col">Stopped here</th>
            <th scope="col">First trouble</th>
          </tr>
        </thead>
        <tbody>
          ${exercises.map(exerciseRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function exerciseRow(one: ExerciseInsight): Html {
  const figures = [
    one.tried,
    one.done,
    one.medianTries,
    one.medianHints,
    one.medianMinutes,
    one.sawSolution,
    one.stopped,
  ];
  return html`<tr>
    <th scope="row">${one.title}</th>
    ${figures.map((value) => html`<td>${figure(value)}</td>`)}
    <td>${troubleWords(one)}</td>
  </tr>`;
}

const troubles = { "not-yet": "another answer than asked for", "could-not-run": "an error in the code" } as const;

/** One person's own mistake is not what goes wrong for people: it takes two to be quoted. */
function troubleWords({ firstTrouble, commonTrouble }: ExerciseInsight): Html | undefined {
  if (firstTrouble === undefined) return undefined;
  if (commonTrouble === undefined || commonTrouble.people < 2) return html`${troubles[firstTrouble]}`;
  return html`${troubles[firstTrouble]}<br /><span class="quiet"
      >${commonTrouble.people} heard: ${commonTrouble.words}</span
    >`;
}

function figure(value: Told): string {
  return value === undefined ? "–" : String(value);
}
