/** What the lesson says of itself: title, question, minutes, aims, and where its data comes from. */
import { fieldsOf, listOf, numberOf, textOf } from "../models/author-metadata.js";
import type { AuthorNotebook } from "../models/author-notebook.js";
import { listField, numberField, textField, type AuthorForm, type TextField } from "./author-fields.js";

/** As long as this is the same, the form's controls are only brought up to date. */
export function shapeOfLesson(notebook: AuthorNotebook): string {
  const ours = notebook.lesson;
  return ours === undefined ? "" : ["aims", "data"].map((key) => listOf(ours[key]).length).join(" ");
}

const dataParts: readonly (readonly [key: string, label: string, placeholder: string])[] = [
  ["file", "File", "data/counts.csv"],
  ["title", "Title", ""],
  ["publisher", "Publisher", ""],
  ["url", "Address of the source", "https://"],
  ["licence", "Licence", "CC BY 4.0"],
  ["licenceUrl", "Address of the licence", "https://"],
  ["date", "Date of this version", "2026-01-31"],
];

export function authorLessonForm(form: AuthorForm, notebook: AuthorNotebook): HTMLElement[] {
  const text = (key: string, label: string, more: Partial<TextField> = {}): HTMLElement =>
    textField(form, {
      ...more,
      key: `lesson.${key}`,
      label,
      read: () => textOf(notebook.lesson?.[key]),
      write: (value) => notebook.setLesson(key, value),
    });
  const list = (key: string): { read: () => readonly unknown[]; write: (entries: readonly unknown[]) => void } => ({
    read: () => listOf(notebook.lesson?.[key]),
    write: (entries) => notebook.setLesson(key, entries),
  });
  const aims = listField({
    key: "lesson.aims",
    name: "Aim",
    legend: "Afterwards, you will be able to …",
    ...list("aims"),
    empty: () => "",
    entry: (read, write, number) => [
      textField(form, { key: `lesson.aims.${number - 1}`, label: `Aim ${number}`, read: () => textOf(read()), write }),
    ],
  });
  const data = listField({
    key: "lesson.data",
    name: "Data file",
    legend: "Data that ships with the lesson",
    help: "Put the file into the folder “data” beside the notebook, and say here where it comes from.",
    ...list("data"),
    empty: () => Object.fromEntries(dataParts.map(([key]) => [key, ""])),
    entry: (read, write, number) =>
      dataParts.map(([key, label, placeholder]) =>
        textField(form, {
          key: `lesson.data.${number - 1}.${key}`,
          label: `${label} (data file ${number})`,
          placeholder,
          read: () => textOf(fieldsOf(read())[key]),
          write: (value) => write({ ...fieldsOf(read()), [key]: value }),
        }),
      ),
  });
  return [
    text("title", "Title of the lesson"),
    text("question", "Question", { rows: 2, help: "One that a group would ask." }),
    numberField(form, {
      key: "lesson.minutes",
      label: "Minutes in all",
      min: 1,
      read: () => numberOf(notebook.lesson?.["minutes"]),
      write: (value) => notebook.setLesson("minutes", value ?? 0),
    }),
    aims,
    data,
  ];
}
