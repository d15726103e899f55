/**
 * TypeScript's native compiler on one notebook. One file changes, and exactly one in each snapshot: then the compiler keeps
 * everything else, and a check takes milliseconds. Questions must be asked one after the other.
 */
import type { Completion, Inspection } from "../../core/assist/completion.js";
import { isWordCharacter, wordStart } from "../../core/assist/completion.js";
import { createAccumulatedCells, withoutRenaming, type FileWithCell } from "../../core/assist/accumulated-cells.js";
import { inspectedPlace } from "../../core/assist/inspect-in-memory.js";
import { isPlainName } from "../../core/assist/name-chain.js";
import { missingName, plainSentence, type Diagnostic } from "../../core/assist/plain-diagnostic.js";
import type { TypescriptModule } from "./find-typescript.js";
import { createNotebookFiles } from "./notebook-files.js";
import { completionKind } from "./symbol-words.js";

type Api = InstanceType<TypescriptModule["API"]>;
type Snapshot = Awaited<ReturnType<Api["updateSnapshot"]>>;
type Project = NonNullable<ReturnType<Snapshot["getProject"]>>;
type Found = Awaited<ReturnType<Project["program"]["getSemanticDiagnostics"]>>[number];
type Entry = NonNullable<Awaited<ReturnType<Project["checker"]["getCompletionsAtPosition"]>>>["entries"][number];
type TypeSymbol = NonNullable<Entry["symbol"]>;

export interface TypeService {
  addCell(source: string): void;
  check(source: string): Promise<readonly Diagnostic[]>;
  complete(source: string, offset: number): Promise<readonly Completion[]>;
  inspect(source: string, offset: number): Promise<Inspection | undefined>;
  close(): Promise<void>;
}

const moduleNotFound = 2307;
const aliasFlag = 1 << 21;
const mostCompletions = 200;
/** Types and documentation are asked for one by one; of a longer list, a front end asks for the entry that is looked at (inspect). */
const mostDescribed = 12;

/** @param ours where our own packages are: for notebooks in folders that have none */
export async function openTypeService(
  typescript: TypescriptModule,
  folder: string,
  ours: string,
): Promise<TypeService> {
  const files = createNotebookFiles(folder, ours);
  const { configFile, notebookFile } = files;
  const cells = createAccumulatedCells();
  const api = new typescript.API({ cwd: folder, fs: { ...files.answers } });
  let text = "";
  let snapshot = await api.updateSnapshot({ openProjects: [configFile] });
  /** A module was not found the last time. It may have come since, and the compiler remembers that it was not there. */
  let lookAgain = false;

  const update = async (changes: Parameters<Api["updateSnapshot"]>[0]): Promise<void> => {
    const old = snapshot;
    snapshot = await api.updateSnapshot(changes);
    await old.dispose();
  };

  const project = async (file: FileWithCell): Promise<Project> => {
    if (lookAgain) {
      lookAgain = false;
      await update({ fileChanges: { invalidateAll: true } });
    }
    for (const changed of files.changedOnDisk()) await update({ fileChanges: { changed: [changed] } });
    if (file.text !== text) {
      files.setNotebook(file.text);
      text = file.text;
      await update({ fileChanges: { changed: [notebookFile] } });
    }
    const found = snapshot.getProject(configFile);
    if (found === undefined) throw new Error("The compiler has lost the notebook.");
    return found;
  };

  const describe = async (
    { checker }: Project,
    symbol: TypeSymbol,
  ): Promise<{ detail: string; documentation: string }> => {
    const target = (symbol.flags & aliasFlag) === 0 ? symbol : await checker.getAliasedSymbol(symbol);
    const [type, documentation, tags] = await Promise.all([
      checker.getTypeOfSymbol(target),
      checker.getDocumentationCommentOfSymbol(target),
      checker.getJsDocTagsOfSymbol(target),
    ]);
    const detail = type === undefined ? "" : withoutRenaming(await checker.typeToString(type));
    const lines = tags.map(({ name, text: about }) => `@${name} ${about ?? ""}`.trim());
    return { detail, documentation: [documentation.trim(), ...lines].filter((line) => line !== "").join("\n") };
  };

  return {
    addCell: (source) => cells.add(source),
    check: async (source) => {
      const file = cells.withCell(source);
      const { program } = await project(file);
      const here = ({ pos, end, category }: Found): boolean =>
        category === typescript.DiagnosticCategory.Error && pos >= file.start && end <= file.end + 1;
      const [syntactic, semantic] = await Promise.all([
        program.getSyntacticDiagnostics(notebookFile),
        program.getSemanticDiagnostics(notebookFile),
      ]);
      lookAgain = semantic.some(({ code }) => code === moduleNotFound);
      const broken = syntactic.filter(here);
      // Of code that does not even parse the compiler guesses much that is not so.
      return (broken.length > 0 ? broken.slice(0, 1) : semantic.filter(here)).map((one) =>
        diagnostic(one, file, source),
      );
    },
    complete: async (source, offset) => {
      const file = cells.withCell(source, offset);
      const current = await project(file);
      const { checker } = current;
      const start = wordStart(source, offset);
      const prefix = source.slice(start, offset).toLowerCase();
      const find = async (includeSymbol: boolean): Promise<readonly Entry[]> => {
        const at = file.fromCell(offset);
        const list = await checker.getCompletionsAtPosition(notebookFile, at, { includeSymbol });
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
          const described = entry.symbol === undefined ? undefined : await describe(current, entry.symbol);
          return completion(entry, source, start, described);
        }),
      );
    },
    inspect: async (source, offset) => {
      const file = cells.withCell(source, offset);
      const place = placeOfName(source, offset);
      if (place === undefined) return undefined;
      const current = await project(file);
      const symbol = await current.checker.getSymbolAtPosition(notebookFile, file.fromCell(place));
      if (symbol === undefined) return undefined;
      const { detail, documentation } = await describe(current, symbol);
      const name = withoutRenaming(symbol.name);
      return { signature: `${name}: ${detail}`, ...(documentation === "" ? {} : { documentation }) };
    },
    close: () => api.close(),
  };
}

function diagnostic({ pos, end, code, text, messageChain }: Found, file: FileWithCell, source: string): Diagnostic {
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
  { name, kind, insertText }: Entry,
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
