/** What an author says of the cell in front. Made for one cell of one kind; made anew when either changes, or the length of a list. */
import type { CellChange } from "../models/author-metadata.js";
import {
  cellKinds,
  exerciseOf,
  fieldsOf,
  freeId,
  kindOf,
  listOf,
  numberOf,
  ofExercise,
  pointsOf,
  renamed,
  textOf,
  withField,
  withKind,
  withPoints,
  withReadOnly,
  type AuthorCell,
  type CellKind,
  type Fields,
} from "../models/author-metadata.js";
import type { AuthorNotebook } from "../models/author-notebook.js";
import { kindHelp, kindWords } from "../models/author-words.js";
import {
  choiceField,
  listField,
  numberField,
  switchField,
  textField,
  type AuthorForm,
  type TextField,
} from "./author-fields.js";

const stages = ["find", "get", "verify", "clean", "analyse", "present", "publish", "maintain"];

/** What makes a form another form: as long as this is the same, its controls are only brought up to date. */
export function shapeOfForm(cell: AuthorCell | undefined): string {
  if (cell === undefined) return "";
  const lengths = ["hints", "misconceptions", "rubric"].map((key) => listOf(cell.ours?.[key]).length);
  return [cell.id, kindOf(cell), ...lengths].join(" ");
}

export function authorCellForm(form: AuthorForm, notebook: AuthorNotebook, cellId: string): HTMLElement[] {
  const fields = new CellFields(form, notebook, cellId);
  const kind = fields.kind;
  const head = [fields.kindChoice()];
  if (kind === "none") return head;
  if (kind === "test") return [...head, fields.testOf(), fields.points()];
  if (kind === "reading" || kind === "example" || kind === "text") {
    return [...head, fields.title(), fields.step(), ...(kind === "reading" ? [] : [fields.readOnly()])];
  }
  const answer = [
    ...head,
    fields.title(),
    fields.name(),
    fields.text("objective", "Objective", { help: "One verb: what somebody can do afterwards." }),
    fields.step(),
    fields.minutes(),
    fields.text("skill", "Skill"),
    fields.stage(),
    fields.text("starter", "Starter", {
      rows: 3,
      code: kind === "exercise",
      help: "Stands in the solution’s place in the learner’s copy. ____ marks the gap.",
    }),
    fields.hints(),
  ];
  const judged = kind === "exercise" ? [fields.misconceptions(), fields.points()] : [fields.rubric()];
  return [...answer, ...judged, fields.text("why", "Why the solution is right", { rows: 2 })];
}

class CellFields {
  readonly #form: AuthorForm;
  readonly #notebook: AuthorNotebook;
  readonly #id: string;

  constructor(form: AuthorForm, notebook: AuthorNotebook, id: string) {
    this.#form = form;
    this.#notebook = notebook;
    this.#id = id;
  }

  get kind(): CellKind {
    return kindOf(this.#cell);
  }

  /** As it is now. One that was deleted meanwhile reads as empty, and changes to it change nothing. */
  get #cell(): AuthorCell {
    return this.#notebook.cell(this.#id) ?? { id: this.#id, type: "code", ours: undefined, nbgrader: undefined };
  }

