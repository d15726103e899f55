/**
 * Where a cell mentions names of the top level: its own declarations and whatever it takes from earlier cells. Names that
 * are bound further in (parameters, block variables, type parameters) are not among them. A declaration counts as a use
 * of itself, so renaming all uses renames the thing.
 */
import { asBoth, asType, asValue, declaredNames, hoistedVars, patternNames } from "./declared-names.js";
import { childOf, childrenOf, isSyntaxNode, nameOf, type SyntaxNode } from "./syntax-node.js";

export interface NameUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `asValue`, `asType` or `asBoth`. */
  readonly meaning: number;
  /** What must stand before a new name here: `{ a }` becomes `{ a: other }`, `import { a }` becomes `import { a as other }`. */
  readonly before: string;
}

/** A chain of sets, innermost first; undefined is the top level. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

type Found = (use: NameUse) => void;

export function nameUses(program: SyntaxNode): NameUse[] {
  const uses: NameUse[] = [];
  for (const statement of childrenOf(program, "body")) visit(statement, undefined, (use) => void uses.push(use));
  return uses;
}

function within(outer: Scope | undefined, fill: (add: (name: string) => void) => void): Scope {
  const names = new Set<string>();
  fill((name) => void names.add(name));
  return { names, outer };
}

function mention(node: SyntaxNode, meaning: number, scope: Scope | undefined, found: Found, before = ""): void {
  const name = nameOf(node);
  for (let at = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return;
  // `end` of a parameter with a type reaches over the type.
  found({ name, start: node.start, end: node.start + name.length, meaning, before });
}

function visitChildren(node: SyntaxNode, scope: Scope | undefined, found: Found, except = ""): void {
  for (const [key, value] of Object.entries(node)) {
    if (key === except) continue;
    if (isSyntaxNode(value)) visit(value, scope, found);
    else if (Array.isArray(value)) for (const child of value) if (isSyntaxNode(child)) visit(child, scope, found);
  }
}

function visit(node: SyntaxNode, scope: Scope | undefined, found: Found): void {
  switch (node.type) {
    case "Identifier":
      mention(node, asValue, scope, found);
      visitChildren(node, scope, found);
      return;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "TSDeclareFunction":
    case "TSEmptyBodyFunctionExpression":
    case "TSFunctionType":
    case "TSConstructorType":
    case "TSCallSignatureDeclaration":
    case "TSConstructSignatureDeclaration":
      visitFunction(node, scope, found);
      return;
    case "BlockStatement":
      visitChildren(node, blockScope(childrenOf(node, "body"), scope), found);
      return;
    case "TSModuleBlock":
    case "StaticBlock":
      visitChildren(
        node,
        within(scope, (add) => bodyNames(node, add)),
        found,
      );
      return;
    case "SwitchStatement": {
      const statements = childrenOf(node, "cases").flatMap((one) => childrenOf(one, "consequent"));
      visitChildren(node, blockScope(statements, scope), found);
      return;
    }
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement": {
      const head = childOf(node, "init") ?? childOf(node, "left");
      visitChildren(node, blockScope(head === undefined ? [] : [head], scope), found);
      return;
    }
    case "CatchClause":
      visitChildren(
        node,
        within(scope, (add) => patternNames(childOf(node, "param"), add)),
        found,
      );
      return;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      visitChildren(node, scope, found, "label");
      return;
    case "MetaProperty":
    case "ImportAttribute":
      return;
    case "MemberExpression":
      visitChildren(node, scope, found, node["computed"] === true ? "" : "property");
      return;
    case "Property":
      visitProperty(node, scope, found);
      return;
    case "MethodDefinition":
    case "TSAbstractMethodDefinition":
    case "PropertyDefinition":
    case "TSAbstractPropertyDefinition":
    case "AccessorProperty":
    case "TSPropertySignature":
      visitChildren(node, scope, found, node["computed"] === true ? "" : "key");
      return;
    case "TSMethodSignature":
      if (node["computed"] === true) visit(childOf(node, "key") ?? node, scope, found);
      visitFunction(node, scope, found, "key");
      return;
    default:
      if (node.type.startsWith("JSX")) visitJsx(node, scope, found);
      else if (/^(Import|Export|Class)/.test(node.type)) visitModuleOrClass(node, scope, found);
      else if (node.type.startsWith("TS")) visitType(node, scope, found);
      else visitChildren(node, scope, found);
  }
}

/** `var` is not bound by a block. */
function blockScope(statements: readonly SyntaxNode[], outer: Scope | undefined): Scope {
  return within(outer, (add) =>
    declaredNames(
      statements.filter((one) => one["kind"] !== "var"),
      add,
    ),
  );
}

/** The body of a function, a namespace or a static block binds `var`, too, from however far in. */
function bodyNames(body: SyntaxNode, add: (name: string) => void): void {
  declaredNames(childrenOf(body, "body"), add);
  for (const statement of childrenOf(body, "body")) hoistedVars(statement, add);
}

function visitFunction(node: SyntaxNode, scope: Scope | undefined, found: Found, except = "id"): void {
  const id = childOf(node, "id");
  if (id !== undefined && node.type !== "FunctionExpression") mention(id, asValue, scope, found);
  const body = childOf(node, "body");
  const inner = within(scope, (add) => {
    if (id !== undefined && node.type === "FunctionExpression") add(nameOf(id));
    typeParameterNames(node, add);
    for (const one of childrenOf(node, "params")) patternNames(one, add);
    if (body?.type === "BlockStatement") bodyNames(body, add);
  });
  visitChildren(node, inner, found, except);
}

