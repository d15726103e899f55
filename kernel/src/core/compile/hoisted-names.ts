import type { Program, VariableDeclaration } from "oxc-parser";
import { declaredBy } from "./variables.js";

type TopLevel = Program["body"][number];

/** The names that a statement of the top level makes. */
export function namesOf(statement: TopLevel): string[] {
  switch (statement.type) {
    case "ImportDeclaration":
      return statement.specifiers.map((one) => one.local.name);
    case "VariableDeclaration":
      return declaredBy(statement);
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id === null ? [] : [statement.id.name];
    default:
      return [];
  }
}

/**
 * Names that must be declared at the top, because what declares them stands below the top level, or more than once, or is used
 * above where it stands; and in a cell that runs in a block of its own, all of them.
 * @param nested names of `var` declarations below the top level
 * @param fresh names that must start afresh although their first value mentions them
 */
export function hoistedNames(
  js: string,
  statements: readonly TopLevel[],
  nested: readonly string[],
  inBlock: boolean,
  fresh: ReadonlySet<string>,
): Set<string> {
  const functions = new Set(statements.flatMap((one) => (one.type === "FunctionDeclaration" ? namesOf(one) : [])));
  const hoisted = new Set(nested);
  const taken = new Set(functions);
  const variables = statements.filter((one) => one.type === "VariableDeclaration").filter(({ kind }) => kind === "var");
  const functionTexts = statements
    .filter((one) => one.type === "FunctionDeclaration")
    .map(({ start, end }) => js.slice(start, end));
  for (const one of variables) {
    const before = [js.slice(0, one.start), ...functionTexts].join("\n");
    for (const name of namesOf(one)) {
      // What reads its own earlier value must not lose it by being declared first.
      const usedBefore = isMentioned(before, name) && !readsItself(one, name, js);
      if (fresh.has(name) || taken.has(name) || usedBefore) hoisted.add(name);
      taken.add(name);
    }
  }
  if (inBlock) {
    for (const one of statements) {
      if (one.type === "ClassDeclaration" || one.type === "VariableDeclaration")
        for (const name of namesOf(one)) hoisted.add(name);
    }
  }
  // A declaration is assigned as a whole: one name at the top takes its neighbours along, and they theirs.
  for (let before = -1; before !== hoisted.size;) {
    before = hoisted.size;
    for (const one of variables) {
      const names = namesOf(one);
      if (names.some((name) => hoisted.has(name))) for (const name of names) hoisted.add(name);
    }
  }
  // A function is declared where it is written out.
  return new Set([...hoisted].filter((name) => !functions.has(name)));
}

function readsItself({ declarations }: VariableDeclaration, name: string, js: string): boolean {
  return declarations.some(({ init }) => init !== null && isMentioned(js.slice(init.start, init.end), name));
}

/** Whether a name stands in a text as a word of its own. */
function isMentioned(text: string, name: string): boolean {
  if (!text.includes(name)) return false;
  const escaped = name.replaceAll("$", String.raw`\$`);
  return new RegExp(String.raw`(?<![\p{ID_Continue}$])${escaped}(?![\p{ID_Continue}$])`, "u").test(text);
}
