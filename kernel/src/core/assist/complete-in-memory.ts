/**
 * What can be offered at the cursor because it is in memory: names, members of objects, columns of tables. It knows what the
 * types do not: the columns of a file that was read a minute ago.
 */
import type { Completion, CompletionKind } from "./completion.js";
import { cursorContext, type CursorContext } from "./cursor-context.js";
import type { LiveScope } from "./live-scope.js";
import { lookUp } from "./look-up.js";
import { isPlainName } from "./name-chain.js";
import { isObject, membersOf, type Member } from "./own-members.js";
import { shortValue } from "./short-value.js";
import { columnsOf, type Column } from "./table-columns.js";

const most = 300;

/** @param offset the cursor, in UTF-16 units */
export function completeInMemory(scope: LiveScope, source: string, offset: number): Completion[] {
  const context = cursorContext(source, offset);
  return candidates(context, scope)
    .filter(({ match }) => match.toLowerCase().startsWith(context.prefix.toLowerCase()))
    .slice(0, most)
    .map(({ completion }) => completion);
}

interface Candidate {
  /** What is compared with what was typed. */
  readonly match: string;
  readonly completion: Completion;
}

function candidates(context: CursorContext, scope: LiveScope): Candidate[] {
  if (context.type === "name") return names(context, scope);
  if (context.type === "member") return context.object === undefined ? [] : members(context, scope);
  return context.type === "text" ? texts(context, scope) : [];
}

function names(context: CursorContext, scope: LiveScope): Candidate[] {
  const rows = [...context.rows.keys()].map((name) => candidate(name, { text: name, kind: "variable" }));
  const others = scope.names().map((name) => {
    // Asking for thousands of values would take longer than anybody waits.
    const value = context.prefix === "" ? undefined : name.startsWith(context.prefix) && scope.evaluateSafely(name);
    const known = value !== undefined && value !== false;
    return candidate(name, {
      text: name,
      kind: known ? kindOf(value) : "variable",
      ...(known ? { detail: shortValue(value) } : {}),
    });
  });
  return [...rows, ...others];
}

function members(context: CursorContext, scope: LiveScope): Candidate[] {
  const found = context.object === undefined ? undefined : lookUp(context.object, context, scope);
  if (found === undefined) return [];
  if (found.type === "row") return found.columns.map((one) => columnMember(one, context));
  return membersOf(found.value, scope.isProxy).map((one) => member(one, context));
}

function member({ name, value, getter, own }: Member, context: CursorContext): Candidate {
  const kind = getter ? "property" : kindOf(value, "property");
  const detail = getter || typeof value === "function" ? {} : { detail: shortValue(value) };
  return candidate(name, { ...placed(name, context), kind: kind === "function" && !own ? "method" : kind, ...detail });
}

function columnMember({ name, sample }: Column, context: CursorContext): Candidate {
  const detail = sample === undefined ? {} : { detail: `such as ${shortValue(sample)}` };
  return candidate(name, { ...placed(name, context), kind: "column", ...detail });
}

/** A name with a blank in it cannot follow a dot: the dot makes room for brackets. */
function placed(name: string, { start, dot }: CursorContext): Pick<Completion, "text" | "start"> {
  return isPlainName(name) || dot === undefined
    ? { text: name, start }
    : { text: `[${JSON.stringify(name)}]`, start: dot };
}

function texts(context: CursorContext, scope: LiveScope): Candidate[] {
  const columns = new Map<string, Completion>();
  const offer = (name: string, detail: string | undefined): void => {
    if (columns.has(name)) return;
    const text = escaped(name, context.quote ?? '"');
    columns.set(name, { text, kind: "column", start: context.start, ...(detail === undefined ? {} : { detail }) });
  };
  const offerAll = (list: readonly Column[] | undefined): void =>
    list?.forEach(({ name, sample }) =>
      offer(name, sample === undefined ? undefined : `such as ${shortValue(sample)}`),
    );
  if (context.object !== undefined) {
    const found = lookUp(context.object, context, scope);
    if (found?.type === "row") offerAll(found.columns);
    else if (found !== undefined) {
      for (const one of membersOf(found.value, scope.isProxy)) if (one.own) offer(one.name, undefined);
    }
  } else {
    for (const call of context.calls) {
      for (const given of call.given) {
        const found = lookUp(given, context, scope);
        offerAll(found?.type === "row" ? found.columns : columnsOf(found?.value, scope.isProxy));
      }
      // The innermost call that was given a table is the one that wants a column.
      if (columns.size > 0) break;
    }
  }
  return [...columns].map(([name, completion]) => candidate(name, completion));
}

function escaped(name: string, quote: string): string {
  return name.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
}

function candidate(match: string, completion: Completion): Candidate {
  return { match, completion };
}

function kindOf(value: unknown, otherwise: CompletionKind = "variable"): CompletionKind {
  if (typeof value === "function") return shortValue(value) === "class" ? "class" : "function";
  return isObject(value) && Object.prototype.toString.call(value) === "[object Module]" ? "module" : otherwise;
}
