import type { Program, Statement, VariableDeclaration } from "oxc-parser";
import { boundNames } from "./bound-names.js";
import type { Edit } from "./generated-text.js";

/** A declaration by `var` below the top level: its names belong to the top level all the same. */
export interface NestedVariables {
  readonly declaration: VariableDeclaration;
  /** Whether it is the left side of `for … of` or `for … in`, where no value stands. */
  readonly loopTarget: boolean;
}

/** All declarations by `var` in blocks, loops and branches, but not in functions or classes. */
export function nestedVariables(statements: readonly Program["body"][number][]): NestedVariables[] {
  const found: NestedVariables[] = [];
  const waiting: Statement[] = [];
  const note = (declaration: VariableDeclaration, loopTarget: boolean): void => {
    if (declaration.kind === "var") found.push({ declaration, loopTarget });
  };
  for (const statement of statements) if (statement.type !== "VariableDeclaration") waiting.push(statement);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    switch (next.type) {
      case "VariableDeclaration":
        note(next, false);
        break;
      case "ForStatement":
        if (next.init?.type === "VariableDeclaration") note(next.init, false);
        break;
      case "ForInStatement":
      case "ForOfStatement":
        if (next.left.type === "VariableDeclaration") note(next.left, true);
        break;
      default:
        break;
    }
    waiting.push(...statementsIn(next));
  }
  return found;
}

function statementsIn(statement: Statement): readonly Statement[] {
  switch (statement.type) {
    case "BlockStatement":
      return statement.body;
    case "IfStatement":
      return statement.alternate === null ? [statement.consequent] : [statement.consequent, statement.alternate];
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
      return [statement.body];
    case "SwitchStatement":
      return statement.cases.flatMap((one) => one.consequent);
    case "TryStatement":
      return [
        statement.block,
        ...(statement.handler === null ? [] : [statement.handler.body]),
        ...(statement.finalizer === null ? [] : [statement.finalizer]),
      ];
    default:
      return [];
  }
}

/** `var a = 1, b, { c } = o` as an assignment: `(a = 1, void 0, { c } = o)`. Its names are declared elsewhere. */
export function asAssignment(declaration: VariableDeclaration): Edit[] {
  const [first] = declaration.declarations;
  const last = declaration.declarations.at(-1);
  if (first === undefined || last === undefined) return [];
  const nothing = declaration.declarations
    .filter((one) => one.init === null)
    .map((one) => ({ start: one.start, end: one.end, text: "void 0" }));
  return [
    { start: declaration.start, end: first.start, text: "(" },
    ...nothing,
    { start: last.end, end: last.end, text: ")" },
  ];
}

/** `for (var a of …)` with the name declared elsewhere: `for (a of …)`. */
export function asTarget(declaration: VariableDeclaration): Edit[] {
  const [first] = declaration.declarations;
  return first === undefined ? [] : [{ start: declaration.start, end: first.start, text: "" }];
}

export function declaredBy(declaration: VariableDeclaration): string[] {
  return declaration.declarations.flatMap((one) => boundNames(one.id));
}