function typeParameterNames(node: SyntaxNode, add: (name: string) => void): void {
  const parameters = childOf(node, "typeParameters");
  if (parameters !== undefined) {
    for (const one of childrenOf(parameters, "params")) add(nameOf(childOf(one, "name")));
  }
}

function visitProperty(node: SyntaxNode, scope: Scope | undefined, found: Found): void {
  const value = childOf(node, "value");
  if (node["shorthand"] !== true || value === undefined) {
    visitChildren(node, scope, found, node["computed"] === true ? "" : "key");
    return;
  }
  const target = value.type === "AssignmentPattern" ? childOf(value, "left") : value;
  if (target !== undefined) mention(target, asValue, scope, found, `${nameOf(target)}: `);
  if (value.type === "AssignmentPattern") visitChildren(value, scope, found, "left");
}

function visitJsx(node: SyntaxNode, scope: Scope | undefined, found: Found): void {
  const name = childOf(node, "name");
  switch (node.type) {
    case "JSXOpeningElement":
    case "JSXClosingElement":
      // A small letter means an HTML element, not a name of the cell.
      if (name?.type === "JSXIdentifier" && /^[^a-z]/.test(nameOf(name))) mention(name, asValue, scope, found);
      else if (name?.type === "JSXMemberExpression") visit(name, scope, found);
      visitChildren(node, scope, found, "name");
      return;
    case "JSXMemberExpression": {
      const object = childOf(node, "object");
      if (object?.type === "JSXIdentifier") mention(object, asValue, scope, found);
      else if (object !== undefined) visit(object, scope, found);
      return;
    }
    default:
      visitChildren(node, scope, found, "name");
  }
}

function visitModuleOrClass(node: SyntaxNode, scope: Scope | undefined, found: Found): void {
  const id = childOf(node, "id");
  const local = childOf(node, "local");
  switch (node.type) {
    case "ClassDeclaration":
    case "ClassExpression": {
      if (id !== undefined && node.type === "ClassDeclaration") mention(id, asBoth, scope, found);
      const inner = within(scope, (add) => {
        if (id !== undefined && node.type === "ClassExpression") add(nameOf(id));
        typeParameterNames(node, add);
      });
      visitChildren(node, inner, found, "id");
      return;
    }
    case "ImportSpecifier": {
      const imported = childOf(node, "imported");
      const short = imported?.start === local?.start;
      if (local !== undefined) mention(local, asBoth, scope, found, short ? `${nameOf(local)} as ` : "");
      return;
    }
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "ExportSpecifier":
      if (local !== undefined) mention(local, asBoth, scope, found);
      return;
    default:
      visitChildren(node, scope, found);
  }
}

function visitType(node: SyntaxNode, scope: Scope | undefined, found: Found): void {
  switch (node.type) {
    case "TSTypeReference":
      visitTypeName(childOf(node, "typeName"), scope, found);
      visitChildren(node, scope, found, "typeName");
      return;
    case "TSInterfaceHeritage":
    case "TSClassImplements":
      visitTypeName(childOf(node, "expression"), scope, found);
      visitChildren(node, scope, found, "expression");
      return;
    case "TSQualifiedName":
      visitTypeName(node, scope, found);
      return;
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration": {
      const id = childOf(node, "id");
      if (id !== undefined) mention(id, asType, scope, found);
      visitChildren(
        node,
        within(scope, (add) => typeParameterNames(node, add)),
        found,
        "id",
      );
      return;
    }
    case "TSMappedType":
      visitChildren(
        node,
        within(scope, (add) => add(nameOf(childOf(node, "key")))),
        found,
      );
      return;
    case "TSConditionalType":
      visitChildren(
        node,
        within(scope, (add) => inferredNames(node, add)),
        found,
      );
      return;
    case "TSIndexSignature":
      visitChildren(
        node,
        within(scope, (add) => childrenOf(node, "parameters").forEach((one) => patternNames(one, add))),
        found,
      );
      return;
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      visitEnumOrModule(node, scope, found);
      return;
    case "TSEnumMember":
      visitChildren(node, scope, found, "id");
      return;
    case "TSNamedTupleMember":
      visitChildren(node, scope, found, "label");
      return;
    case "TSImportType":
      visitChildren(node, scope, found, "qualifier");
      return;
    default:
      visitChildren(node, scope, found);
  }
}

/** `T` in a type is a type; `a` in `a.T` is a namespace, which may be an import or anything else. */
function visitTypeName(node: SyntaxNode | undefined, scope: Scope | undefined, found: Found): void {
  if (node === undefined) return;
  if (node.type === "Identifier") mention(node, asType, scope, found);
  else if (node.type === "TSQualifiedName" || node.type === "MemberExpression") {
    const left = childOf(node, "left") ?? childOf(node, "object");
    if (left?.type === "Identifier") mention(left, asBoth, scope, found);
    else visitTypeName(left, scope, found);
  }
}

function visitEnumOrModule(node: SyntaxNode, scope: Scope | undefined, found: Found): void {
  const id = childOf(node, "id");
  if (id?.type === "Identifier" && node["global"] !== true) mention(id, asBoth, scope, found);
  const body = childOf(node, "body");
  if (body === undefined) return;
  const members = childrenOf(body, "members");
  visit(
    body,
    members.length === 0 ? scope : within(scope, (add) => members.forEach((one) => add(nameOf(childOf(one, "id"))))),
    found,
  );
}

function inferredNames(node: SyntaxNode, add: (name: string) => void): void {
  const parameter = node.type === "TSInferType" ? childOf(node, "typeParameter") : undefined;
  if (parameter !== undefined) add(nameOf(childOf(parameter, "name")));
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isSyntaxNode(child)) inferredNames(child, add);
    }
  }
}
