/**
 * Types beside running. Each cell is checked while it runs; what is found is shown under it, before its reply if it is known by
 * then, otherwise as late output of that cell. Only a cell that ran to its end gets a note: where it failed, the error
 * says more.
 */
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import { withoutKnownNames, type Diagnostic } from "../assist/plain-diagnostic.js";
import { isTypeMode, type TypeChecker, type TypeMode } from "../assist/type-checker.js";
import { worthTelling } from "../assist/worth-telling.js";
import { typeNote } from "../assist/type-note.js";
import type { Messages } from "./messages.js";
import type { DescribedError, Realm } from "./realm.js";

export interface TypeNotesOptions {
  readonly checker: TypeChecker | undefined;
  /** Where the request says nothing. */
  readonly mode: TypeMode;
  readonly messages: Messages;
  readonly realm: Realm;
}

export interface TypeNotes {
  /** As the request's metadata say: `{ "data-surgery": { "types": "warn" | "refuse" | "off" } }`, or else the kernel's setting. */
  modeOf(parent: JupyterMessage): TypeMode;
  /** Why the cell shall not run; undefined if it may. */
  refusal(source: string): Promise<DescribedError | undefined>;
  /** A cell begins to run. */
  begin(parent: JupyterMessage, source: string, mode: TypeMode): CheckedRun;
}

export interface CheckedRun {
  /** The cell has ended. Resolves when its note is out, or at once if that would have to be waited for. */
  ended(isDone: boolean): Promise<void>;
}

export function createTypeNotes({ checker, mode: setting, messages, realm }: TypeNotesOptions): TypeNotes {
  /** A cell that failed half-way is not part of the checked notebook, but what it had made by then is in memory. */
  const worthSaying = async (found: readonly Diagnostic[]): Promise<readonly Diagnostic[]> => {
    const unknown = [...new Set(found.map(({ name }) => name).filter((name) => name !== undefined))];
    const known: string[] = [];
    for (const name of unknown) {
      if ((await realm.inspect(name, name.length)) !== undefined) known.push(name);
    }
    return withoutKnownNames(worthTelling(found), known);
  };

  return {
    modeOf: ({ metadata }) => {
      const ours = metadata["data-surgery"] as { readonly types?: unknown } | null | undefined;
      return isTypeMode(ours?.types) ? ours.types : setting;
    },
    refusal: async (source) => {
      const found = checker === undefined ? [] : await worthSaying(await checker.check(source, true));
      return found.length === 0 ? undefined : refused(found);
    },
    begin: (parent, source, mode) => {
      let isChecked = false;
      const checking = mode === "warn" ? checker?.check(source, false) : undefined;
      void checking?.then(() => (isChecked = true));
      const tell = async (): Promise<void> => {
        const note = typeNote(await worthSaying((await checking) ?? []));
        if (note !== undefined) messages.publish(parent, "display_data", { ...note, transient: {} });
      };
      return {
        ended: async (isDone) => {
          if (!isDone) return;
          // It was asked about before, so it is not checked against itself.
          checker?.addCell(source);
          const told = tell();
          if (isChecked) await told;
        },
      };
    },
  };
}

function refused(found: readonly Diagnostic[]): DescribedError {
  const lines = found.map(({ line, plain }) => `Line ${line}: ${plain}`);
  return {
    ename: "TypesDoNotFit",
    evalue: lines[0] ?? "",
    traceback: ["This cell was not run, because something in it does not fit:", ...lines],
  };
}
