/**
 * Badges for levels that somebody reached. What stands on one is what its holder chose, and by default nothing but the level: no
 * name, no address, a random id. Erasing somebody removes what is kept here; the badge they hold is theirs and stays good.
 */
import {
  AppError,
  type BadgeEvidence,
  type LessonSummary,
  type LevelStanding,
  type Pathway,
  type PathwayLevel,
  type Visitor,
} from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Learning } from "../learning.js";
import { pathwayStanding } from "../pathway/pathway-standing.js";
import type { BadgeStore, IssuedBadge } from "./badge-store.js";
import type { OpenIssuerKey } from "./issuer-key.js";
import { signBadge } from "./sign-badge.js";

/** What somebody wrote, kept by other domains. */
export interface OwnWork {
  /** Source of the newest answer to an exercise that was right or handed in; undefined when it is not kept. */
  answer(visitor: Visitor, lesson: string, exercise: string): Promise<string | undefined>;
  /** Their notebook of a lesson as text; undefined when there is none. */
  notebook(visitor: Visitor, lesson: string): Promise<string | undefined>;
}

export interface BadgesOptions {
  readonly store: BadgeStore;
  readonly openKey: OpenIssuerKey;
  readonly pathway: Pathway;
  readonly lessons: { list(): readonly LessonSummary[] };
  readonly learning: (visitor: Visitor) => Promise<Learning>;
  readonly work: OwnWork;
  /** What the issuer is called on badges. */
  readonly issuerName: string;
  readonly clock?: () => number;
}

/** Something that can be shown on a badge. */
export interface EvidenceChoice {
  /** `answer/<lesson>/<exercise>` or `notebook/<lesson>`. */
  readonly key: string;
  readonly title: string;
}

export interface BadgeWish {
  readonly evidence: readonly string[];
  readonly withName: boolean;
}

export interface Badges {
  standing(visitor: Visitor): Promise<LevelStanding[]>;
  /** The level, and its place on the pathway from 1. @throws AppError `http.not-found` */
  level(id: string): { readonly level: PathwayLevel; readonly rank: number };
  choices(visitor: Visitor): Promise<EvidenceChoice[]>;
  /** @throws AppError `badges.not-reached` */
  issue(visitor: Visitor, level: string, wish: BadgeWish): Promise<IssuedBadge>;
  ofPerson(personId: string): Promise<IssuedBadge[]>;
  /** This server's issuer, as a did:key. */
  issuer(): Promise<{ readonly did: string; readonly name: string }>;
  erasePerson(personId: string): Promise<void>;
}

/** So that a badge stays a small file. */
const longestNarrative = 20_000;

export function createBadges(options: BadgesOptions): Badges {
  const { store, openKey, pathway, lessons, learning, work, issuerName, clock = Date.now } = options;
  const level: Badges["level"] = (id) => {
    const at = pathway.levels.findIndex((one) => one.id === id);
    const found = pathway.levels[at];
    if (found === undefined) throw new AppError("http.not-found");
    return { level: found, rank: at + 1 };
  };
  const standing = async (visitor: Visitor): Promise<LevelStanding[]> =>
    pathwayStanding(pathway, await learning(visitor), lessons.list());
  const choices = async (visitor: Visitor): Promise<EvidenceChoice[]> => choicesOf(await learning(visitor));
  return {
    standing,
    level,
    choices,
    issue: async (visitor, id, { evidence, withName }) => {
      const found = level(id).level;
      const reached = (await standing(visitor)).some((one) => one.id === id && one.state === "reached");
      if (!reached) throw new AppError("badges.not-reached", { level: found.title });
      const offered = await choices(visitor);
      const chosen = offered.filter(({ key }) => evidence.includes(key));
      const shown = await Promise.all(chosen.map((choice) => evidenceOf(choice, visitor, work)));
      const at = clock();
      const { jwt } = await signBadge(
        {
          level: found,
          id: `urn:uuid:${randomUUID()}`,
          subject: `urn:uuid:${randomUUID()}`,
          ...(withName ? { name: visitor.name } : {}),
          issuerName,
          at,
          evidence: shown.filter((one) => one !== undefined),
        },
        await openKey(),
      );
      const issued = { level: id, issuedAt: at, jwt };
      await store.put(visitor.personId, issued);
      return issued;
    },
    ofPerson: (personId) => store.ofPerson(personId),
    issuer: async () => ({ did: (await openKey()).did, name: issuerName }),
    erasePerson: (personId) => store.erase(personId),
  };
}

function choicesOf({ lessons }: Learning): EvidenceChoice[] {
  return lessons.flatMap(({ lesson, title, exercises }) => {
    const answers = exercises
      .filter(({ doneAt }) => doneAt !== undefined)
      .map((one) => ({ key: `answer/${lesson}/${one.exercise}`, title: `My answer to “${one.title}”` }));
    return answers.length === 0
      ? []
      : [...answers, { key: `notebook/${lesson}`, title: `My whole notebook “${title}”` }];
  });
}

async function evidenceOf(
  { key, title }: EvidenceChoice,
  visitor: Visitor,
  work: OwnWork,
): Promise<BadgeEvidence | undefined> {
  const [kind, lesson = "", exercise = ""] = key.split("/");
  const isAnswer = kind === "answer";
  const text = isAnswer ? await work.answer(visitor, lesson, exercise) : await work.notebook(visitor, lesson);
  if (text === undefined) return undefined;
  return {
    type: ["Evidence"],
    name: title.replace(/^My (\w)/, (_all, first: string) => first.toUpperCase()),
    genre: isAnswer ? "answer" : "notebook",
    narrative: text.length <= longestNarrative ? text : `${text.slice(0, longestNarrative)}\n…`,
  };
}
