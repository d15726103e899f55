/** One data set, for who keeps it: how it stands, the next version, reminders, readers, hand-over, retirement. */
import { html, type Html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { chooseFile, stateWords, uploadFile } from "./own-sets-page.js";
import { learnUrl } from "./learn-url.js";
import { portalPart } from "./portal-part.js";
import type { PortalPlace, PortalWish } from "./portals.js";
import type { Remark } from "./remarks.js";
import type { SourceState } from "./source-checks.js";
import { sourcesPart } from "./sources-part.js";
import { revisionField } from "./wizard-frame.js";

export interface KeeperPage {
  readonly set: DataSet;
  readonly address: string;
  readonly files: readonly string[];
  readonly remarks: readonly Remark[];
  readonly portals: readonly PortalPlace[];
  /** What was typed for a portal, where that went wrong. */
  readonly typed?: PortalWish;
  readonly sources: readonly SourceState[];
  readonly sendsMail: boolean;
  readonly now: number;
  readonly said?: string;
  readonly problem?: string;
  /** Offered first. */
  readonly file?: string;
}

export function keeperPage(page: KeeperPage): PublicPage {
  const { set, address, now, said, problem } = page;
  const isOn = set.status === "on";
  return {
    title: set.title,
    styles: ["surgeries.css", "publishing.css"],
    side: html`<a href="/publish">My open data</a>`,
    main: html`<div class="column publishing">
      <h1>${set.title}</h1>
      ${problem !== undefined && html`<div class="note warn" role="alert"><p>${problem}</p></div>`}
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`}
      <p>${stateWords(set, now)}</p>
      ${set.version !== "" && html`<p>Everybody sees it here: <a class="private-link" href="/data/${set.slug}/">${address}</a></p>`}
      ${set.status === "draft" && draftPart(page)} ${isOn && versionPart(page)}
      ${isOn && sourcesPart(set, page.sources)}
      ${(isOn || page.portals.length > 0) && portalPart(set, page.portals, page.typed)}
      ${set.version !== "" && readersPart(page)} ${isOn && remindersPart(page)} ${isOn && handOverPart(set)}
      ${isOn && retirePart(set)}
    </div>`,
  };
}

function draftPart({ set, files }: KeeperPage): Html {
  return html`<p class="buttons"><a class="button main" href="/publish/${set.id}/about">Go on with it</a></p>
    <details>
      <summary>Take the file again, or another one</summary>
      ${chooseFile(`/publish/${set.id}/new-version`, "post", likelyFirst(files, set, undefined), "Take this file")}
      ${uploadFile(`/publish/${set.id}/new-version/upload`, "Or send it from this computer")}
    </details>
    ${dropForm(set.id, "Throw the draft away")}`;
}

const dropForm = (id: string, words: string): Html =>
  html`<form method="post" action="/publish/${id}/drop"><button class="button">${words}</button></form>`;

function versionPart({ set, files, file }: KeeperPage): Html {
  if (set.file !== "")
    return html`<section aria-labelledby="next-title">
      <h2 id="next-title">The next version</h2>
      <p>It is being prepared from ${set.file}.</p>
      <p class="buttons"><a class="button main" href="/publish/${set.id}/mend?on=new">Go on with it</a></p>
      ${dropForm(set.id, "Give it up: the published version stays")}
    </section>`;
  const hasNotebook = set.notebook !== "";
  const path = `/publish/${set.id}`;
  return html`<section aria-labelledby="next-title">
    <h2 id="next-title">The next version</h2>
    <p>Choose the new file. What you settled last time is done to it again, and you see what is different.</p>
    ${hasNotebook && notebookPart(set)}
    ${chooseFile(`${path}/new-version`, "post", likelyFirst(files, set, file), "Make a new version", hasNotebook && runButton(`${path}/notebook`, "Run my notebook on it"))}
    ${uploadFile(`${path}/new-version/upload`, "Or send it from this computer", hasNotebook && runButton(`${path}/notebook/upload`, "Send it, and run my notebook on it"))}
  </section>`;
}

function notebookPart({ notebook }: DataSet): Html {
  const name =
    notebook
      .split("/")
      .at(-1)
      ?.replace(/\.ipynb$/, "") ?? notebook;
  return html`<p>
    Your notebook <a href="${learnUrl(notebook)}">${name}</a> works on this data. Run on the new file, it is copied
    first: the one you have stays as it is.
  </p>`;
}

const runButton = (action: string, words: string): Html =>
  html`<button class="button" formaction="${action}">${words}</button>`;

/** The one that a link led here with, then what lies beside the file of last time; each the newest first, as they come. */
function likelyFirst(files: readonly string[], { sourcePath }: DataSet, file: string | undefined): readonly string[] {
  const folder = sourcePath.slice(0, sourcePath.lastIndexOf("/") + 1);
  const rank = (path: string): number => (path === file ? 0 : path.startsWith(folder) ? 1 : 2);
  return files.toSorted((a, b) => rank(a) - rank(b));
}

function remindersPart({ set, sendsMail }: KeeperPage): Html {
  return html`<section aria-labelledby="reminders-title">
    <h2 id="reminders-title">Reminders</h2>
    ${!sendsMail && html`<p class="quiet">This server sends no e-mail, so nobody is reminded. The page says when it is late.</p>`}
    <form method="post" action="/publish/${set.id}/reminders">
      ${revisionField(set.revision)}
      <div class="field">
        <label for="remindTo">Remind this address when an update is due</label>
        <input
          type="email"
          id="remindTo"
          name="remindTo"
          value="${set.remindTo}"
          maxlength="150"
          autocomplete="email"
        />
        <p class="tip">Never published. Empty: no reminders.</p>
      </div>
      <p>${set.reminds ? "● Reminders are on." : "○ Reminders are off."}</p>
      <button class="button" name="on" value="yes">Save, and remind me</button>
      ${set.reminds && html`<button class="button" name="on" value="no">Turn reminders off</button>`}
    </form>
    ${sendsMail && set.remindTo !== "" && readerLettersForm(set)}
  </section>`;
}

function readerLettersForm({ id, revision, tells }: DataSet): Html {
  return html`<form method="post" action="/publish/${id}/letters">
    ${revisionField(revision)}
    <p>
      ${tells ? "● When a reader writes, you get a letter at this address, too." : "○ When a reader writes, you get no letter. It waits above."}
    </p>
    <button class="button" name="tells" value="${tells ? "no" : "yes"}">
      ${tells ? "Turn letters about readers off" : "Turn letters about readers on"}
    </button>
  </form>`;
}

function readersPart({ set, remarks }: KeeperPage): Html {
  return html`<section aria-labelledby="readers">
    <h2 id="readers" tabindex="-1">Readers</h2>
    ${remarks.length === 0 && html`<p>Nobody has written yet. <a href="/data/${set.slug}/questions">What they see</a></p>`}
    <ul class="sets">
      ${remarks.map((remark) => remarkItem(set, remark))}
    </ul>
  </section>`;
}

const kindWords: Readonly<Record<Remark["kind"], string>> = {
  question: "A question",
  correction: "A correction",
  use: "Made with this",
};
const statusWords: Readonly<Record<Remark["status"], string>> = {
  waiting: "▲ waits for you; nobody else sees it",
  shown: "● public",
  hidden: "○ not shown",
};

function remarkItem(set: DataSet, remark: Remark): Html {
  const { id, kind, name, text, url, status, answer } = remark;
  return html`<li>
    <h3>${kindWords[kind]}${name !== "" && html` from <bdi>${name}</bdi>`}</h3>
    <p class="quiet">${statusWords[status]}</p>
    <p class="lines">${text}</p>
    ${url !== "" && html`<p class="private-link">${url}</p>`}
    <form method="post" action="/publish/${set.id}/remarks/${id}">
      <div class="field">
        <label for="answer-${id}">Your answer</label>
        <textarea id="answer-${id}" name="answer" rows="3" maxlength="3000">${answer}</textarea>
      </div>
      <button class="button main" name="show" value="yes">
        ${kind === "use" ? "Show it" : "Show it with my answer"}
      </button>
      <button class="button" name="show" value="no">Don’t show it</button>
    </form>
  </li>`;
}

function handOverPart({ id }: DataSet): Html {
  return html`<details>
    <summary>Hand it over to somebody else</summary>
    <form method="post" action="/publish/${id}/hand-over">
      <p>
        You get a link that works once, for a month. Whoever opens it here and accepts keeps the data set from then on.
      </p>
      <button class="button">Make the link</button>
    </form>
  </details>`;
}

function retirePart({ id, revision }: DataSet): Html {
  return html`<details>
    <summary>Retire it</summary>
    <form method="post" action="/publish/${id}/retire">
      ${revisionField(revision)}
      <p>Its address stays and says that it is retired, and why. It leaves the catalogue and the feeds.</p>
      <div class="field">
        <label for="why">Why, and what readers should use instead</label>
        <textarea id="why" name="why" rows="3" maxlength="1500" required></textarea>
      </div>
      <label class="choice"
        ><input type="radio" name="files" value="keep" checked /> The files can still be downloaded</label
      >
      <label class="choice"
        ><input type="radio" name="files" value="remove" /> The files are removed from this server. What others copied,
        they have.</label
      >
      <button class="button">Retire it</button>
    </form>
  </details>`;
}

export function handedOverPage(set: DataSet, link: string): PublicPage {
  return {
    title: "The link",
    styles: ["surgeries.css"],
    side: html`<a href="/publish/${set.id}">Back</a>`,
    main: html`<div class="narrow">
      <h1>Give this link to whoever keeps it from now on</h1>
      <p>${set.title}</p>
      <p class="private-link">${link}</p>
      <p>It is shown this once. Until they accept, you keep it.</p>
    </div>`,
  };
}

export function takeOverPage(set: DataSet, token: string): PublicPage {
  return {
    title: "Keep a data set",
    styles: ["surgeries.css"],
    main: html`<div class="narrow">
      <h1>Keep “${set.title}”?</h1>
      <p>
        You answer readers’ questions and bring the next version when it is due. You can hand it on, or retire it. Your
        name stands nowhere in public.
      </p>
      <p><a href="/data/${set.slug}/">See it</a></p>
      <form method="post" action="/publish/accept/${token}">
        <button class="button main wide">Yes, I keep it from now on</button>
      </form>
    </div>`,
  };
}
