import type { ExportAllDeclaration, ExportNamedDeclaration, ImportDeclaration, ModuleExportName } from "oxc-parser";
import { importHook } from "./hooks.js";

/**
 * An import statement as code that runs anywhere.
 * @param local under which name a variable of that name is kept
 */
export function importText(statement: ImportDeclaration, local: (name: string) => string): string {
  const whole = statement.specifiers.find((one) => one.type === "ImportNamespaceSpecifier");
  const named = statement.specifiers.flatMap((one) => {
    if (one.type === "ImportNamespaceSpecifier") return [];
    const imported = one.type === "ImportDefaultSpecifier" ? "default" : exportedName(one.imported);
    return [{ imported, local: local(one.local.name) }];
  });
  const parts: string[] = [];
  if (whole !== undefined) parts.push(`let ${local(whole.local.name)} = ${loadText(statement)};`);
  if (named.length > 0) {
    const pattern = named.map((one) => `${JSON.stringify(one.imported)}: ${one.local}`).join(", ");
    const names = named.map((one) => one.imported);
    parts.push(`let { ${pattern} } = ${loadText(statement, names)};`);
  }
  return parts.length === 0 ? `${loadText(statement)};` : parts.join(" ");
}

/** `await hook("specifier", { with: … }, ["names"])` */
export function loadText(
  statement: ImportDeclaration | ExportAllDeclaration | ExportNamedDeclaration,
  names?: readonly string[],
): string {
  const given = [JSON.stringify(statement.source?.value ?? "")];
  if (statement.attributes.length > 0 || names !== undefined) {
    const attributes = statement.attributes.map(({ key, value }) => {
      const name = key.type === "Literal" ? key.value : key.name;
      return `${JSON.stringify(name)}: ${JSON.stringify(value.value)}`;
    });
    given.push(attributes.length === 0 ? "undefined" : `{ with: { ${attributes.join(", ")} } }`);
  }
  if (names !== undefined) given.push(JSON.stringify(names));
  return `await ${importHook}(${given.join(", ")})`;
}

function exportedName(name: ModuleExportName): string {
  return name.type === "Literal" ? name.value : name.name;
}
