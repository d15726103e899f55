/** The letter of 90 days later. */
import type { Letter } from "../../mail/index.js";
import { dateWords } from "../local-time.js";
import type { SurgeryDate } from "../surgeries.js";

export function laterLetter(
  { surgery, startsAt }: SurgeryDate,
  { name, link }: { readonly name: string; readonly link: string },
): Pick<Letter, "subject" | "text"> {
  const when = dateWords(startsAt, surgery.venue.timeZone);
  const paragraphs = [
    name === "" ? "Hello," : `Hello ${name},`,
    `Three months ago, on ${when}, you were at “${surgery.title}” (${surgery.venue.name}). You said that we may ask you once what came of it.`,
    `Four questions, yes or no, less than a minute:\n${link}`,
    "“No” helps us as much as “yes”. The link is yours alone, please don’t pass it on. On its page you can also say that you don’t want to be asked again.",
    surgery.hostGroup,
  ];
  return { subject: `What came of it? ${surgery.title}, ${when}`, text: `${paragraphs.join("\n\n")}\n` };
}
