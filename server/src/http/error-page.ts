/** What a person sees who navigates to something that can't be shown: what happened, and the way on. */
import type { ErrorReply } from "@data-surgery/contract";
import type { ErrorPage } from "./error-reply.js";
import { html } from "./html.js";
import { icon } from "./icon.js";
import type { RenderPage } from "./public-page.js";

export function createErrorPage(renderPage: RenderPage): ErrorPage {
  return (reply, status) =>
    renderPage({
      title: titleOf(reply, status),
      main: html`<div class="narrow">
        <h1>${titleOf(reply, status)}</h1>
        <div class="note warn">
          ${icon("warning")}
          <p>${reply.message}</p>
        </div>
        <p><a class="button main" href="/">Go to the start page</a></p>
      </div>`,
    });
}

function titleOf(reply: ErrorReply, status: number): string {
  if (reply.code === "identity.sign-in-needed") return "Join first";
  if (status === 403) return "Not for you to open";
  if (status === 404) return "Nothing here";
  if (status >= 500) return "That did not work";
  return "That could not be done";
}
