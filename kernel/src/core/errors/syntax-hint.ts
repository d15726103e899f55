import { createTextLines } from "../compile/text-lines.js";

interface Habit {
  readonly pattern: RegExp;
  readonly hint: string;
}

/** What people bring along from elsewhere: other languages, a word processor. Looked for in the line of the mistake. */
const habits: readonly Habit[] = [
  { pattern: /[“”„‟‘’‚]/, hint: "These quotation marks come from a word processor. Type them again as \" or '." },
  { pattern: /[–—−]/, hint: "This dash comes from a word processor. Type a plain - instead." },
  { pattern: /^\s*def\s+\w+/, hint: "A function begins with the word function: function name(…) { … }." },
  { pattern: /^\s*elif\b/, hint: "Write else if (…) { … }." },
  { pattern: /^\s*(?:if|while|for)\b[^({]*:\s*$/, hint: "A condition stands in ( ), and what belongs to it in { }." },
  {
    pattern: /^\s*print\s+\S/,
    hint: "To show something, write console.log(…), or put it on the last line of the cell.",
  },
  { pattern: /[\w)\]]\s+(?:and|or)\s+[\w(!]/, hint: "Write && for and, || for or." },
  { pattern: /\bnot\s+\w/, hint: "Write ! for not, without a space after it." },
  {
    pattern: /^\s*(?:from\s+\S+\s+import|import\s+\w+(?:\.\w+)*\s+as)\b/,
    hint: 'Write import { name } from "package".',
  },
  { pattern: /^\s*#/, hint: "A note begins with // here." },
  { pattern: /=>\s*\{\s*\w+\s*:/, hint: "To give back an object from =>, put it in round brackets: => ({ … })." },
  { pattern: /<-/, hint: "Write = to give a variable its value." },
  { pattern: /\b(?:if|while)\b(?!\s*\()/, hint: "A condition stands in round brackets: if (…) { … }." },
];

/** What to try where a cell can't be read. */
export function hintForMistake(source: string, line: number, _column: number): string | undefined {
  const text = createTextLines(source).line(line);
  return habits.find(({ pattern }) => pattern.test(text))?.hint;
}
