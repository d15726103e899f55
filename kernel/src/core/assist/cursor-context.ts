/**
 * What somebody is about to write at the cursor, read from the tokens before it: a name, a member of something, or text that may
 * be a column's name; which calls stand around it; and which names stand for rows of which table (`countries.filter((row) => …`).
 */
import { tokensBefore, type Token } from "./code-tokens.js";
import { wordStart } from "./completion.js";
import { chainEndingAt, isSign, type FoundChain, type NameChain } from "./name-chain.js";

export interface CursorContext {
  readonly type: "name" | "member" | "text" | "nothing";
  /** The written part of the word or text, and where it begins. */
  readonly prefix: string;
  readonly start: number;
  /** For a member: of what, if that is a chain of names; where its dot stands. For a text in brackets: of what. */
  readonly object?: NameChain;
  readonly dot?: number;
  /** Of a text: how it was opened. */
  readonly quote?: string;
  /** The calls around the cursor, innermost first. */
  readonly calls: readonly CallAround[];
  /** Names that stand for one row (or other element) of one of these. */
  readonly rows: ReadonlyMap<string, readonly NameChain[]>;
}

export interface CallAround {
  readonly callee: FoundChain | undefined;
  /** Arguments before the cursor that are chains of names, and what the method belongs to. */
  readonly given: readonly NameChain[];
}

interface Frame {
  readonly open: string;
  readonly openAt: number;
  readonly callee: FoundChain | undefined;
  readonly given: NameChain[];
  argumentAt: number;
  parameters: readonly string[];
}

export function cursorContext(source: string, offset: number): CursorContext {
  const begun = tokensBefore(source, offset);
  const start = begun.inside === "code" ? wordStart(source, offset) : begun.insideStart + 1;
  const { tokens } = begun.inside === "code" ? tokensBefore(source, start) : begun;
  const frames = framesAround(tokens);
  const around = { calls: callsIn(frames), rows: new Map([...rowsOfLoops(tokens), ...rowsOfCalls(frames)]) };
  const prefix = source.slice(start, offset);
  const before = tokens.at(-1);
  if (begun.inside === "comment") return { type: "nothing", prefix: "", start: offset, ...around };
  if (begun.inside !== "code") {
    const object = isSign(before, "[") ? chainEndingAt(tokens, tokens.length - 2) : undefined;
    const quote = source[begun.insideStart] ?? '"';
    return { type: "text", prefix, start, quote, ...(object === undefined ? {} : { object }), ...around };
  }
  if (before !== undefined && isSign(before, ".", "?.")) {
    const object = chainEndingAt(tokens, tokens.length - 2);
    return { type: "member", prefix, start, dot: before.start, ...(object === undefined ? {} : { object }), ...around };
  }
  const declaring = before?.type === "name" && namesSomethingNew.test(before.text);
  const inNumber = before?.type === "number" && before.end === start;
  return { type: declaring || inNumber ? "nothing" : "name", prefix, start, ...around };
}

const namesSomethingNew = /^(?:let|const|var|function|class|interface|type|enum|namespace)$/;

/** The brackets that are open at the end of these tokens, outermost first. */
function framesAround(tokens: readonly Token[]): Frame[] {
  const frames: Frame[] = [{ open: "", openAt: -1, callee: undefined, given: [], argumentAt: 0, parameters: [] }];
  let closed: Frame | undefined;
  for (const [index, token] of tokens.entries()) {
    const top = frames.at(-1);
    if (token.type === "template") {
      if (token.text.startsWith("}") && frames.length > 1) frames.pop();
      if (token.text.endsWith("${")) frames.push(openFrame(tokens, index));
    }
    if (token.type !== "sign" || top === undefined) continue;
    if ("([{".includes(token.text)) frames.push(openFrame(tokens, index));
    else if (")]}".includes(token.text)) {
      if (frames.length > 1) closed = frames.pop();
      if (token.text === ")" && closed !== undefined && isFunctionHead(tokens, closed.openAt)) {
        const outer = frames.at(-1);
        if (outer !== undefined) outer.parameters = parameterNames(tokens, closed.openAt + 1, index);
      }
    } else if (token.text === ",") {
      giveArgument(tokens, top, index);
      top.argumentAt = index + 1;
      top.parameters = [];
    } else if (token.text === "=>") {
      const name = tokens[index - 1];
      top.parameters =
        name?.type === "name" ? [name.text] : parameterNames(tokens, (closed?.openAt ?? index) + 1, index - 1);
    }
  }
  return frames;
}

function openFrame(tokens: readonly Token[], index: number): Frame {
  const callee = tokens[index]?.text === "(" ? chainEndingAt(tokens, index - 1) : undefined;
  return { open: tokens[index]?.text ?? "", openAt: index, callee, given: [], argumentAt: index + 1, parameters: [] };
}

/** An argument counts if the whole of it is a chain of names. */
function giveArgument(tokens: readonly Token[], frame: Frame, end: number): void {
  const chain = frame.open === "(" ? chainEndingAt(tokens, end - 1) : undefined;
  if (chain?.first === frame.argumentAt) frame.given.push(chain);
}

function isFunctionHead(tokens: readonly Token[], openAt: number): boolean {
  const before = tokens[openAt - 1];
  return before?.text === "function" || (before?.type === "name" && tokens[openAt - 2]?.text === "function");
}

/** `a`, `b` and `c` of `a, b: Row, c = 1`. */
function parameterNames(tokens: readonly Token[], from: number, to: number): string[] {
  const names: string[] = [];
  let depth = 0;
  for (let index = from; index < to; index++) {
    const token = tokens[index];
    if (isSign(token, "(", "[", "{")) depth++;
    else if (isSign(token, ")", "]", "}")) depth--;
    else if (depth === 0 && token?.type === "name" && (index === from || isSign(tokens[index - 1], ","))) {
      names.push(token.text);
    }
  }
  return names;
}

function callsIn(frames: readonly Frame[]): CallAround[] {
  return frames
    .filter((frame) => frame.open === "(")
    .map(({ callee, given }) => ({ callee, given: [...given, ...receiverOf(callee)] }))
    .toReversed();
}

function receiverOf(callee: NameChain | undefined): NameChain[] {
  return callee === undefined || callee.path.length === 0
    ? []
    : [{ root: callee.root, path: callee.path.slice(0, -1) }];
}

/** `countries.filter((row) => …)`, `addColumn(countries, "a", (row) => …)`. */
function* rowsOfCalls(frames: readonly Frame[]): Generator<[string, readonly NameChain[]]> {
  for (const { open, callee, given, parameters } of frames) {
    if (open !== "(" || callee === undefined) continue;
    const method = callee.path.at(-1) ?? "";
    const from = method.startsWith("reduce") ? 1 : 0;
    const to = /^(?:reduce|sort|toSorted)/.test(method) ? 2 : 1;
    const sources = [...receiverOf(callee), ...given];
    for (const name of parameters.slice(from, to)) if (sources.length > 0) yield [name, sources];
  }
}

/** `for (let row of countries) …` */
function* rowsOfLoops(tokens: readonly Token[]): Generator<[string, readonly NameChain[]]> {
  for (const [index, token] of tokens.entries()) {
    const name = tokens[index - 1];
    if (token.text !== "of" || token.type !== "name" || name?.type !== "name") continue;
    if (!/^(?:let|const|var)$/.test(tokens[index - 2]?.text ?? "")) continue;
    const close = tokens.findIndex((one, at) => at > index && isSign(one, ")"));
    const chain = close < 0 ? undefined : chainEndingAt(tokens, close - 1);
    if (chain?.first === index + 1) yield [name.text, [chain]];
  }
}
