/** Which names a list of statements declares, and whether each names a value, a type, or both. */
import { childOf, childrenOf, isSyntaxNode, nameOf, type SyntaxNode } from "./syntax-node.js";

/** Bits: a class is both. */
export const asValue = 1;
export const asType = 2;
export const asBoth = 3;

export type Declare = (name: string, meaning: number) => void;

/** The names that belong to the block these statements stand in. `var` in blocks further in is not among them: see `hoistedVars`. */
export function declaredNames(statements: readonly SyntaxNode[], declare: Declare): void {
  for (const statement of statements) declaredBy(statement, declare);
}

function declaredBy(statement: SyntaxNode, declare: Declare): void {
  switch (statement.type) {
    case "VariableDeclaration":
      for (const one of childrenOf(statement, "declarations")) {
        patternNames(childOf(one, "id"), (name) => declare(name, asValue));
      }
      break;
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      declareId(statement, asValue, declare);
      break;
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSImportEqualsDeclaration":
      declareId(statement, asBoth, declare);
      break;
    case "TSModuleDeclaration":
      if (childOf(statement, "id")?.type === "Identifier" && statement["global"] !== true) {
        declareId(statement, asBoth, declare);
      }
      break;
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      declareId(statement, asType, declare);
      break;
    case "ImportDeclaration":
      for (const one of childrenOf(statement, "specifiers")) declare(nameOf(childOf(one, "local")), asBoth);
      break;
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration": {
      const inner = childOf(statement, "declaration");
      if (inner !== undefined) declaredBy(inner, declare);
      break;
    }
    default:
      break;
  }
}

function declareId(statement: SyntaxNode, meaning: number, declare: Declare): void {
  const name = nameOf(childOf(statement, "id"));
  if (name !== "") declare(name, meaning);
}

/** The names that a binding pattern binds: `{ a, b: [c = 1, ...d] }` binds a, c and d. */
export function patternNames(pattern: SyntaxNode | undefined, found: (name: string) => void): void {
  switch (pattern?.type) {
    case "Identifier":
      found(nameOf(pattern));
      break;
    case "ObjectPattern":
      for (const one of childrenOf(pattern, "properties")) {
        patternNames(one.type === "Property" ? childOf(one, "value") : one, found);
      }
      break;
    case "ArrayPattern":
      for (const one of childrenOf(pattern, "elements")) patternNames(one, found);
      break;
    case "AssignmentPattern":
      patternNames(childOf(pattern, "left"), found);
      break;
    case "RestElement":
      patternNames(childOf(pattern, "argument"), found);
      break;
    case "TSParameterProperty":
      patternNames(childOf(pattern, "parameter"), found);
      break;
    default:
      break;
  }
}

/** `var` reaches out of blocks up to its function, so it is looked for in all of them, but not in functions further in. */
export function hoistedVars(node: SyntaxNode, found: (name: string) => void): void {
  if (startsFunctionScope.test(node.type)) return;
  if (node.type === "VariableDeclaration" && node["kind"] === "var") {
    for (const one of childrenOf(node, "declarations")) patternNames(childOf(one, "id"), found);
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isSyntaxNode(child)) hoistedVars(child, found);
    }
  }
}

const startsFunctionScope = /Function|^Arrow|^Class|^StaticBlock$|^TSModule/;
