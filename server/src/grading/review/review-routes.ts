/** The doors of reviewing: all of them for trainers of the same workshop. */
import type { Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, route, type AnyRoute, type Reply, type RenderPage } from "../../http/index.js";
import { outputDocument, outputPolicy } from "./answer-output.js";
import { reviewListPage, type Shown } from "./review-list-page.js";
import { longestComment, reviewPage, type ReviewPage } from "./review-page.js";
import { answerAddress, parseReviewView, reviewAddress, viewQuery, type ReviewView } from "./review-view.js";
import { ReviewConflictError, type OpenAnswer, type Reviews } from "./reviews.js";
import { decisionWords, pointWords } from "./words.js";

export interface ReviewRoutesOptions {
  readonly reviews: Reviews;
  readonly renderPage: RenderPage;
}

/** Entries on a page of the list. */
const listLength = 100;

/** The rubric's lines are fields of their own, so further names are allowed. */
const JudgeFields: z.ZodType<Readonly<Record<string, string>>> = z.record(z.string().max(100), z.string());
/** Bytes: a comment of signs that take twelve each when a form sends them, and room beside it. */
const longestForm = 128 * 1024;

export function reviewRoutes({ reviews, renderPage }: ReviewRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: reviewAddress,
      access: "trainer",
      page: true,
      handle: async ({ visitor, query }) => ({ html: renderPage(await listOf(reviews, visitor, query)) }),
    }),
    route({
      method: "GET",
      path: `${reviewAddress}/:attempt`,
      access: "trainer",
      page: true,
      handle: async ({ visitor, params, query }) => {
        const view = parseReviewView(query);
        const open = await reviews.open(visitor, params["attempt"] ?? "", view);
        const saved = savedWords(query);
        return { html: renderPage(reviewPage({ open, view, draft: standingDraft(open), saved })) };
      },
    }),
    route({
      method: "POST",
      path: `${reviewAddress}/:attempt`,
      access: "trainer",
      page: true,
      body: formBody(JudgeFields, longestForm),
      handle: ({ visitor, params, query, body }) =>
        judge({ reviews, renderPage }, visitor, params["attempt"] ?? "", parseReviewView(query), body),
    }),
    route({
      method: "GET",
      path: `${reviewAddress}/:attempt/shown/:cell`,
      access: "trainer",
      handle: async ({ visitor, params }) => {
        const { cells } = await reviews.answer(visitor, params["attempt"] ?? "");
        const outputs = cells[Number(params["cell"])]?.outputs ?? [];
        return { html: outputDocument(outputs), headers: { "Content-Security-Policy": outputPolicy } };
      },
    }),
  ];
}

async function listOf(
  reviews: Reviews,
  visitor: Visitor,
  query: URLSearchParams,
): Promise<ReturnType<typeof reviewListPage>> {
  const { workshopId, personId } = visitor;
  const view = parseReviewView(query);
  const asked = query.get("show");
  const shown: Shown = asked === "mine" || asked === "all" ? asked : "waiting";
  const page = Math.min(1000, Math.max(0, Math.trunc(Number(query.get("page") ?? 0)) || 0));
  // One more than is shown tells whether there are more.
  const slice = { limit: listLength + 1, offset: page * listLength };
  const [counts, names, found] = await Promise.all([
    reviews.counts(workshopId),
    reviews.names(workshopId),
    shown === "waiting"
      ? reviews.waiting(workshopId, view, slice)
      : reviews.reviewed(workshopId, shown === "mine" ? personId : undefined, slice),
  ]);
  const entries = found.slice(0, listLength);
  const { titles } = reviews;
  return reviewListPage({ shown, view, counts, entries, titles, names, page, hasMore: found.length > listLength });
}

function standingDraft({ reviews }: OpenAnswer): ReviewPage["draft"] {
  const standing = reviews.at(-1);
  const met = new Set(standing?.lines.filter((line) => line.met).map(({ id }) => id));
  return { met, comment: standing?.comment ?? "" };
}

async function judge(
  { reviews, renderPage }: ReviewRoutesOptions,
  visitor: Visitor,
  attemptId: string,
  view: ReviewView,
  body: Readonly<Record<string, string>>,
): Promise<Reply> {
  const met = new Set(Object.keys(body).flatMap((name) => (name.startsWith("line-") ? [name.slice(5)] : [])));
  // A form sends line ends as two characters, and what people see is one.
  const comment = (body["comment"] ?? "").replaceAll("\r\n", "\n").trim();
  const decision = body["decision"] === "returned" ? "returned" : "accepted";
  const again = async (problem: NonNullable<ReviewPage["problem"]>, status: number): Promise<Reply> => {
    const open = await reviews.open(visitor, attemptId, view);
    return { status, html: renderPage(reviewPage({ open, view, draft: { met, comment }, problem })) };
  };
  if (comment.length > longestComment) return again("comment-too-long", 400);
  if (decision === "returned" && comment === "") return again("comment-needed", 400);
  const seen = Number(body["seen"] ?? 0);
  // Asked before the answer leaves the line of those that wait.
  const { next } = await reviews.open(visitor, attemptId, view);
  try {
    const review = await reviews.decide(visitor, attemptId, { seen, decision, met, comment });
    const saved = { saved: decision, points: `${review.points.earned}/${review.points.possible}` };
    return { redirect: next === undefined ? `${reviewAddress}${viewQuery(view)}` : answerAddress(next, view, saved) };
  } catch (error) {
    if (error instanceof ReviewConflictError) return again("changed", 409);
    throw error;
  }
}

/** Of the answer before, told on the page of the next. */
function savedWords(query: URLSearchParams): string | undefined {
  const decision = query.get("saved");
  if (decision !== "accepted" && decision !== "returned") return undefined;
  const [earned, possible] = (query.get("points") ?? "").split("/").map(Number);
  if (!Number.isFinite(earned) || !Number.isFinite(possible)) return undefined;
  const points = pointWords({ earned: earned ?? 0, possible: possible ?? 0 });
  return `Saved: the answer before was ${decisionWords[decision]}, with ${points}. Here is the next one.`;
}
