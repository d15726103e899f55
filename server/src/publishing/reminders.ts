/** Letters to those who keep data sets: an update is due, a reader has written. They go through the outbox, and stop when somebody says so. */
import type { Kysely } from "kysely";
import type { Letter, Outbox } from "../mail/index.js";
import type { Store } from "../store/index.js";
import type { DataSet, DataSets } from "./data-sets.js";
import { dayOf, promiseWords } from "./due.js";
import type { Remark } from "./remarks.js";
import type { SourceChecks } from "./source-checks.js";
import { sourceWords } from "./sources-part.js";

export interface ReminderParts {
  readonly store: Store;
  readonly dataSets: DataSets;
  readonly outbox: Outbox;
  readonly sources?: Pick<SourceChecks, "of">;
  readonly address: () => string;
}

/** Writes to everybody whose update is due, once for each time that it is due. Gives how many. */
export async function remindDue(
  { store, dataSets, outbox, sources, address }: ReminderParts,
  now: number,
): Promise<number> {
  const due = await dataSets.toRemind(now);
  for (const set of due) {
    const off = `${address()}/data-reminders/${await dataSets.createLink(set.id, "reminders-off")}`;
    const broken = ((await sources?.of(set.id)) ?? []).flatMap((source) => sourceWords(source) ?? []);
    await store
      .tables<unknown>()
      .transaction()
      .execute(async (inside: Kysely<unknown>) => {
        await dataSets.reminded(inside, set.id, set.dueAt ?? now);
        await outbox.put(inside, [reminder(set, broken, address(), off)]);
      });
  }
  return due.length;
}

function reminder(set: DataSet, broken: readonly string[], address: string, off: string): Letter {
  const sources =
    broken.length === 0
      ? ""
      : `What was found when your sources were looked at:\n${broken.map((one) => `- ${one}`).join("\n")}\n\n`;
  return {
    ...to(set),
    kind: "update-due",
    subject: `An update is due: ${set.title}`,
    unsubscribe: off,
    text: `Hello,

you keep the open data “${set.title}”. It was promised ${promiseWords[set.update] ?? set.update}, and the last version came out on ${dayOf(set.publishedAt ?? 0)}.

Bring the new file; what you settled last time is done to it again, and you see what is different before it goes out${notebookWords(set)}:
${address}/publish/${set.id}#next-title

${sources}If there is nothing new, publish nothing: the page says honestly that it is late. If you can't keep it any more, you can hand it over or retire it there.

No more reminders for this data set, or no more letters about it at all:
${off}
`,
  };
}

const notebookWords = ({ notebook }: DataSet): string =>
  notebook === ""
    ? ""
    : `. Your notebook “${notebook
        .split("/")
        .at(-1)
        ?.replace(/\.ipynb$/, "")}” can be run on it there`;

/** @param off the address at which these letters are turned off */
export function remarkLetter(set: DataSet, { kind }: Remark, address: string, off: string): Letter {
  const what = {
    question: "asked a question about",
    correction: "sent a correction for",
    use: "made something with",
  }[kind];
  return {
    ...to(set),
    kind: "reader-wrote",
    subject: `A reader wrote about: ${set.title}`,
    unsubscribe: off,
    text: `Hello,

a reader ${what} the open data “${set.title}” that you keep. Nobody else sees it until you say so. Read it, and answer:
${address}/publish/${set.id}#readers

No more letters when readers write about this data set:
${off}
`,
  };
}

export function takenOverLetter(set: DataSet, address: string): Letter {
  return {
    ...to(set),
    kind: "taken-over",
    subject: `Somebody else keeps it now: ${set.title}`,
    text: `Hello,

you kept the open data “${set.title}”. It was late, and a trainer of your surgery has taken it over, so that it is looked after. You get no more reminders of it, and there is nothing that you must do.

It is here:
${address}/data/${set.slug}/

If that was a mistake, ask the trainer to hand it back to you: it takes one link.
`,
  };
}

function to({ id, keeperId, remindTo }: DataSet): Pick<Letter, "contactId" | "subjectId" | "to"> {
  return { contactId: keeperId, subjectId: id, to: remindTo };
}
