/** The parts that we read of what TypeScript 7.0.2 answers (see its `dist/api/proto.d.ts`). Offsets are UTF-16 units into the file. */

export interface SnapshotAnswer {
  readonly snapshot: number;
  readonly projects: readonly { readonly id: string }[];
}

export interface DiagnosticAnswer {
  readonly pos: number;
  readonly end: number;
  readonly code: number;
  /** 1 is an error. */
  readonly category: number;
  readonly text: string;
  readonly messageChain?: readonly DiagnosticAnswer[] | null;
}

export interface SymbolAnswer {
  readonly id: number;
  readonly name: string;
  readonly flags: number;
}

export interface CompletionsAnswer {
  readonly entries: readonly CompletionAnswer[];
}

export interface CompletionAnswer {
  readonly name: string;
  readonly kind?: number;
  readonly sortText?: string;
  readonly insertText?: string;
  readonly symbol?: SymbolAnswer | null;
}

export interface TypeAnswer {
  readonly id: number;
}

export interface TagAnswer {
  readonly name: string;
  readonly text?: string;
}
