import { html, type Html } from "../http/index.js";

export interface Field {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly tip: string;
  readonly error: string | undefined;
  readonly autocomplete: string;
  readonly focus: boolean;
  /** Letters and numbers that are copied from somewhere: large, in capitals, no correcting. */
  readonly code?: boolean;
}

/** A labelled text field. What is wrong stands at the field, and screen readers read it with the label. */
export function field({ id, label, value, tip, error, autocomplete, focus, code = false }: Field): Html {
  const asCode = html`class="code" autocapitalize="characters" autocorrect="off" spellcheck="false"`;
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${error !== undefined && html`<p class="field-error" id="${id}-error">${error}</p>`}
    <input
      type="text"
      id="${id}"
      name="${id}"
      value="${value}"
      required
      maxlength="60"
      autocomplete="${autocomplete}"
      aria-describedby="${error !== undefined && `${id}-error `}${id}-tip"
      ${error !== undefined && html`aria-invalid="true"`}
      ${code && asCode}
      ${focus && html`autofocus`}
    />
    <p class="tip" id="${id}-tip">${tip}</p>
  </div>`;
}
