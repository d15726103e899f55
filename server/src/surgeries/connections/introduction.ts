/**
 * Bringing two people together: each says yes for themselves, in any order and as often as they like; only when both have, each
 * hears who the other is, once. A pure reducer and its effects; one owner writes both in one transaction.
 */
export type Side = "ask" | "offer";

export interface Introduction {
  readonly askAgreedAt: number | undefined;
  readonly offerAgreedAt: number | undefined;
  readonly refusedAt: number | undefined;
  readonly madeAt: number | undefined;
}

export const noIntroduction: Introduction = {
  askAgreedAt: undefined,
  offerAgreedAt: undefined,
  refusedAt: undefined,
  madeAt: undefined,
};

/** `invite`: the other side hears that somebody would like to meet. `introduce`: both get the letter. */
export type IntroductionEffect = { readonly type: "invite"; readonly to: Side } | { readonly type: "introduce" };

export interface Answer {
  readonly side: Side;
  readonly yes: boolean;
  readonly at: number;
}

export function applyAnswer(
  state: Introduction,
  { side, yes, at }: Answer,
): { readonly state: Introduction; readonly effects: readonly IntroductionEffect[] } {
  // What was made can't be unmade, and who said no is left in peace.
  if (state.madeAt !== undefined || state.refusedAt !== undefined) return { state, effects: [] };
  if (!yes) return { state: { ...state, refusedAt: at }, effects: [] };
  const field = side === "ask" ? "askAgreedAt" : "offerAgreedAt";
  if (state[field] !== undefined) return { state, effects: [] };
  const agreed: Introduction = { ...state, [field]: at };
  if (agreed.askAgreedAt !== undefined && agreed.offerAgreedAt !== undefined) {
    return { state: { ...agreed, madeAt: at }, effects: [{ type: "introduce" }] };
  }
  return { state: agreed, effects: [{ type: "invite", to: side === "ask" ? "offer" : "ask" }] };
}
