/**
 * What somebody has done, shown and reached, with the reasons. For themselves, and for the trainer of their room; made here
 * whole, so that it works on any phone and with scripts off.
 */
import type { CriterionStanding, ExerciseState, LevelStanding } from "@data-surgery/contract";
import { html, icon, type Html, type PublicPage } from "../http/index.js";
import type { Learning, LearningExercise, LearningLesson, LearningSkill } from "./learning.js";

export interface MyProgressPage {
  readonly name: string;
  /** Shown to the person; otherwise to their trainer, who reads and does nothing in their name. */
  readonly mine: boolean;
  readonly learning: Learning;
  readonly levels: readonly LevelStanding[];
  /** Levels whose badge was made. */
  readonly badges: readonly string[];
}

export function myProgressPage(page: MyProgressPage): PublicPage {
  const { name, mine, learning, levels } = page;
  const title = mine ? "My progress" : `Progress of ${name}`;
  return {
    title,
    styles: ["progress.css"],
    side: mine
      ? html`<a href="/me/take-aways">My take-aways</a> <a href="/me/card">My resume code</a>
          <a class="button" href="/learn">Go on learning</a>`
      : html`<a class="button" href="/board">Back to the board</a>`,
    main: html`<div class="column">
      <h1>${mine ? "My progress" : html`Progress of <bdi>${name}</bdi>`}</h1>
      <p class="lead">${inShort(learning, mine)}</p>
      ${pathwayPart(page, levels)} ${lessonsPart(learning)} ${skillsPart(learning)} ${mine && takeAway()}
    </div>`,
  };
}

function inShort({ lessons, skills }: Learning, mine: boolean): string {
  const exercises = lessons.flatMap((lesson) => lesson.exercises);
  const done = exercises.filter(({ doneAt }) => doneAt !== undefined).length;
  const shown = skills.filter(({ evidence }) => evidence.length > 0).length;
  if (done === 0) return mine ? "Nothing is done yet. It starts with the first exercise." : "Nothing is done yet.";
  return `${mine ? "You have" : "They have"} ${done} of ${exercises.length} exercises done and shown ${shown} of ${skills.length} skills.`;
}

function pathwayPart({ mine, badges }: MyProgressPage, levels: readonly LevelStanding[]): Html {
  return html`<section aria-labelledby="pathway-title">
    <h2 id="pathway-title">The way to champion</h2>
    <ol class="levels">
      ${levels.map(
        (level) =>
          html`<li class="level ${level.state}">
            <h3>${icon(level.state === "reached" ? "passed" : "untouched")} ${level.title} ${levelState(level)}</h3>
            <p>${level.about}</p>
            <p class="why">
              ${mine ? level.why : level.why.replace(/^You have/, "They have").replace("yours", "theirs")}
            </p>
            <ul class="criteria">
              ${level.criteria.map(criterion)}
            </ul>
            ${mine && badgeLink(level, badges)}
          </li>`,
      )}
    </ol>
  </section>`;
}

function levelState({ state }: LevelStanding): Html {
  const words = { reached: "reached", ahead: "ahead of you", "not-open": "not open here yet" }[state];
  return html`<span class="quiet">(${words})</span>`;
}

function criterion({ text, has, count, met, because }: CriterionStanding): Html {
  const counted = `${Math.min(has, count)} of ${count}${because.length === 0 ? "" : `: ${because.join(", ")}`}`;
  return html`<li>
    ${icon(met ? "passed" : has > 0 ? "tried" : "untouched")}
    <div>${text} <span class="quiet">${counted}</span></div>
  </li>`;
}

function badgeLink({ id, state, title }: LevelStanding, badges: readonly string[]): Html | undefined {
  const made = badges.includes(id);
  if (!made && state !== "reached") return undefined;
  return html`<p>
    <a class="button${made ? "" : " main"}" href="/me/badges/${id}"
      >${made ? "See my badge" : "Make my badge"}<span class="visually-hidden">: ${title}</span></a
    >
  </p>`;
}

function lessonsPart({ lessons }: Learning): Html {
  return html`<section aria-labelledby="lessons-title">
    <h2 id="lessons-title">Lessons</h2>
    ${lessons.map(
      (lesson) =>
        html`<h3>${lesson.title} <span class="quiet">${lessonWords(lesson)}</span></h3>
          <ol class="exercises">
            ${lesson.exercises.map(
              (one) =>
                html`<li class="${one.state}">
                  ${icon(one.state)}
                  <div>${one.title} <span class="quiet">${exerciseWords(one)}</span></div>
                </li>`,
            )}
          </ol>`,
    )}
  </section>`;
}

function lessonWords({ started, done, exercises }: LearningLesson): string {
  if (done) return "finished";
  const count = exercises.filter(({ doneAt }) => doneAt !== undefined).length;
  return started || count > 0 ? `${count} of ${exercises.length} exercises done` : "not started";
}

const stateWords: Readonly<Record<ExerciseState, string>> = {
  untouched: "not started",
  tried: "tried",
  "handed-in": "handed in, waiting for a reader",
  passed: "right",
};

function exerciseWords({ state, accepted, tries, hints, solutionSeen }: LearningExercise): string {
  const parts = [
    accepted ? "accepted by a reviewer" : stateWords[state],
    tries === 0 ? "" : counted(tries, "try", "tries"),
    hints === 0 ? "" : counted(hints, "hint", "hints"),
    solutionSeen ? "saw the solution" : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function skillsPart({ skills }: Learning): Html {
  return html`<section aria-labelledby="skills-title">
    <h2 id="skills-title">Skills</h2>
    <p>A skill counts as shown when an exercise that needs it is right.</p>
    <ul class="skills">
      ${skills.map(skillItem)}
    </ul>
  </section>`;
}

function skillItem({ skill, stages, evidence }: LearningSkill): Html {
  const by = evidence.map(({ title, lessonTitle }) => `“${title}” in ${lessonTitle}`).join("; ");
  const words = evidence.length === 0 ? "not shown yet" : `shown by ${by}`;
  return html`<li>
    ${icon(evidence.length > 0 ? "passed" : "untouched")}
    <div><strong>${skill}</strong> <span class="quiet">${words} (stage: ${stages.join(", ")})</span></div>
  </li>`;
}

function takeAway(): Html {
  return html`<section aria-labelledby="take-title">
    <h2 id="take-title">Take it with you</h2>
    <p>All that is recorded about your progress here. Your name is not in it.</p>
    <div class="buttons">
      <a class="button" href="/api/progress/export.csv" download="progress.csv">As a table (CSV)</a>
      <a class="button" href="/api/progress/export.xapi.json" download="progress.xapi.json"
        >For a learning record (xAPI)</a
      >
    </div>
  </section>`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
