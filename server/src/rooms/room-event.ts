/** What happens in rooms that other parts or the log should hear of. */
export type RoomEvent =
  | { readonly type: "opened" | "evicted" | "compacted"; readonly documentId: string }
  | { readonly type: "saved"; readonly documentId: string; readonly path: string }
  | {
      readonly type: "merged";
      readonly documentId: string;
      readonly path: string;
      readonly outcome: "merged" | "beside";
    }
  | { readonly type: "rows-set-aside"; readonly documentId: string; readonly seqs: readonly number[] }
  | { readonly type: "refused"; readonly documentId: string; readonly personId: string; readonly error: unknown }
  | { readonly type: "failed"; readonly documentId?: string; readonly what: string; readonly error: unknown };