  #apply(...changes: readonly CellChange[]): void {
    this.#notebook.apply(changes);
  }

  #set(key: string, value: unknown): void {
    this.#apply(withField(this.#cell, key, value));
  }

  kindChoice(): HTMLElement {
    return choiceField(this.#form, {
      key: "kind",
      label: "This cell is",
      help: kindHelp[this.kind],
      choices: () => cellKinds.map((kind) => [kind, kindWords[kind]]),
      read: () => this.kind,
      write: (value) => {
        const kind = cellKinds.find((one) => one === value);
        if (kind !== undefined) this.#apply(withKind(this.#notebook.cells, this.#cell, kind));
      },
    });
  }

  text(key: string, label: string, more: Partial<TextField> = {}): HTMLElement {
    return textField(this.#form, {
      ...more,
      key,
      label,
      read: () => textOf(this.#cell.ours?.[key]),
      write: (value) => this.#set(key, value),
    });
  }

  title(): HTMLElement {
    return this.text("title", "Title");
  }

  name(): HTMLElement {
    return textField(this.#form, {
      key: "exercise",
      label: "Short name",
      help: "Of a-z, 0-9 and -. Progress is kept under it: leave it as it is once learners have begun.",
      read: () => exerciseOf(this.#cell),
      write: (value) => this.#apply(...renamed(this.#notebook.cells, this.#cell, value)),
    });
  }

  step(): HTMLElement {
    return numberField(this.#form, {
      key: "step",
      label: "Step",
      help: "Cells with the same number are one step of the outline.",
      min: 0,
      read: () => numberOf(this.#cell.ours?.["step"]),
      write: (value) => this.#set("step", value),
    });
  }

  minutes(): HTMLElement {
    return numberField(this.#form, {
      key: "minutes",
      label: "Minutes",
      min: 0.5,
      step: 0.5,
      read: () => numberOf(this.#cell.ours?.["minutes"]),
      write: (value) => this.#set("minutes", value),
    });
  }

  stage(): HTMLElement {
    return choiceField(this.#form, {
      key: "stage",
      label: "Stage",
      choices: () => {
        const now = textOf(this.#cell.ours?.["stage"]);
        const all = stages.includes(now) || now === "" ? stages : [...stages, now];
        return all.map((stage) => [stage, stage]);
      },
      read: () => textOf(this.#cell.ours?.["stage"]),
      write: (value) => this.#set("stage", value),
    });
  }

  readOnly(): HTMLElement {
    return switchField(this.#form, {
      key: "read-only",
      label: "Learners can’t change it",
      read: () => this.#cell.nbgrader?.["locked"] === true,
      write: (value) => this.#apply(withReadOnly(this.#notebook.cells, this.#cell, value)),
    });
  }

  points(): HTMLElement {
    return numberField(this.#form, {
      key: "points",
      label: "Points",
      help:
        this.kind === "exercise"
          ? "Kept in the test cell of this exercise: make that first."
          : "For the whole exercise.",
      min: 0,
      step: 0.5,
      read: () => pointsOf(this.#notebook.cells, this.#cell),
      write: (value) => this.#apply(...withPoints(this.#notebook.cells, this.#cell, value ?? 0)),
    });
  }

  testOf(): HTMLElement {
    return choiceField(this.#form, {
      key: "exercise",
      label: "Tests of",
      choices: () => {
        const known = this.#notebook.cells.filter((cell) => kindOf(cell) === "exercise");
        const choices = known.map(
          (cell) => [exerciseOf(cell), textOf(cell.ours?.["title"]) || exerciseOf(cell)] as const,
        );
        const now = exerciseOf(this.#cell);
        return choices.some(([value]) => value === now) ? choices : [[now, "(no exercise yet)"], ...choices];
      },
      read: () => exerciseOf(this.#cell),
      write: (value) => this.#apply(ofExercise(this.#notebook.cells, this.#cell, value)),
    });
  }

  #list(key: string): { read: () => readonly unknown[]; write: (entries: readonly unknown[]) => void } {
    return { read: () => listOf(this.#cell.ours?.[key]), write: (entries) => this.#set(key, entries) };
  }

  hints(): HTMLElement {
    return listField({
      key: "hints",
      name: "Hint",
      legend: "Hints, in the order in which they are opened",
      help: "Look here · do this · nearly the answer.",
      most: 5,
      ...this.#list("hints"),
      empty: () => "",
      entry: (read, write, number) => [
        textField(this.#form, {
          key: `hints.${number - 1}`,
          label: `Hint ${number}`,
          rows: 2,
          read: () => textOf(read()),
          write,
        }),
      ],
    });
  }

  misconceptions(): HTMLElement {
    return listField({
      key: "misconceptions",
      name: "Wrong answer",
      legend: "Wrong answers that people really give",
      ...this.#list("misconceptions"),
      empty: () => ({ when: "", say: "", wrong: "" }),
      entry: (read, write, number) => {
        const part = (key: string, label: string, more: Partial<TextField>): HTMLElement =>
          textField(this.#form, {
            ...more,
            key: `misconceptions.${number - 1}.${key}`,
            label: `${label} (wrong answer ${number})`,
            rows: 2,
            read: () => textOf(fieldsOf(read())[key]),
            write: (value) => write(withPart(fieldsOf(read()), key, value)),
          });
        return [
          part("wrong", "What they write instead of the starter", { code: true }),
          part("when", "Recognised by", { code: true, placeholder: '(await answer("total")) === 3' }),
          part("say", "Say to them", {}),
        ];
      },
    });
  }

  rubric(): HTMLElement {
    return listField({
      key: "rubric",
      name: "Line",
      legend: "Rubric: what a reader looks for",
      help: "The points of the lines together are the points of the question.",
      ...this.#list("rubric"),
      empty: () => {
        const taken = new Set(listOf(this.#cell.ours?.["rubric"]).map((line) => textOf(fieldsOf(line)["id"])));
        return { id: freeId("line-1", taken), text: "", points: 1 };
      },
      entry: (read, write, number) => [
        textField(this.#form, {
          key: `rubric.${number - 1}.text`,
          label: `Line ${number}`,
          rows: 2,
          read: () => textOf(fieldsOf(read())["text"]),
          write: (value) => write({ ...fieldsOf(read()), text: value }),
        }),
        numberField(this.#form, {
          key: `rubric.${number - 1}.points`,
          label: `Points of line ${number}`,
          min: 0,
          step: 0.5,
          read: () => numberOf(fieldsOf(read())["points"]),
          write: (value) => write({ ...fieldsOf(read()), points: value ?? 0 }),
        }),
      ],
    });
  }
}

/** `wrong` may be left out; the others stay, and the check says what is empty. */
function withPart(fields: Fields, key: string, value: string): Fields {
  const { [key]: _before, ...rest } = fields;
  return value === "" && key === "wrong" ? rest : { ...rest, [key]: value };
}
