/** What people say when they sign up, and how a filled-in form becomes that. As little as makes the evening work. */
import { isWebAddress, namesIn, tidy, type FieldFaults, type FormFields, type Parsed } from "./announcement.js";
import { parts, type Part } from "./places.js";

export interface SignUpWords {
  readonly part: Part;
  readonly name: string;
  /** Lower case; "" when they gave none. */
  readonly email: string;
  readonly group: string;
  /** What they want help with. */
  readonly need: string;
  readonly dataLink: string;
  readonly skills: string;
  readonly languages: readonly string[];
  readonly accessNeeds: string;
}

const most = { name: 60, email: 254, group: 80, need: 1000, dataLink: 400, skills: 600, accessNeeds: 600 } as const;

export function parseSignUp(fields: FormFields): Parsed<SignUpWords> {
  const faults: Record<string, string> = {};
  const text = (name: keyof typeof most): string => {
    const said = tidy(fields[name] ?? "");
    if (said.length > most[name])
      faults[name] = `That is ${said.length} characters long. There is room for ${most[name]}.`;
    return said;
  };
  const part = parts.find((one) => one === fields["part"]);
  if (part === undefined) faults["part"] = "Say how you come: for help, to help, or to learn.";
  const words: SignUpWords = {
    part: part ?? "patient",
    name: text("name").replaceAll("\n", " "),
    email: text("email").toLowerCase(),
    group: text("group").replaceAll("\n", " "),
    need: text("need"),
    dataLink: text("dataLink"),
    skills: text("skills"),
    languages: namesIn(tidy(fields["languages"] ?? "").slice(0, 200)),
    accessNeeds: text("accessNeeds"),
  };
  if (words.name === "") faults["name"] = "What shall we call you? A first name will do.";
  if (words.email !== "" && !isEmail(words.email))
    faults["email"] = "That doesn’t look like an e-mail address. Check it, or leave it empty.";
  if (words.dataLink !== "" && !isWebAddress(words.dataLink))
    faults["dataLink"] = "Paste the whole address. It begins with https://.";
  if (part === "patient" && words.need === "")
    faults["need"] = "One sentence is enough: what would you like to find out, or to get done?";
  return Object.keys(faults).length === 0 ? { type: "good", value: words } : { type: "faulty", faults };
}

/** Good enough to send to; line breaks and a second address can't hide in it. */
export function isEmail(text: string): boolean {
  return /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]{1,190}\.[^\s@<>(),;:"[\]\\.]{2,}$/.test(text);
}

export type { FieldFaults };
