/**
 * The compiler on one notebook. One file changes, and exactly one in each snapshot: then the compiler keeps everything else, and a
 * check takes milliseconds. Questions must be asked one after the other.
 */
import type { Completion, Inspection } from "../../core/assist/completion.js";
import { isWordCharacter, wordStart } from "../../core/assist/completion.js";
import { withoutRenaming, type AccumulatedCells, type FileWithCell } from "../../core/assist/accumulated-cells.js";
import { inspectedPlace } from "../../core/assist/inspect-in-memory.js";
import { isPlainName } from "../../core/assist/name-chain.js";
import { missingName, plainSentence, type Diagnostic } from "../../core/assist/plain-diagnostic.js";
import type {
  CompletionAnswer,
  CompletionsAnswer,
  DiagnosticAnswer,
  SnapshotAnswer,
  SymbolAnswer,
  TagAnswer,
  TypeAnswer,
} from "./compiler-answers.js";
import type { CompilerProcess } from "./compiler-process.js";
import type { NotebookFiles } from "./notebook-files.js";
import { completionKind } from "./symbol-words.js";

export interface TypeService {
  check(source: string): Promise<readonly Diagnostic[]>;
  complete(source: string, offset: number): Promise<readonly Completion[]>;
  inspect(source: string, offset: number): Promise<Inspection | undefined>;
}

const errorCategory = 1;
const moduleNotFound = 2307;
/** `SymbolFlags.Alias`: an import stands for something else. */
const aliasFlag = 1 << 21;
const mostCompletions = 200;
/** Types and documentation are asked for one by one; of a longer list, a front end asks for the entry that is looked at (inspect). */
const mostDescribed = 8;

export async function openTypeService(
  compiler: CompilerProcess,
  files: NotebookFiles,
  cells: AccumulatedCells,
): Promise<TypeService> {
  const { configFile, notebookFile: file } = files;
  let text = "";
  /** A module was not found the last time. It may have come since, and the compiler remembers that it was not there. */
  let lookAgain = false;
  await compiler.ask("initialize", null);
  let snapshot = await compiler.ask<SnapshotAnswer>("updateSnapshot", { openProjects: [configFile] });

  const update = async (fileChanges: object): Promise<void> => {
    const old = snapshot.snapshot;
    snapshot = await compiler.ask<SnapshotAnswer>("updateSnapshot", { fileChanges });
    await compiler.ask("release", { snapshot: old });
  };
  const prepare = async (prepared: FileWithCell): Promise<void> => {
    if (lookAgain) {
      lookAgain = false;
      await update({ invalidateAll: true });
    }
    for (const changed of files.changedOnDisk()) await update({ changed: [changed] });
    if (prepared.text === text) return;
    files.setNotebook(prepared.text);
    text = prepared.text;
    await update({ changed: [file] });
  };
  const ask = <Answer>(method: string, parameters: object): Promise<Answer> =>
    compiler.ask<Answer>(method, { snapshot: snapshot.snapshot, project: snapshot.projects[0]?.id, ...parameters });

  const describe = async (given: SymbolAnswer): Promise<{ detail: string; documentation: string }> => {
    const isAlias = (given.flags & aliasFlag) !== 0;
    const { id: symbol } = isAlias ? await ask<SymbolAnswer>("getAliasedSymbol", { symbol: given.id }) : given;
    const [type, documentation, tags] = await Promise.all([
      ask<TypeAnswer | null>("getTypeOfSymbol", { symbol }),
      ask<string | null>("getDocumentationComment", { symbol }),
      ask<readonly TagAnswer[] | null>("getJsDocTags", { symbol }),
    ]);
    const detail = type === null ? "" : await ask<string>("typeToString", { type: type.id });
    const lines = (tags ?? []).map(({ name, text: about }) => `@${name} ${about ?? ""}`.trim());
    const all = [(documentation ?? "").trim(), ...lines].filter((line) => line !== "");
    return { detail: withoutRenaming(detail), documentation: all.join("\n") };
  };

  return {
    check: async (source) => {
      const prepared = cells.withCell(source);
      await prepare(prepared);
      const here = ({ pos, end, category }: DiagnosticAnswer): boolean =>
        category === errorCategory && pos >= prepared.start && end <= prepared.end + 1;
      const [syntactic, semantic] = await Promise.all([
        ask<readonly DiagnosticAnswer[] | null>("getSyntacticDiagnostics", { file }),
        ask<readonly DiagnosticAnswer[] | null>("getSemanticDiagnostics", { file }),
      ]);
      lookAgain = (semantic ?? []).some(({ code }) => code === moduleNotFound);
      const broken = (syntactic ?? []).filter(here);
      // Of code that does not even parse the compiler guesses much that is not so.
      const found = broken.length > 0 ? broken.slice(0, 1) : (semantic ?? []).filter(here);
      return found.map((one) => diagnostic(one, prepared, source));
    },
    complete: async (source, offset) => {
      const prepared = cells.withCell(source, offset);
      await prepare(prepared);
      const position = prepared.fromCell(offset);
      const start = wordStart(source, offset);
      const prefix = source.slice(start, offset).toLowerCase();
      const find = async (includeSymbol: boolean): Promise<readonly CompletionAnswer[]> => {
        const list = await ask<CompletionsAnswer | null>("getCompletionsAtPosition", { file, position, includeSymbol });
        return (list?.entries ?? []).filter(
          ({ name }) => name.toLowerCase().startsWith(prefix) && !name.includes("__earlier"),
        );
      };
      // Symbols are most of an answer, and few of two hundred entries are looked at.
      const found = await find(false);
      const entries = found.length <= mostDescribed ? await find(true) : found;
      const sorted = entries
        .toSorted((a, b) => compare(a.sortText ?? "", b.sortText ?? "") || compare(a.name, b.name))
        .slice(0, mostCompletions);
      return Promise.all(
        sorted.map(async (entry) => {
          const described = entry.symbol == null ? undefined : await describe(entry.symbol);
          return completion(entry, source, start, described);
        }),
      );
    },
    inspect: async (source, offset) => {
      const prepared = cells.withCell(source, offset);
      const place = placeOfName(source, offset);
      if (place === undefined) return undefined;
      await prepare(prepared);
      const position = prepared.fromCell(place);
      const symbol = await ask<SymbolAnswer | null>("getSymbolAtPosition", { file, position });
      if (symbol === null) return undefined;
      const { detail, documentation } = await describe(symbol);
      const name = withoutRenaming(symbol.name);
      return { signature: `${name}: ${detail}`, ...(documentation === "" ? {} : { documentation }) };
    },
  };
}

