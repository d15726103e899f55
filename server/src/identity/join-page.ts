import type { AppError } from "@data-surgery/contract";
import { html, type Html, type PublicPage } from "../http/index.js";
import { formatCode, parseCode } from "./code.js";
import { field } from "./field.js";

export interface JoinForm {
  readonly code: string;
  readonly name: string;
  /** Random id of this form; see JoinAttempt. */
  readonly form: string;
  readonly error?: AppError;
}

export function joinPage(form: JoinForm): PublicPage {
  const aboutName = form.error?.code === "identity.no-name" || form.error?.code === "identity.name-taken";
  const codeError = aboutName ? undefined : form.error?.message;
  const nameError = aboutName ? form.error?.message : undefined;
  const focusName = aboutName || (form.code !== "" && codeError === undefined);
  return {
    title: form.error === undefined ? "Join" : "Not yet: join",
    main: html`<div class="narrow">
      <h1>Join the workshop</h1>
      <form method="post" action="/join">
        <input type="hidden" name="form" value="${form.form}" />
        ${field({
          id: "code",
          label: "Code from the board",
          value: shown(form.code),
          tip: "Eight letters and numbers. Small letters and dashes are fine.",
          error: codeError,
          code: true,
          focus: !focusName,
          autocomplete: "off",
        })}
        ${field({
          id: "name",
          label: "What shall we call you?",
          value: form.name,
          tip: "A first name or a nickname. The trainer and the others here will see it.",
          error: nameError,
          focus: focusName,
          autocomplete: "nickname",
        })}
        <button class="button main wide">Join</button>
      </form>
      ${otherDoor(form.error)}
    </div>`,
  };
}

function otherDoor(error: AppError | undefined): Html {
  const words = error?.code === "identity.name-taken" ? "That was me: use my resume code" : "I have a resume code";
  return html`<p class="aside"><a class="button wide" href="/resume">${words}</a></p>
    <p><a href="/surgeries">What is on: surgeries and workshops</a></p>`;
}

/** A code that can be read is shown in its groups; anything else as it was typed, so that it can be mended. */
function shown(typed: string): string {
  const code = parseCode(typed);
  return code.length === 8 ? formatCode(code) : typed.slice(0, 60);
}
