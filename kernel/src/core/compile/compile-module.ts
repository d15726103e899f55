/** A local TypeScript file that a cell imports: it stays a module, only its types go. */
import { transformSync } from "oxc-transform";

export type CompiledModule = { readonly code: string } | { readonly error: string };

export function compileModule(path: string, source: string): CompiledModule {
  const { code, errors } = transformSync(path, source, {
    sourceType: "module",
    target: "es2024",
    typescript: { onlyRemoveTypeImports: true },
  });
  const [error] = errors;
  return error === undefined ? { code } : { error: error.message };
}
