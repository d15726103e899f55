import type { EmitDisplay } from "./displays.js";
import { bundleOf } from "./mime-bundle.js";

/** The ways of showing that the tslab kernel has, under its names. */
export interface TslabDisplay {
  readonly javascript: (code: string) => void;
  readonly html: (html: string) => void;
  readonly markdown: (text: string) => void;
  readonly latex: (text: string) => void;
  readonly svg: (svg: string) => void;
  readonly png: (bytes: Uint8Array) => void;
  readonly jpeg: (bytes: Uint8Array) => void;
  readonly gif: (bytes: Uint8Array) => void;
  readonly pdf: (bytes: Uint8Array) => void;
  readonly text: (text: string) => void;
  readonly raw: (mime: string, content: string | Uint8Array) => void;
  /** Not tslab's: any value in all its forms, for a library that can tell by it that it runs here. */
  readonly value?: (value: unknown) => void;
}

/** What `import * as tslab from "tslab"` gives in a notebook written for that kernel. */
export interface TslabModule {
  readonly display: TslabDisplay;
  /** A display whose every call replaces what the one before it showed. */
  readonly newDisplay: () => TslabDisplay;
  readonly versions: Readonly<Record<string, string>>;
  readonly default: Omit<TslabModule, "default">;
}

export function createTslab(emit: EmitDisplay, newId: () => string, value: (value: unknown) => void): TslabModule {
  const create = (raw: TslabDisplay["raw"]): TslabDisplay => ({
    javascript: (code) => raw("text/javascript", code),
    html: (html) => raw("text/html", html),
    markdown: (text) => raw("text/markdown", text),
    latex: (text) => raw("text/latex", text),
    svg: (svg) => raw("image/svg+xml", svg),
    png: (bytes) => raw("image/png", bytes),
    jpeg: (bytes) => raw("image/jpeg", bytes),
    gif: (bytes) => raw("image/gif", bytes),
    pdf: (bytes) => raw("application/pdf", bytes),
    text: (text) => raw("text/plain", text),
    raw,
  });
  const display = {
    ...create((mime, content) => emit("display_data", { ...bundleOf({ [mime]: content }), transient: {} })),
    value,
  };
  const newDisplay = (): TslabDisplay => {
    const id = newId();
    let isShown = false;
    return create((mime, content) => {
      const type = isShown ? "update_display_data" : "display_data";
      isShown = true;
      emit(type, { ...bundleOf({ [mime]: content }), transient: { display_id: id } });
    });
  };
  const own = { display, newDisplay, versions: { tslab: "1.0.22" } };
  return { ...own, default: own };
}
