/**
 * What the compiler's commonest complaints mean, in words for somebody who learns to program: what happened, and what to try.
 * The key is the compiler's number; `names` is what it put between quotes, in order; `numbers` the numbers in its text.
 */
import { isPromise, plainType } from "./plain-type.js";

export interface Complaint {
  readonly names: readonly string[];
  readonly numbers: readonly string[];
  /** The piece of code that is marked. */
  readonly code: string;
}

type Sentence = (complaint: Complaint) => string;

const missing = "Check that every bracket and every quote is closed.";
const forgottenAwait = "Did you forget await? Write it in front of what makes the promise.";

const unknownName: Sentence = ({ names: [name] }) =>
  `Nothing here is called "${name}". Check the spelling, and that the cell which makes it has been run.`;
const meantName: Sentence = ({ names: [name, meant] }) => `Nothing here is called "${name}". Did you mean "${meant}"?`;
const noWebPage: Sentence = ({ names: [name] }) =>
  `"${name}" belongs to web pages or to other programs. It is not there in a notebook.`;
const noMember: Sentence = ({ names: [name, type = ""] }) =>
  isPromise(type)
    ? `This is a promise, and a promise has no "${name}". ${forgottenAwait}`
    : `There is no "${name}" in this: it is ${plainType(type)}. Check the spelling, or type a dot and press Tab to see what there is.`;
const needs = (target: string, source: string, value: string): string => {
  const [needed, got] = [plainType(target), plainType(source)];
  if (isPromise(source) && !isPromise(target))
    return `${needed[0]?.toUpperCase()}${needed.slice(1)} is needed here, but this is a promise. ${forgottenAwait}`;
  if (needed === got) return `${value} has not the right parts. It must be \`${target}\`, but it is \`${source}\`.`;
  return `Here ${needed} is needed, but this is ${got}.`;
};
const perhapsNothing =
  (nothing: string): Sentence =>
  ({ names, code }) => {
    const what = names.length > 1 ? names[0] : code;
    return `\`${what}\` may be ${nothing}. Check first that it is there, for example with if (${what}) { … }.`;
  };
const unclear: Sentence = ({ names: [name] }) =>
  `Nobody can tell what kind of value "${name}" is. Say it: "${name}: number" or "${name}: string".`;
const brokenSyntax: Sentence = ({ code }) =>
  code === "" ? `The code ends too early. ${missing}` : `\`${code}\` cannot stand here. ${missing}`;
const notAfterAll: Sentence = ({ names: [name, type = ""] }) =>
  `"${name}" is not one of the things that can be set here. Check its spelling. This needs ${plainType(type)}.`;
const tooEarly: Sentence = ({ names: [name] }) =>
  `"${name}" is used before the line that makes it. Move that line further up.`;
const noReturn: Sentence = () => "This function does not give a value back every time. Add a return at its end.";
const notNumber =
  (side: string): Sentence =>
  () =>
    `What stands ${side} of the sign must be a number. If it is text that holds a number, write Number(…) around it.`;
const arguments_: Sentence = ({ numbers: [wanted, got] }) =>
  `This needs ${countOf(wanted, "value")} in its brackets, but was given ${got === "0" ? "none" : got}.`;

