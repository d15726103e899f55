/**
 * The parser is native code that calls itself for each level of nesting, so a cell nested some thousands deep would end the
 * process, not raise an error; and a megabyte of code becomes some three hundred megabytes of syntax tree. Such cells are
 * refused before they are read. Measured with 8 MB of stack: 2,000 nested functions, 4,000 brackets, 4,000 branches of else-if
 * and 4,000 conditions or assignments in a row still work, 10,000 do not.
 */
const deepest = 1000;
const longestChain = 3000;
const mostCode = 1_000_000;

export interface Excess {
  readonly message: string;
  readonly offset: number;
}

const tooDeep = "This cell is nested too deeply to be read. Split it up.";
const tooLong = "This cell holds more code than can be read at once. Put the data into a file, and read it from there.";

/** Words that may stand in front of an expression or statement again and again. */
const links = new Set(["new", "typeof", "void", "await", "keyof"]);
const branches = new Set(["if", "else"]);

/**
 * What of a cell is too much, if anything. Text in quotes is passed over, however long it is; what stands in a comment counts,
 * which only matters for a thousand brackets that are never closed. By hand and not by a pattern: a cell may have megabytes.
 */
export function beyondLimits(source: string): Excess | undefined {
  // A cell this short can't reach the limits.
  if (source.length < deepest) return undefined;
  let depth = 0;
  let branched = 0;
  let chain = 0;
  let code = 0;
  // The last character that was no blank: a line that ends in an operator goes on.
  let before = "";
  for (let at = 0; at < source.length; at++) {
    const one = source[at] ?? "";
    code++;
    switch (one) {
      case " ":
      case "\t":
        continue;
      case '"':
      case "'":
      case "`":
        at = endOfText(source, at, one);
        break;
      case "(":
      case "[":
      case "{":
        depth++;
        break;
      case ")":
      case "]":
      case "}":
        depth = Math.max(0, depth - 1);
        break;
      case ";":
      case ",":
        chain = 0;
        break;
      case "\n":
        if (/[\p{ID_Continue})\]}"'`]/u.test(before)) chain = 0;
        continue;
      case "!":
      case "~":
      case "?":
      case ":":
      case "=":
      case "<":
        chain++;
        break;
      case "+":
      case "-":
        // Signs in front of a number, not the terms of a sum: those are read in a loop.
        if (before === "+" || before === "-") chain++;
        break;
      default:
        if (one >= "a" && one <= "z" && !isWordCharacter(source[at - 1])) {
          const word = wordAt(source, at);
          if (links.has(word)) chain++;
          else if (branches.has(word)) branched++;
        }
        break;
    }
    if (depth > deepest || branched > longestChain || chain > longestChain) return { message: tooDeep, offset: at };
    if (code > mostCode) return { message: tooLong, offset: at };
    before = one;
  }
  return undefined;
}

/** The end of a text in quotes: its closing mark; without one the end of the line, of a template the end of the cell. */
function endOfText(source: string, start: number, mark: string): number {
  for (let at = start + 1; at < source.length; at++) {
    const one = source[at];
    if (one === mark || (one === "\n" && mark !== "`")) return at;
    if (one === "\\") at++;
  }
  return source.length;
}

function isWordCharacter(one: string | undefined): boolean {
  return one !== undefined && /[\w$]/.test(one);
}

/** No word looked for is longer than six letters. */
function wordAt(source: string, at: number): string {
  return /^[a-z]+/.exec(source.slice(at, at + 7))?.[0] ?? "";
}
