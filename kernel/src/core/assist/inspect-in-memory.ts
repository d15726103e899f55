/** What is known from memory about the name under the cursor. */
import { isWordCharacter, type Inspection } from "./completion.js";
import { cursorContext, type CursorContext } from "./cursor-context.js";
import type { LiveScope } from "./live-scope.js";
import { lookUp } from "./look-up.js";
import { chainText, type NameChain } from "./name-chain.js";
import { isObject, membersOf } from "./own-members.js";
import { shortValue } from "./short-value.js";
import { columnsOf, type Column } from "./table-columns.js";

const namesToTell = 30;

/** @param offset the cursor, in UTF-16 units; inside a call's brackets the function called is meant */
export function inspectInMemory(scope: LiveScope, source: string, offset: number): Inspection | undefined {
  const place = inspectedPlace(source, offset);
  if (place === undefined) return undefined;
  const { chain, context } = place;
  const found = lookUp(chain, context, scope);
  const text = chainText(chain);
  if (found === undefined) return undefined;
  if (found.type === "row") return { signature: `${text}: one row`, documentation: columnList(found.columns) };
  const columns = columnsOf(found.value, scope.isProxy);
  if (columns !== undefined) {
    return { signature: `${text}: table`, documentation: columnList(columns), value: shortValue(found.value) };
  }
  if (typeof found.value === "function") return { signature: `${text}${parametersOf(found.value)}` };
  const members = isObject(found.value) ? membersOf(found.value, scope.isProxy).filter((one) => one.own) : [];
  const keys = members.slice(0, namesToTell).map((one) => one.name);
  return {
    signature: `${text}: ${typeName(found.value)}`,
    value: shortValue(found.value),
    ...(keys.length === 0
      ? {}
      : { documentation: `Keys: ${keys.join(", ")}${members.length > namesToTell ? ", …" : ""}` }),
  };
}

export interface InspectedPlace {
  readonly chain: NameChain;
  readonly context: CursorContext;
}

/** The chain of names that the cursor stands in, or else the function in whose brackets it stands. */
export function inspectedPlace(source: string, offset: number): InspectedPlace | undefined {
  let end = offset;
  while (isWordCharacter(source, end)) end++;
  const context = cursorContext(source, end);
  if (context.type === "name" && context.prefix !== "") return { chain: { root: context.prefix, path: [] }, context };
  if (context.type === "member" && context.prefix !== "" && context.object !== undefined) {
    const { root, path } = context.object;
    return { chain: { root, path: [...path, context.prefix] }, context };
  }
  const callee = context.calls[0]?.callee;
  return callee === undefined ? undefined : { chain: callee, context };
}

function columnList(columns: readonly Column[]): string {
  const names = columns
    .slice(0, namesToTell)
    .map(({ name, sample }) => (sample === undefined ? name : `${name} (such as ${shortValue(sample)})`));
  return `Columns: ${names.join(", ")}${columns.length > namesToTell ? ", …" : ""}`;
}

function typeName(value: unknown): string {
  return isObject(value) ? shortValue(value) : typeof value;
}

/** The parameters as written, where the source shows them at once. */
function parametersOf(value: object): string {
  const source = Function.prototype.toString.call(value);
  return /^(?:async\s+)?(?:function\s*\*?\s*[\w$]*|[\w$]+)?\s*(\([^()]*\))/.exec(source)?.[1] ?? "(…)";
}
