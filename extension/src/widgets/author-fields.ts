/**
 * Controls of the author's panel. Each reads its value from the document and writes it when one leaves the field, so that a step of
 * Undo is a field and not a letter. What somebody else changes shows at once, except in the field where one is writing.
 */
import { element } from "./element.js";

/** The controls of one form, to be brought up to date without being made anew: focus and half-written text stay. */
export class AuthorForm {
  readonly #refreshers: (() => void)[] = [];
  static #made = 0;

  bind(refresh: () => void): void {
    this.#refreshers.push(refresh);
    refresh();
  }

  refresh(): void {
    for (const refresh of this.#refreshers) refresh();
  }

  newId(): string {
    return `ds-author-${++AuthorForm.#made}`;
  }
}

interface Field<T> {
  readonly label: string;
  /** One sentence below it. */
  readonly help?: string;
  /** Finds the control again, for focus and tests. */
  readonly key: string;
  readonly read: () => T;
  readonly write: (value: T) => void;
}

export interface TextField extends Field<string> {
  readonly rows?: number;
  readonly code?: boolean;
  readonly placeholder?: string;
}

export function textField(form: AuthorForm, field: TextField): HTMLElement {
  const { rows, code, placeholder, read, write } = field;
  const shared = { class: code === true ? "ds-author-code" : false, placeholder, spellcheck: String(code !== true) };
  const control =
    rows === undefined ? element("input", { ...shared, type: "text" }) : element("textarea", { ...shared, rows });
  keepUpToDate(form, control, read);
  control.addEventListener("change", () => write(control.value));
  return labelled(form, field, control);
}

/** Never written over: what somebody is in the middle of writing. */
function keepUpToDate(form: AuthorForm, control: HTMLInputElement | HTMLTextAreaElement, read: () => string): void {
  let shown = "";
  // Heard before whoever writes it: from then on what stands there is no half-written text.
  control.addEventListener("change", () => (shown = control.value));
  form.bind(() => {
    const value = read();
    if (document.activeElement === control && control.value !== shown) return;
    shown = value;
    if (control.value !== value) control.value = value;
  });
}

export interface NumberField extends Field<number | undefined> {
  readonly min: number;
  readonly step?: number;
}

export function numberField(form: AuthorForm, field: NumberField): HTMLElement {
  const { min, step = 1, read, write } = field;
  const control = element("input", { type: "number", min, step, inputmode: "decimal" });
  keepUpToDate(form, control, () => String(read() ?? ""));
  control.addEventListener("change", () => {
    const value = control.value === "" ? undefined : control.valueAsNumber;
    if (value === undefined || (Number.isFinite(value) && value >= min)) write(value);
    else control.value = String(read() ?? "");
  });
  return labelled(form, field, control);
}

export interface ChoiceField extends Field<string> {
  readonly choices: () => readonly (readonly [value: string, words: string])[];
}

export function choiceField(form: AuthorForm, field: ChoiceField): HTMLElement {
  const { choices, read, write } = field;
  const control = element("select");
  let offered = "";
  form.bind(() => {
    const now = choices();
    if (JSON.stringify(now) !== offered) {
      offered = JSON.stringify(now);
      control.replaceChildren(...now.map(([value, words]) => element("option", { value }, words)));
    }
    control.value = read();
  });
  control.addEventListener("change", () => write(control.value));
  return labelled(form, field, control);
}

export function switchField(form: AuthorForm, field: Field<boolean>): HTMLElement {
  const control = element("input", { type: "checkbox" });
  form.bind(() => (control.checked = field.read()));
  control.addEventListener("change", () => field.write(control.checked));
  const made = labelled(form, field, control);
  made.classList.add("ds-author-switch");
  return made;
}

function labelled(
  form: AuthorForm,
  { label, help, key }: Pick<Field<unknown>, "label" | "help" | "key">,
  control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
): HTMLElement {
  control.id = form.newId();
  control.dataset["key"] = key;
  const more =
    help === undefined ? undefined : element("p", { class: "ds-author-help", id: `${control.id}-help` }, help);
  if (more !== undefined) control.setAttribute("aria-describedby", more.id);
  return element("div", { class: "ds-author-field" }, element("label", { for: control.id }, label), control, more);
}

export interface ListField {
  /** Of one entry, such as `Hint`. */
  readonly name: string;
  readonly legend: string;
  readonly help?: string;
  readonly key: string;
  readonly most?: number;
  readonly read: () => readonly unknown[];
  readonly write: (entries: readonly unknown[]) => void;
  readonly empty: () => unknown;
  /** Controls of one entry. `read` and `write` are of that entry. */
  readonly entry: (read: () => unknown, write: (value: unknown) => void, number: number) => readonly HTMLElement[];
}

/** Entries in order, each with up, down and remove. Who makes the form makes it anew when their number changes. */
export function listField(field: ListField): HTMLElement {
  const { name, legend, help, key, most = 20, read, write, empty, entry } = field;
  const move = (from: number, to: number): void => {
    const entries = [...read()];
    const [moved] = entries.splice(from, 1);
    entries.splice(to, 0, moved);
    write(entries);
  };
  const count = read().length;
  const button = (label: string, words: string, keyOf: string, act: () => void): HTMLElement =>
    element(
      "button",
      { type: "button", class: "ds-button ds-author-small", "aria-label": words, "data-key": keyOf, onclick: act },
      label,
    );
  const items = read().map((_value, index) => {
    const number = index + 1;
    const setOwn = (value: unknown): void => write(read().map((other, at) => (at === index ? value : other)));
    const remove = (): void => write(read().filter((_other, at) => at !== index));
    return element(
      "li",
      {},
      ...entry(() => read()[index], setOwn, number),
      element(
        "div",
        { class: "ds-author-row" },
        index > 0 && button("Up", `Move ${name} ${number} up`, `${key}.${index}.up`, () => move(index, index - 1)),
        number < count &&
          button("Down", `Move ${name} ${number} down`, `${key}.${index}.down`, () => move(index, index + 1)),
        button("Remove", `Remove ${name} ${number}`, `${key}.${index}.remove`, remove),
      ),
    );
  });
  const add =
    count < most &&
    button(`Add ${name.toLowerCase()}`, `Add ${name.toLowerCase()}`, `${key}.add`, () => write([...read(), empty()]));
  return element(
    "fieldset",
    { class: "ds-author-list" },
    element("legend", {}, legend),
    help !== undefined && element("p", { class: "ds-author-help" }, help),
    element("ol", {}, ...items),
    add,
  );
}
