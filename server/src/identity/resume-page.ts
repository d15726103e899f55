import type { AppError } from "@data-surgery/contract";
import { html, type PublicPage } from "../http/index.js";
import { field } from "./field.js";

export function resumePage(form: { readonly code: string; readonly error?: AppError }): PublicPage {
  return {
    title: form.error === undefined ? "Come back to your work" : "Not yet: come back to your work",
    // Fills in the code from a card's QR picture: it stands behind the # there, which browsers keep to themselves.
    scripts: ["resume.js"],
    main: html`<div class="narrow">
      <h1>Come back to your work</h1>
      <form method="post" action="/resume">
        ${field({
          id: "code",
          label: "Your resume code",
          value: form.code.slice(0, 60),
          tip: "Twelve letters and numbers, from the card you got when you joined.",
          error: form.error?.message,
          code: true,
          focus: true,
          autocomplete: "off",
        })}
        <button class="button main wide">Go on</button>
      </form>
      <p class="aside">
        No code? The trainer can give you a new one.<br />
        <a href="/">Join with the code from the board</a>
      </p>
    </div>`,
  };
}