function diagnostic(
  { pos, end, code, text, messageChain }: DiagnosticAnswer,
  file: FileWithCell,
  source: string,
): Diagnostic {
  const from = file.toCell(pos);
  const to = file.toCell(end);
  const whole = withoutRenaming([text, ...(messageChain ?? []).map((one) => one.text)].join("\n"));
  const [line, column] = lineAndColumn(source, from);
  const [endLine, endColumn] = lineAndColumn(source, to);
  const plain = plainSentence(code, whole, source.slice(from, to));
  const name = missingName(code, whole);
  return { line, column, endLine, endColumn, code, message: whole, plain, ...(name === undefined ? {} : { name }) };
}

function lineAndColumn(source: string, offset: number): [line: number, column: number] {
  const before = source.slice(0, offset);
  return [before.split("\n").length, offset - before.lastIndexOf("\n")];
}

function completion(
  { name, kind, insertText }: CompletionAnswer,
  source: string,
  start: number,
  described: { detail: string; documentation: string } | undefined,
): Completion {
  const text = insertText ?? name;
  // `?.name` and `["a name"]` take the place of the dot, too.
  const dot = /^(?:\?\.|\[)/.test(text) && source[start - 1] === "." ? start - 1 : undefined;
  return {
    text,
    kind: completionKind(kind),
    ...(dot === undefined && isPlainName(text) ? {} : { start: dot ?? start }),
    ...(described === undefined || described.detail === "" ? {} : { detail: described.detail }),
    ...(described === undefined || described.documentation === "" ? {} : { documentation: described.documentation }),
  };
}

/** A place inside the name that the cursor touches, or inside the name of the function in whose brackets it stands. */
function placeOfName(source: string, offset: number): number | undefined {
  if (isWordCharacter(source, offset)) return offset;
  if (isWordCharacter(source, offset - 1)) return offset - 1;
  const callee = inspectedPlace(source, offset)?.context.calls[0]?.callee;
  return callee === undefined ? undefined : callee.end - 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
