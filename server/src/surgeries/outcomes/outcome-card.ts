/** What came of a sitting, as a form becomes it. Little is asked: it is filled in at the end of an evening. */
import { tidy, type FieldFaults, type FormFields, type Parsed } from "../announcement.js";
import { isEmail } from "../sign-up.js";
import { allTopics } from "../topics.js";

export interface OutcomeWords {
  /** A topic's id, or "". */
  readonly topic: string;
  readonly done: string;
  readonly next: string;
  /** As it may be told to the public. */
  readonly story: string;
}

export const mostWords = { done: 400, next: 400, story: 1500 } as const;

/** Words as they are typed so far: nothing has to be there yet. */
export function parseDraft(fields: FormFields): Parsed<OutcomeWords> {
  const faults: Record<string, string> = {};
  const text = (name: keyof typeof mostWords): string => {
    const said = tidy(fields[name] ?? "");
    if (said.length > mostWords[name])
      faults[name] = `That is ${said.length} characters long. There is room for ${mostWords[name]}.`;
    return said;
  };
  const topic = fields["topic"] ?? "";
  const value = {
    topic: allTopics.some(({ id }) => id === topic) ? topic : "",
    done: text("done"),
    next: text("next"),
    story: text("story"),
  };
  return Object.keys(faults).length === 0 ? { type: "good", value } : { type: "faulty", faults };
}

/** What is kept by the button. @param hasEmail an address is known already */
export function parseOutcome(fields: FormFields, hasEmail: boolean): Parsed<OutcomeWords & { readonly email: string }> {
  const draft = parseDraft(fields);
  const email = tidy(fields["email"] ?? "").toLowerCase();
  const faults: Record<string, string> = draft.type === "faulty" ? { ...draft.faults } : {};
  if (draft.type === "good" && draft.value.done === "")
    faults["done"] = "One sentence is enough: what did you get done?";
  if (draft.type === "good" && draft.value.story === "" && fields["story-consent"] !== undefined)
    faults["story"] = "There is no story yet. Write it, or take the tick below away.";
  if (email !== "" && !isEmail(email))
    faults["email"] = "That doesn’t look like an e-mail address. Check it, or leave it empty.";
  else if (fields["follow-up-consent"] !== undefined && email === "" && !hasEmail)
    faults["email"] = "Where may we write to in 90 days? Type an e-mail address, or take the tick above away.";
  if (draft.type === "faulty" || Object.keys(faults).length > 0) return { type: "faulty", faults };
  return { type: "good", value: { ...draft.value, email } };
}

export type { FieldFaults };
