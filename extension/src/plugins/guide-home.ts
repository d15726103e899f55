/** In the menu under one's name: take this lesson away as one file, and bring one back. */
import type { BringBackReply } from "@data-surgery/contract";
import { documentIdOf } from "../models/document-id.js";
import { wordsFor } from "../models/plain-error.js";
import { report } from "../models/report.js";
import { differenceView } from "../widgets/difference-view.js";
import { element } from "../widgets/element.js";
import { OfferCard } from "../widgets/offer-card.js";
import type { LessonParts } from "./lesson.js";

/** What the server takes, in bytes. */
const largest = 8 * 1024 * 1024;

export function offerHome(parts: LessonParts, lesson: string, openLesson: (lesson: string) => Promise<void>): void {
  const { frame, panel, api, saving } = parts;
  if (frame === null) return;
  const card = new OfferCard("A lesson brought back");
  panel.disposed.connect(() => card.close());
  const tell = (sentence: string): void => {
    card.show(sentence, [], [{ label: "Close" }]);
    parts.announcer.say(sentence);
  };
  frame.addToMenu("Bring a lesson back", async () => {
    const file = await chooseFile();
    if (file === undefined) return;
    const problem = await wordsFor(bringBack(file, parts, card, openLesson));
    if (problem !== undefined) tell(problem);
  });
  frame.addToMenu("Take this lesson away", async () => {
    const problem = await wordsFor(saving.flush(panel.context.path));
    if (problem !== undefined) {
      tell(problem);
      return;
    }
    const url = api.takeAwayUrl(lesson, panel.context.path);
    const link = element("a", { href: url, download: `${lesson}.ipynb`, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    tell("Your browser is saving the lesson as a file, with your answers in it. Bring it back from this menu.");
  });
}

function chooseFile(): Promise<File | undefined> {
  const { promise, resolve } = Promise.withResolvers<File | undefined>();
  const input = element("input", { type: "file", accept: ".ipynb,application/json" });
  input.addEventListener("change", () => resolve(input.files?.[0]));
  input.addEventListener("cancel", () => resolve(undefined));
  input.click();
  return promise;
}

async function bringBack(
  file: File,
  parts: LessonParts,
  card: OfferCard,
  openLesson: (lesson: string) => Promise<void>,
): Promise<void> {
  const { api, panel, saving, announcer } = parts;
  const say = (sentence: string): void => {
    card.show(sentence, [], [{ label: "Close" }]);
    announcer.say(sentence);
  };
  if (file.size > largest) return say(`${file.name} is larger than 8 MB. Nothing was changed.`);
  const notebook = parse(await file.text());
  if (notebook === undefined) return say(`${file.name} is not a notebook. Choose the file that you took away.`);
  await saving.flush(panel.context.path);
  const reply = await api.bringBack(notebook);
  const sentence = takenWords(reply);
  const view = differenceView(reply.cells, { same: "", head: ({ place }) => `Cell ${place}` });
  const isHere = reply.path === panel.context.path;
  const id = isHere ? documentIdOf(panel) : undefined;
  const { undo } = reply;
  const takeBack = async (version: number, document: string): Promise<void> => {
    await api.restore(document, version);
    say("It is as it was before.");
  };
  card.show(
    sentence,
    [reply.cells.length > 0 && element("details", {}, element("summary", {}, "See what was taken"), view)],
    [
      ...(isHere ? [] : [{ label: `Open ${reply.title}`, main: true, act: () => openLesson(reply.lesson) }]),
      ...(undo === undefined || id === undefined ? [] : [{ label: "Undo", act: () => takeBack(undo, id) }]),
      { label: "Close" },
    ],
  );
  announcer.say(sentence);
}

function takenWords({ title, cells }: BringBackReply): string {
  if (cells.length === 0) return `All that is in the file was in “${title}” already.`;
  const what = cells.length === 1 ? "1 cell" : `${cells.length} cells`;
  return `${what} came from the file into “${title}”. What you had here stays. Press Check to tick what is right.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) report(error);
    return undefined;
  }
}
