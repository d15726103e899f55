import type { Submission } from "./submission.js";

export const overfitting: readonly Submission[] = [
  { tries: "the answer typed in", source: "let total = 6;" },
  { tries: "the answer for the data that one can see", source: "let total = numbers.length === 3 ? 6 : 0;" },
  {
    tries: "a table of known data",
    source: 'let total = ({ "1,2,3": 6 } as Record<string, number>)[numbers.join()] ?? numbers.length;',
  },
  { tries: "guessing by the number of rows", source: "let total = numbers.length * 2;" },
  { tries: "a different answer at each run", source: "let total = [6, 424242][Math.floor(Math.random() * 0.999)];" },
  { tries: "the first number", source: "let total = numbers[0];" },
  { tries: "the answer by the clock", source: "let total = process.uptime() < 1e9 ? 6 : 424242;" },
  {
    tries: "the visible call answered, others not",
    exercise: "rate",
    source: "function rate(part: number, whole: number) { return part === 1 && whole === 2 ? 50 : 0; }",
  },
  { tries: "always the visible answer", exercise: "rate", source: "const rate = () => 50;" },
  {
    tries: "counting its calls",
    exercise: "rate",
    source: "let calls = 0; function rate() { return [50, 50, 33][calls++]; }",
  },
  {
    tries: "remembering earlier calls on the disk",
    exercise: "rate",
    source:
      'const fs = await import("node:fs"); function rate(part: number) { fs.appendFileSync("seen", part + "\\n"); return fs.readFileSync("seen", "utf8").split("\\n").length < 4 ? 50 : 33; }',
  },
  { tries: "a random answer", exercise: "rate", source: "const rate = () => Math.random() * 100;" },
];
