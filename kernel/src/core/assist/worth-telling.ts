/**
 * Which complaints are worth a learner's time under a cell that ran to its end: not those which say that something might be missing or
 * might be anything. It ran, so it was there; an editor that checks code before it runs may well show them. Nor complaints about
 * syntax: what the language itself can read is right, and about the rest it speaks itself.
 */
import { quotedNames, type Diagnostic } from "./plain-diagnostic.js";

export function worthTelling(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(
    ({ code, message }) => !isSyntax(code) && !onlyPerhaps.has(code) && !isOnlyPerhapsNothing(code, message),
  );
}

const isSyntax = (code: number): boolean => code >= 1000 && code < 2000;

/** "Possibly null", "possibly undefined", "of type unknown". */
const onlyPerhaps = new Set([2531, 2532, 2533, 2571, 18046, 18047, 18048, 18049]);
const doesNotFit = new Set([2322, 2345]);

/** `number | null` where a number is needed. */
function isOnlyPerhapsNothing(code: number, message: string): boolean {
  if (!doesNotFit.has(code)) return false;
  const [source = "", target] = quotedNames(message);
  return target !== source && source.replaceAll(/ \| (?:null|undefined)\b/g, "") === target;
}
