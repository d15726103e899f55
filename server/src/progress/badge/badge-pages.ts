/** The pages of a badge: choosing what it shows, taking it away, and seeing whether one holds. They work without scripts. */
import type { OpenBadgeCredential, PathwayLevel } from "@data-surgery/contract";
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import type { IssuedBadge } from "./badge-store.js";
import type { EvidenceChoice } from "./badges.js";
import type { BadgeVerdict } from "./verify-badge.js";

export interface BadgePage {
  readonly level: PathwayLevel;
  readonly name: string;
  readonly choices: readonly EvidenceChoice[];
  /** What the badge that was made shows; absent while none was. */
  readonly issued?: { readonly badge: IssuedBadge; readonly credential: OpenBadgeCredential } | undefined;
}

export function badgePage(page: BadgePage): PublicPage {
  const { level, issued } = page;
  return {
    title: level.title,
    styles: ["progress.css"],
    main: html`<div class="column">
      <p><a href="/me/progress">My progress</a></p>
      <h1>${level.title}</h1>
      ${issued === undefined ? html`<p class="lead">${level.about}</p>` : takeAway(level, issued)} ${chooseForm(page)}
    </div>`,
  };
}

function takeAway(level: PathwayLevel, { badge, credential }: NonNullable<BadgePage["issued"]>): Html {
  const base = `/me/badges/${level.id}`;
  const shown = credential.evidence ?? [];
  return html`<section class="badge-made" aria-labelledby="made-title">
    <h2 id="made-title">Your badge is ready</h2>
    <img src="${base}/badge.svg" alt="Badge: ${level.title}" width="200" height="248" />
    <div>
      <p>Made on ${day(badge.issuedAt)}. It is yours: keep it wherever you like, and send it to whom you like.</p>
      <p>${shown.length === 0 ? "It shows the level and nothing of your work." : "It shows, besides the level:"}</p>
      ${
        shown.length > 0 &&
        html`<ul>
          ${shown.map(({ name }) => html`<li>${name ?? ""}</li>`)}
        </ul>`
      }
      <div class="buttons">
        <a class="button main" href="${base}/badge.svg" download="${level.id}.svg">Picture (SVG)</a>
        <a class="button" href="${base}/badge.png" download="${level.id}.png">Picture (PNG)</a>
        <a class="button" href="${base}/badge.json" download="${level.id}.json">Data (JSON)</a>
        <a class="button" href="${base}/badge.jwt" download="${level.id}.jwt">Data (JWT)</a>
      </div>
      <p class="quiet">
        Each of these files holds the whole signed badge. Anybody can <a href="/badges/verify">check it</a>, also with
        no network.
      </p>
    </div>
  </section>`;
}

function chooseForm({ level, name, choices, issued }: BadgePage): Html {
  const again = issued !== undefined;
  return html`<form method="post" action="/me/badges/${level.id}" class="badge-form">
    <h2>${again ? "Make it again with something else on it" : "What shall it show?"}</h2>
    <p>
      Whoever gets the badge can read all of this. Nothing is ticked for you, and a badge without any of it is as good.
    </p>
    <fieldset>
      <legend>Who it is for</legend>
      ${tick("name", html`My name, <bdi>${name}</bdi>`)}
    </fieldset>
    ${
      choices.length > 0 &&
      html`<fieldset>
        <legend>What I made</legend>
        ${choices.map(({ key, title }) => tick(key, html`${title}`))}
      </fieldset>`
    }
    <p><button class="button main">${again ? "Make it again" : "Make my badge"}</button></p>
  </form>`;
}

function tick(name: string, words: Html): Html {
  return html`<label class="tick"><input type="checkbox" name="${name}" value="yes" /> <span>${words}</span></label>`;
}

export interface VerifyPage {
  readonly verdict?: BadgeVerdict | undefined;
  /** Something was sent in which there is no badge. */
  readonly nothingFound?: boolean;
}

const heads: Readonly<Record<BadgeVerdict["type"], string>> = {
  valid: "This badge holds",
  "other-issuer": "Unchanged, but not from here",
  expired: "Not good today",
  changed: "This badge was changed",
  "not-a-badge": "Not a badge",
  "unknown-issuer": "Can’t be checked here",
};

export function verifyPage({ verdict, nothingFound = false }: VerifyPage): PublicPage {
  return {
    title: verdict === undefined ? "Check a badge" : heads[verdict.type],
    styles: ["progress.css"],
    scripts: ["verify-badge.js"],
    main: html`<div class="column">
      <h1>${verdict === undefined ? "Check a badge" : heads[verdict.type]}</h1>
      ${verdict !== undefined && verdictShown(verdict)}
      ${nothingFound && warning("There is no badge in that. Choose the file as you got it, or paste all of the text.")}
      <form method="post" action="/badges/verify" class="badge-form" id="verify-form">
        ${verdict !== undefined && html`<h2>Check another one</h2>`}
        <p id="verify-file" hidden>
          <label for="file">Badge file (SVG, PNG, JSON or JWT)</label>
          <input type="file" id="file" accept=".svg,.png,.json,.jwt,.txt" />
        </p>
        <label for="badge">Or the text of the badge</label>
        <textarea id="badge" name="badge" rows="5" spellcheck="false" autocomplete="off"></textarea>
        <p class="tip">Open the SVG, JSON or JWT file in an editor and paste all of it.</p>
        <p><button class="button main">Check it</button></p>
      </form>
      <p class="quiet">
        Nothing of it is kept. With no server at hand:
        <a href="/badges/check-badge.html" download="check-badge.html">keep this check as a file</a>, or use
        <span class="code">npx surgery badge verify FILE</span>
      </p>
    </div>`,
  };
}

function verdictShown(verdict: BadgeVerdict): Html {
  if (verdict.type !== "valid" && verdict.type !== "other-issuer" && verdict.type !== "expired") {
    return warning(verdict.words);
  }
  const { credential, type, words } = verdict;
  const { achievement, identifier } = credential.credentialSubject;
  const name = identifier?.find(({ hashed, identityType }) => !hashed && identityType === "name")?.identityHash;
  const evidence = credential.evidence ?? [];
  return html`${
      type === "valid"
        ? html`<div class="note">
            ${icon("passed")}
            <p>${words}</p>
          </div>`
        : warning(words)
    }
    <h2>What it says</h2>
    <dl class="facts">
      <dt>Badge</dt>
      <dd>${achievement.name}</dd>
      <dt>Means</dt>
      <dd>${achievement.description}</dd>
      ${
        name !== undefined &&
        html`<dt>For</dt>
          <dd><bdi>${name}</bdi></dd>`
      }
      <dt>Given on</dt>
      <dd>${day(Date.parse(credential.validFrom))}</dd>
      ${
        achievement.criteria.narrative !== undefined &&
        html`<dt>Asked for</dt>
          <dd class="lines">${achievement.criteria.narrative.replaceAll(/^- /gm, "")}</dd>`
      }
    </dl>
    ${evidence.map(
      ({ name: title, narrative }) =>
        html`<details class="evidence">
          <summary>${title ?? "Evidence"}</summary>
          <pre tabindex="0">${narrative ?? ""}</pre>
        </details>`,
    )}`;
}

function warning(words: string): Html {
  return html`<div class="note warn">
    ${icon("warning")}
    <p>${words}</p>
  </div>`;
}

function day(at: number): string {
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}