export const plainSentences: Readonly<Record<number, Sentence>> = {
  1002: () => "This text has no end. Put the same quote at its end as at its beginning.",
  1003: ({ code }) => `A name is needed here, but this is \`${code}\`.`,
  1005: ({ names: [sign] }) => `"${sign}" is missing here. ${missing}`,
  1109: () => `A value is missing here. ${missing}`,
  1127: ({ code }) =>
    `\`${code}\` is a character that code cannot hold. Perhaps it was copied from a document. Type it again.`,
  1128: brokenSyntax,
  1135: () => `A value is missing between the brackets or after the comma. ${missing}`,
  1136: () => `In curly brackets, write a name, a colon and a value, as in { size: 3 }. ${missing}`,
  1160: () => "This text has no end. Put a backtick (`) at its end.",
  1192: ({ names: [module] }) =>
    `${module} has no default part. Name what you want in curly brackets: import { … } from ${module}.`,
  1308: () => "await works only in a function that has async in front of it. Write async before the function.",
  1434: brokenSyntax,
  2300: ({ names: [name] }) => `"${name}" is made twice in this cell. Give one of them another name.`,
  2304: unknownName,
  2305: ({ names: [module, name] }) => `${module} has nothing called "${name}". Check the spelling.`,
  2307: ({ names: [module] }) => `"${module}" was not found. Check the spelling, and that it is installed.`,
  2322: ({ names: [source = "", target = ""] }) => needs(target, source, "This value"),
  2339: noMember,
  2345: ({ names: [source = "", target = ""] }) => needs(target, source, "The value in the brackets"),
  2349: ({ code }) =>
    `\`${code}\` is not a function, so it cannot be run with brackets. Leave the brackets out, or check the name.`,
  2351: ({ code }) => `\`${code}\` cannot be made with new. Leave new out, or check the name.`,
  2353: notAfterAll,
  2355: noReturn,
  2362: notNumber("left"),
  2363: notNumber("right"),
  2365: ({ names: [sign, left = "", right = ""] }) =>
    isPromise(left) || isPromise(right)
      ? `One side of ${sign} is a promise. ${forgottenAwait}`
      : `${sign} does not work between ${plainType(left)} and ${plainType(right)}. Both sides must be of the same kind.`,
  2366: noReturn,
  2367: ({ names: [left = "", right = ""] }) =>
    `These two can never be equal: one is ${plainType(left)}, the other is ${plainType(right)}. Check the spelling, or turn one into the kind of the other.`,
  2440: ({ names: [name] }) => `"${name}" is brought in and made in the same cell. Give one of them another name.`,
  2448: tooEarly,
  2449: tooEarly,
  2451: ({ names: [name] }) =>
    `"${name}" is made twice in this cell. Leave let or const out the second time, or use another name.`,
  2454: ({ names: [name] }) => `"${name}" is used before anything was put into it. Give it a value first.`,
  2461: ({ names: [type = ""] }) => `A list is needed here, but this is ${plainType(type)}.`,
  2488: ({ names: [type = ""] }) =>
    isPromise(type)
      ? `One cannot go through a promise. ${forgottenAwait}`
      : `One cannot go through this one by one: it is ${plainType(type)}, not a list.`,
  2531: perhapsNothing("null (nothing)"),
  2532: perhapsNothing("undefined (nothing there)"),
  2533: perhapsNothing("nothing"),
  2538: ({ names: [type = ""] }) =>
    `Between these brackets a name or a number is needed, but this is ${plainType(type)}.`,
  2540: ({ names: [name] }) => `"${name}" can only be read, not changed.`,
  2551: ({ names: [name, , meant] }) => `There is no "${name}" in this. Did you mean "${meant}"?`,
  2552: meantName,
  2554: arguments_,
  2555: ({ numbers: [wanted, got] }) =>
    `This needs at least ${countOf(wanted, "value")} in its brackets, but was given ${got === "0" ? "none" : got}.`,
  2561: ({ names: [name, , meant] }) =>
    `"${name}" is not one of the things that can be set here. Did you mean "${meant}"?`,
  2571: ({ code }) => `Nothing is known about \`${code}\`, so nothing can be done with it yet. Check first what it is.`,
  2580: noWebPage,
  2581: noWebPage,
  2582: noWebPage,
  2584: noWebPage,
  2588: ({ names: [name] }) =>
    `"${name}" was made with const, so it should keep its value. Write let where you make it if it is to change.`,
  2683: () => "Here this stands for nothing in particular. Give the function what it needs in its brackets.",
  2693: ({ names: [name] }) => `"${name}" is the name of a kind of value, not a value. It cannot be worked with here.`,
  2724: ({ names: [module, name, meant] }) => `${module} has nothing called "${name}". Did you mean "${meant}"?`,
  2739: ({ names: [, target = ""] }) =>
    `Some parts are missing: this must be ${plainType(target)} with all that belongs to it.`,
  2740: ({ names: [source = "", target = ""] }) => needs(target, source, "This value"),
  2741: ({ names: [name] }) => `"${name}" is missing here. Add it.`,
  2749: ({ names: [name] }) =>
    `"${name}" is a value, not the name of a kind of value, so it cannot stand after the colon.`,
  2769: () =>
    "The values in the brackets do not fit. Check how many there are, their order, and whether each is text, a number or a list.",
  2774: ({ code }) =>
    `This is always true, because \`${code}\` is a function. Did you mean to run it? Then add ( ) after it.`,
  2801: () => `This is always true, because it is a promise. ${forgottenAwait}`,
  2845: () => "NaN is equal to nothing, not even to itself. Ask with Number.isNaN(…).",
  7005: unclear,
  7006: unclear,
  7016: ({ names: [module] }) =>
    `"${module}" does not say which kinds of values it works with, so they cannot be checked.`,
  7031: unclear,
  7053: ({ code }) =>
    `It is not sure that there is such a part: \`${code}\`. Check the name between the square brackets.`,
  18004: ({ names: [name] }) =>
    `Nothing here is called "${name}". Write a colon and a value after it, or make "${name}" first.`,
  18046: ({ names: [name] }) =>
    `Nothing is known about "${name}", so nothing can be done with it yet. Check first what it is.`,
  18047: perhapsNothing("null (nothing)"),
  18048: perhapsNothing("undefined (nothing there)"),
  18049: perhapsNothing("nothing"),
};

function countOf(number: string | undefined, word: string): string {
  return number === "1" ? `1 ${word}` : `${number ?? "other"} ${word}s`;
}
