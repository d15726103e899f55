/**
 * From a cell as written to code that can be evaluated in a session that goes on. oxc reads it and takes the types away,
 * `rewrite` makes a script of the module. Every place in the result leads back to the line and column as written.
 */
import { transformSync } from "oxc-transform";
import type { Program } from "oxc-parser";
import { jsxHook } from "./hooks.js";
import { lowerDecorators } from "./lower-decorators.js";
import { isNameOfTheRealm, ownName } from "./names-of-the-realm.js";
import { mistake, parseSource, type ParsedSource } from "./parse-source.js";
import { rewrite } from "./rewrite.js";
import { createMapping, type Mapping } from "./source-mapping.js";
import { createTextLines, type TextPosition } from "./text-lines.js";

export interface CompileOptions {
  /** The cell's address in stack traces, such as "cell-3.ts"; each evaluation has its own. */
  readonly name: string;
  /**
   * Global function that is given the awaited value of the cell's last expression. Without it the value is thrown away, as it
   * is when the cell ends in a semicolon.
   */
  readonly resultHook?: string;
  /** Names that earlier cells declared (`declared` of each). */
  readonly earlier?: Iterable<string>;
}

export type CompiledCell =
  | {
      readonly type: "compiled";
      /** To be evaluated one after the other. */
      readonly parts: readonly string[];
      /** Names of the session that this cell makes or makes again, as written. */
      readonly declared: readonly string[];
      /** From a place in the evaluated code to the place in the cell, both from 1. */
      readonly position: (line: number, column: number) => TextPosition;
      /** Whether the result hook is called when the cell ends well. */
      readonly hasResult: boolean;
    }
  | { readonly type: "broken"; readonly message: string; readonly line: number; readonly column: number };

/**
 * A cell with decorators can only be compiled after `prepareCompile` has resolved for it. Never throws: what can't be compiled
 * is "broken", with the place.
 */
export function compileCell(source: string, options: CompileOptions): CompiledCell {
  // V8 and the translator must count the same lines.
  const written = source.replaceAll(/\r\n?/g, "\n");
  const lines = createTextLines(written);
  const broken = (message: string, offset: number): CompiledCell => ({
    type: "broken",
    message,
    ...lines.positionAt(offset),
  });
  const parsed = parseSource(written);
  if (parsed.type === "mistake") return broken(parsed.message, parsed.offset);
  const translated = translate(parsed);
  if (translated.type === "mistake") return broken(translated.message, parsed.writtenOffset(translated.offset));
  const lowered = lowerDecorators(translated.js, options.name);
  if (lowered.type === "mistake") {
    const { line, column } = translated.mapping(lowered.at);
    return broken(lowered.message, parsed.writtenOffset(createTextLines(parsed.text).offsetAt({ line, column })));
  }
  const { js } = lowered;
  const { fresh, required, showsLast } = traitsOf(parsed.program, parsed.text);
  const earlier = new Set(options.earlier);
  const { code, declared, hasResult, originOf } = rewrite(js, {
    resultHook: showsLast ? options.resultHook : undefined,
    fresh,
    required,
    renames: (declared) => {
      const kept = [...new Set([...declared, ...earlier])].filter((name) => isNameOfTheRealm(name));
      return new Map([...lowered.renames, ...kept.map((name) => [name, ownName(name)] as const)]);
    },
  });
  return {
    type: "compiled",
    parts: [code],
    declared: declared.filter((name) => !lowered.renames.has(name)),
    hasResult,
    position: (line, column) => {
      const origin = createTextLines(js).positionAt(originOf(createTextLines(code).offsetAt({ line, column })));
      const place = translated.mapping(lowered.mapping(origin));
      return lines.positionAt(parsed.writtenOffset(createTextLines(parsed.text).offsetAt(place)));
    },
  };
}

type Translated =
  | { readonly type: "translated"; readonly js: string; readonly mapping: Mapping }
  | { readonly type: "mistake"; readonly message: string; readonly offset: number };

function translate({ text, lang }: ParsedSource): Translated {
  const { code, map, errors } = transformSync(`cell.${lang}`, text, {
    lang,
    sourceType: "module",
    sourcemap: true,
    target: "esnext",
    // An import that this cell does not use may be used by the next one.
    typescript: { onlyRemoveTypeImports: true },
    jsx: {
      runtime: "classic",
      pragma: `${jsxHook}.h`,
      pragmaFrag: `${jsxHook}.Fragment`,
      pure: false,
      throwIfNamespace: false,
    },
  });
  const [error] = errors;
  if (error !== undefined) return mistake(text, error);
  return { type: "translated", js: code, mapping: createMapping(map ?? { version: 3, mappings: "" }, code, text) };
}

interface Traits {
  readonly fresh: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  /** Whether the cell ends in an expression whose value is to be shown. */
  readonly showsLast: boolean;
}

/** What can only be seen in the cell as written. */
function traitsOf({ body }: Program, text: string): Traits {
  const fresh = new Set<string>();
  const required = new Set<string>();
  for (const statement of body) {
    const inner = statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? statement) : statement;
    if (inner.type === "TSEnumDeclaration") fresh.add(inner.id.name);
    if (inner.type === "TSImportEqualsDeclaration" && inner.moduleReference.type === "TSExternalModuleReference")
      required.add(inner.id.name);
  }
  const last = body.at(-1);
  const isValue = last?.type === "ExpressionStatement" || last?.type === "ExportDefaultDeclaration";
  return { fresh, required, showsLast: isValue && !text.slice(last.start, last.end).endsWith(";") };
}
