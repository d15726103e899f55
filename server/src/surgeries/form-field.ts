/** Parts of forms: each with its label, a tip, and what is wrong with it where it stands. They work without scripts. */
import { html, type Html } from "../http/index.js";
import type { FieldFaults, FormFields } from "./announcement.js";

export interface FormState {
  /** Where several forms stand on one page: what makes their ids differ. */
  readonly prefix?: string;
  readonly fields: FormFields;
  readonly faults: FieldFaults;
}

export interface TextField {
  readonly name: string;
  readonly label: string;
  readonly tip?: string;
  readonly type?: "text" | "date" | "time" | "email" | "number" | "url";
  readonly rows?: number;
  /** `sometimes`: it depends on what else is chosen, so neither the browser nor the label says. */
  readonly required?: boolean | "sometimes";
  readonly autocomplete?: string;
  readonly most?: number;
}

export function textField({ fields, faults, prefix = "" }: FormState, field: TextField): Html {
  const { name, label, tip, rows, type = "text" } = field;
  const value = fields[name] ?? "";
  const id = prefix + name;
  const common = html`id="${id}" name="${name}" ${field.required === true && html`required`}
  ${field.most !== undefined && html`maxlength="${field.most}"`}
  ${field.autocomplete !== undefined && html`autocomplete="${field.autocomplete}"`}
  ${describedBy(id, tip, faults[name])}`;
  return html`<div class="field">
    <label for="${id}"
      >${label}${field.required === undefined && html` <span class="quiet">(if you like)</span>`}</label
    >
    ${fault(id, faults[name])}
    ${
      rows === undefined
        ? html`<input type="${type}" value="${value}" ${common} />`
        : html`<textarea rows="${rows}" ${common}>${value}</textarea>`
    }
    ${tip !== undefined && html`<p class="tip" id="${id}-tip">${tip}</p>`}
  </div>`;
}

export interface ChoiceField {
  readonly name: string;
  readonly label: string;
  readonly tip?: string;
  readonly choices: readonly { readonly value: string; readonly words: string }[];
}

export function selectField({ fields, faults }: FormState, { name, label, tip, choices }: ChoiceField): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${fault(name, faults[name])}
    <select id="${name}" name="${name}" ${describedBy(name, tip, faults[name])}>
      ${choices.map(
        ({ value, words }) =>
          html`<option value="${value}" ${fields[name] === value && html`selected`}>${words}</option>`,
      )}
    </select>
    ${tip !== undefined && html`<p class="tip" id="${name}-tip">${tip}</p>`}
  </div>`;
}

export function radioField({ fields, faults, prefix = "" }: FormState, { name, label, choices }: ChoiceField): Html {
  return html`<fieldset
    class="field"
    id="${prefix + name}"
    ${faults[name] !== undefined && html`aria-describedby="${name}-error"`}
  >
    <legend>${label}</legend>
    ${fault(name, faults[name])}
    ${choices.map(
      ({ value, words }) =>
        html`<label class="choice"
          ><input type="radio" name="${name}" value="${value}" required ${fields[name] === value && html`checked`} />
          ${words}</label
        >`,
    )}
  </fieldset>`;
}

/** Above the form, when something is to be mended: what, and a way there. */
export function faultSummary(faults: FieldFaults): Html | undefined {
  const all = Object.entries(faults);
  if (all.length === 0) return undefined;
  return html`<div class="note warn" role="alert" tabindex="-1" autofocus>
    <div>
      <p>
        <strong
          >${all.length === 1 ? "One thing is missing or wrong." : `${all.length} things are missing or wrong.`}</strong
        >
        Nothing was sent yet.
      </p>
      <ul>
        ${all.map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`)}
      </ul>
    </div>
  </div>`;
}

function fault(id: string, text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p class="field-error" id="${id}-error">${text}</p>`;
}

function describedBy(id: string, tip: string | undefined, fault: string | undefined): Html | undefined {
  const ids = [fault === undefined ? "" : `${id}-error`, tip === undefined ? "" : `${id}-tip`].filter(
    (one) => one !== "",
  );
  if (ids.length === 0) return undefined;
  return html`aria-describedby="${ids.join(" ")}" ${fault !== undefined && html`aria-invalid="true"`}`;
}

/** What somebody wrote, with their line breaks. */
export function lines(text: string): Html {
  return html`<span class="lines">${text}</span>`;
}
