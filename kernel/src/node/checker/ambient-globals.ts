/**
 * What every cell finds without importing it, as declarations for the checker. Loose where the functions are forgiving: a learner
 * is not to be told off for what works.
 */
export const ambientGlobals = `
interface DisplayHandle {
  readonly id: string;
  /** Shows something else in the same place. */
  update(value: unknown): void;
  /** Takes it away. */
  clear(): void;
}
/** Shows a value under the cell, and gives back a handle to change or clear it later. */
declare function display(value: unknown, options?: { readonly id?: string; readonly [name: string]: unknown }): DisplayHandle;
interface ProgressBar extends AsyncDisposable {
  update(done: number, text?: string): void;
  done(): void;
}
/** Shows a progress bar: progress(list) goes through the list, progress(total) is moved by hand. */
declare function progress<T>(list: Iterable<T>, text?: string): Iterable<T> & ProgressBar;
declare function progress(total: number, text?: string): ProgressBar;
/** HTML to be shown under the cell. */
declare function html(strings: TemplateStringsArray | string, ...values: unknown[]): unknown;
/** Asks the person at the keyboard a question, and gives back what they typed; null if they gave up. */
declare function prompt(message?: string, initial?: string): string | null;
/** Asks yes or no. */
declare function confirm(message?: string): boolean;
interface TslabDisplay {
  html(text: string): void;
  javascript(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(text: string): void;
  json(value: unknown): void;
  text(text: string): void;
  png(data: Uint8Array): void;
  jpeg(data: Uint8Array): void;
  gif(data: Uint8Array): void;
  pdf(data: Uint8Array): void;
  raw(mime: string, data: string | Uint8Array): void;
}
declare const tslab: {
  readonly display: TslabDisplay;
  newDisplay(): TslabDisplay;
  readonly [name: string]: any;
};
declare module "tslab" {
  export const display: TslabDisplay;
  export function newDisplay(): TslabDisplay;
}
declare namespace JSX {
  type Element = unknown;
  interface IntrinsicElements {
    [name: string]: any;
  }
}
`;
