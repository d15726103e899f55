/**
 * The parser is native code that calls itself for each level of nesting, so a cell nested some thousands deep would end the
 * process, not raise an error. Such a cell is refused before it is read. Measured with 8 MB of stack: 2,000 nested functions,
 * 4,000 brackets, 4,000 branches of else-if and 4,000 conditions or assignments in a row still work, 10,000 do not.
 */
const deepest = 1000;
const longestChain = 3000;

// Text in quotes is passed over; what stands in a template or a comment counts, which only matters for a thousand open brackets.
const token = new RegExp(
  [
    String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`,
    String.raw`(?<open>[([{])|(?<close>[)\]}])`,
    String.raw`(?<branch>\b(?:else|if)\b)`,
    String.raw`(?<end>[;,]|(?<=[\w)\]}"'\x60])[ \t]*\n)`,
    String.raw`(?<link>[!~?:=<]|[-+](?=\s*[-+])|\b(?:new|typeof|void|await|keyof)\b)`,
  ].join("|"),
  "g",
);

/** Where a cell is nested too deeply to be read, if it is. */
export function tooDeepAt(source: string): number | undefined {
  // A cell this short can't reach the limits.
  if (source.length < deepest) return undefined;
  let depth = 0;
  let branches = 0;
  let chain = 0;
  for (const { groups = {}, index } of source.matchAll(token)) {
    if (groups["open"] !== undefined) depth++;
    else if (groups["close"] !== undefined) depth = Math.max(0, depth - 1);
    else if (groups["branch"] !== undefined) branches++;
    else if (groups["end"] !== undefined) chain = 0;
    else if (groups["link"] !== undefined) chain++;
    if (depth > deepest || branches > longestChain || chain > longestChain) return index;
  }
  return undefined;
}
