/** Stand-in until the display part is merged. */
import { mimeBundle } from "./mime-bundle.js";

export type EmitDisplay = (
  type: "display_data" | "update_display_data" | "clear_output",
  content: Readonly<Record<string, unknown>>,
) => void;

export interface Displays {
  /** Names that cells find in the global scope. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** Modules that cells may import though nothing of the name is installed. */
  readonly modules: Readonly<Record<string, unknown>>;
}

export function createDisplays(emit: EmitDisplay): Displays {
  let last = 0;
  const show = async (type: "display_data" | "update_display_data", value: unknown, id: string): Promise<void> => {
    const bundle = await mimeBundle(value);
    if (bundle !== undefined) emit(type, { ...bundle, transient: { display_id: id } });
  };
  const display = (value: unknown): unknown => {
    const id = `display-${++last}`;
    void show("display_data", value, id);
    return {
      update: (next: unknown) => void show("update_display_data", next, id),
      clear: () => emit("clear_output", { wait: false }),
    };
  };
  const raw = (type: string, data: string): void => emit("display_data", { data: { [type]: data }, metadata: {} });
  const html = (text: string): void => raw("text/html", text);
  const tslab = { display: { html, raw, markdown: (text: string) => raw("text/markdown", text) } };
  return { globals: { display, tslab }, modules: { tslab: { ...tslab, default: tslab } } };
}
