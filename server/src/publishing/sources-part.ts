/** What was found behind the sources of a data set, for its keeper, its readers, and the letter that reminds. */
import { linkWords } from "@data-surgery/opendata/publish/browser";
import { html, type Html } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { dayOf } from "./due.js";
import type { SourceState } from "./source-checks.js";

/** In a sentence; undefined where all is well, or it failed on one day only. */
export function sourceWords(source: SourceState): string | undefined {
  const { url, what, state, status, to, why, brokenSince } = source;
  if ((state === "gone" || state === "failing") && brokenSince === undefined) return undefined;
  const since = brokenSince === undefined ? undefined : new Date(brokenSince).toISOString();
  const finding = { url, state, status, ...(to === "" ? {} : { to }), ...(why === "" ? {} : { why }) };
  return linkWords({ url, what }, finding, since);
}

export function sourcesPart(set: DataSet, sources: readonly SourceState[]): Html | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  const told = sources.flatMap((source) => {
    const words = sourceWords(source);
    return words === undefined ? [] : [{ source, words }];
  });
  const looked = dayOf(Math.max(...sources.map(({ checkedAt }) => checkedAt)));
  return html`<section aria-labelledby="sources-title">
    <h2 id="sources-title">Where it came from</h2>
    ${
      told.length === 0
        ? html`<p>● The web addresses of your sources were looked at on ${looked}. None is known to be broken.</p>`
        : html`<ul>
              ${told.map(
                ({ source, words }) =>
                  html`<li>
                    <p class="private-link">▲ ${words}</p>
                    ${offersMove(set, source) && takeForm(set, source)}
                  </li>`,
              )}
            </ul>
            <p class="quiet">Looked at on ${looked}, and once a week.</p>`
    }
  </section>`;
}

/** Only what was typed here can be changed here; what the next version says is looked at before it is published. */
export function offersMove({ draft }: DataSet, { url, state, to }: SourceState): boolean {
  const own = draft.about["sourceUrl"] ?? "";
  return state === "moved" && to !== "" && URL.canParse(own) && new URL(own).href === url;
}

function takeForm({ id }: DataSet, { url, to }: SourceState): Html {
  return html`<form method="post" action="/publish/${id}/sources">
    <input type="hidden" name="url" value="${url}" />
    <button class="button">Use ${new URL(to).host}’s new address in the next version</button>
  </form>`;
}

/** For readers: that a source is gone is part of what the data are worth. */
export function brokenNote(broken: readonly SourceState[]): Html | undefined {
  if (broken.length === 0) return undefined;
  return html`<p>
    ▲ <strong>A source can’t be found any more:</strong> ${broken
      .map(({ what, brokenSince }) => `${what} (since ${dayOf(brokenSince ?? 0)})`)
      .join("; ")}.
    The data here are as they were.
  </p>`;
}
