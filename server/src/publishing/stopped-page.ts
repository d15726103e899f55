/** Publishing did not end as it should: what stands now, and what to do. */
import { errorTable, type AppError } from "@data-surgery/contract";
import { html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { wizardPage } from "./wizard-frame.js";

export function stoppedPage(set: DataSet, error: AppError): PublicPage {
  const isPublished = error.code === "publishing.not-noted";
  return wizardPage({
    step: "ready",
    title: isPublished ? "It is published, and not noted yet" : "It was not published",
    set,
    problem: error.message,
    main: isPublished
      ? html`<p><a class="button main" href="/publish/${set.id}">Look whether it is noted now</a></p>`
      : html`<p><a class="button main" href="/publish/${set.id}/ready">Back to the page with the button</a></p>
          ${
            errorTable[error.code].retryable &&
            html`<form method="post" action="/publish/${set.id}/publish">
              <input type="hidden" name="revision" value="${set.revision}" />
              <input type="hidden" name="note" value="${set.draft.note}" />
              <button class="button">Try to publish again</button>
            </form>`
          }`,
  });
}
