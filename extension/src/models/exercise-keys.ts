/**
 * Keys that work from inside a cell's editor and outside of it. Alt with Shift and a letter is free in JupyterLab, in its editor, in
 * browsers, and in NVDA, JAWS, Orca and VoiceOver, which have keys of their own to hold.
 */
export type ExerciseAction = "check" | "hint" | "solution" | "tries";

const letters: Readonly<Record<ExerciseAction, string>> = { check: "C", hint: "H", solution: "S", tries: "E" };

/** As Lumino writes it. */
export const bindingOf = (action: ExerciseAction): string => `Alt Shift ${letters[action]}`;

/** As `aria-keyshortcuts` wants it. */
export const shortcutOf = (action: ExerciseAction): string => `Alt+Shift+${letters[action]}`;

/** As it stands on the keys in front of the person. */
export function keyName(action: ExerciseAction, isMac: boolean): string {
  return `${isMac ? "Option" : "Alt"}+Shift+${letters[action]}`;
}

/** One sentence for those who go by keyboard. */
export function exerciseTip(isMac: boolean): string {
  return `${isMac ? "Option" : "Alt"}+Shift with C: check, with H: hint, with S: solution, with E: earlier tries.`;
}
