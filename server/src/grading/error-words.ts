/** What a program says when it stops, in words that help somebody who is not a programmer. The program's own words stay too. */

interface Translation {
  readonly pattern: RegExp;
  readonly say: (match: RegExpExecArray) => string;
}

const translations: readonly Translation[] = [
  {
    pattern: /^(\S+) is not defined$/,
    say: ([, name]) => `Nothing is called “${name}”. Check the spelling, and that the cell that makes it stands above.`,
  },
  {
    pattern: /^Cannot access '(.+)' before initialization$/,
    say: ([, name]) => `“${name}” is used before the line that makes it.`,
  },
  {
    pattern: /^Cannot read properties of (undefined|null) \(reading '(.+)'\)$/,
    say: ([, , key]) => `What stands before “.${key}” is empty. Check its name and the line that makes it.`,
  },
  {
    pattern: /^(\S+) is not a function$/,
    say: ([, name]) => `“${name}” can't be used with brackets behind it, because it is not a function.`,
  },
  {
    pattern: /^Cannot assign to read only property '(.+)' of object/,
    say: ([, key]) => `One = would change “${key}”, which can't be changed here. To compare, use ===, < or >.`,
  },
  {
    pattern: /ENOENT: no such file or directory, open '(?:.*\/)?([^/']+)'/,
    say: ([, file]) => `There is no file called “${file}” beside this notebook.`,
  },
  {
    pattern: /^The value is too large\.$/,
    say: () => "Your answer is too large to be checked. Make it smaller: the exercise asks for less.",
  },
  {
    pattern: /^Cannot find (?:module|package) '([^']+)'/,
    say: ([, name]) => `There is no package called “${name}” here.`,
  },
];

const longest = 500;

export function errorWords(name: string, message: string): string {
  const text = message.length > longest ? `${message.slice(0, longest)}…` : message;
  if (name === "SyntaxError") return `This can't be read as code: ${text}`;
  for (const { pattern, say } of translations) {
    const match = pattern.exec(text);
    if (match !== null) return say(match);
  }
  return name === "Error" || text.startsWith(name) ? text : `${name}: ${text}`;
}
