/**
 * Every door of the server and who may use it, as reviewed by people. A new door fails the test until it is added here: ask
 * what a stranger, a learner and somebody else's page could do with it. Whose file, document or kernel a member may touch
 * is decided behind the door by `mayTouchPath`.
 */
import type { Access } from "@data-surgery/contract";

export type Door = `${Access} ${"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "SOCKET"} /${string}`;

/** What strangers need to come in. The POSTs among them count wrong codes, use up a link, or end one's own session. */
const comingIn: readonly Door[] = [
  "public GET /",
  "public GET /join/:code",
  "public POST /join",
  "public GET /resume",
  "public POST /resume",
  "public GET /trainer/:token",
  "public POST /trainer/:token",
  "public POST /leave",
  "member GET /me/card",
  "member POST /me/card",
  "member GET /me/privacy",
  "member GET /me/privacy/mine.json",
  "member GET /me/privacy/erase",
  "member POST /me/privacy/erase",
];

/** The same bytes for everybody, nobody's data in them. */
const builtFiles: readonly Door[] = [
  "public GET /api",
  "public GET /assets/:version/:name",
  "public GET /lab/api/themes/*file",
  "public GET /static/full/*file",
  "public GET /static/learner/*file",
];

/** Names, work and signals of everybody: for the trainer of the same workshop alone. */
const board: readonly Door[] = [
  "trainer GET /board",
  "trainer GET /board/now",
  "trainer POST /board/joining",
  "trainer POST /board/trainer-link",
  "trainer POST /board/people/:person/card",
  "trainer GET /api/board",
  "trainer GET /api/board/stream",
  "trainer POST /board/alerts/aside",
];

/** Who asks for help is for helpers of the same workshop; a member hears of their own call alone. */
const helpQueue: readonly Door[] = [
  "member GET /api/help",
  "trainer GET /board/help",
  "trainer GET /board/help/now",
  "trainer POST /board/help/name",
  "trainer POST /board/help/:call/claim",
  "trainer POST /board/help/:call/hand-over",
  "trainer POST /board/help/:call/give-back",
  "trainer POST /board/help/:call/resolve",
];

/** What helpers send: to people of their own workshop; a member reads and answers what was sent to them, and nothing else. */
const pushes: readonly Door[] = [
  "trainer GET /board/push",
  "trainer GET /board/push/now",
  "trainer POST /board/push",
  "member GET /api/pushes",
  "member POST /api/pushes/:push",
];

/** Learners' answers, what trainers said of them, and attempts that are judged again: of the same workshop alone, held by each query. */
const reviewing: readonly Door[] = [
  "trainer GET /board/review",
  "trainer GET /board/review/:attempt",
  "trainer POST /board/review/:attempt",
  "trainer GET /board/review/:attempt/shown/:cell",
  "trainer GET /board/regrade",
  "trainer POST /board/regrade",
  "trainer GET /board/regrade/:id",
  "trainer POST /board/regrade/:id/apply",
  "trainer POST /board/regrade/:id/undo",
  "trainer POST /board/regrade/:id/drop",
];

/** One's own lessons, tries and signal. Checks name a notebook, which `mayTouchPath` decides. */
const learning: readonly Door[] = [
  "member GET /learn",
  "member GET /api/lessons",
  "member POST /api/lessons/:lesson/open",
  "member GET /api/lessons/:lesson/exercises",
  "member GET /api/lessons/:lesson/exercises/:exercise/tries",
  "member POST /api/lessons/:lesson/exercises/:exercise/check",
  "member POST /api/lessons/:lesson/exercises/:exercise/hint",
  "member POST /api/lessons/:lesson/exercises/:exercise/solution",
  "member GET /api/progress/mine",
  "member GET /api/progress/explained",
  "member GET /api/progress/stream",
  "member POST /api/help",
];

/** The guide: only notebooks in one's own home, and places and files of one's own. The glossary is the same for everybody. */
const guide: readonly Door[] = [
  "member GET /api/glossary",
  "member GET /api/lessons/:lesson/guide",
  "member PUT /api/lessons/:lesson/place",
  "member POST /api/lessons/:lesson/update",
  "member GET /api/lessons/:lesson/take-away",
  "member POST /api/lessons/bring-back",
];

/** Solutions and hidden tests are in what these read and answer. */
const authoring: readonly Door[] = [
  "trainer POST /api/author/start",
  "trainer POST /api/author/check",
  "trainer POST /api/author/publish",
  "trainer POST /api/author/preview",
];

/**
 * One's own progress and badges, to read and to take away; figures of the room come without small numbers. A trainer asks for the
 * room's by `whose=workshop`, which is decided behind the door. Anybody may check a badge and read who this server signs as.
 */
const progressAndBadges: readonly Door[] = [
  "member GET /me/progress",
  "member GET /me/badges/:level",
  "member POST /me/badges/:level",
  "member GET /me/badges/:level/:file",
  "member GET /api/progress/lessons",
  "member GET /api/progress/export.csv",
  "member GET /api/progress/export.xapi.json",
  "trainer GET /board/people/:person/progress",
  "trainer GET /board/lessons",
  "public GET /badges/verify",
  "public POST /badges/verify",
  "public GET /badges/check-badge.html",
  "public GET /badges/issuer.json",
];

/** The notebook pages and what they keep for each person. The full lab shows more than a learner should have to see. */
const notebookPages: readonly Door[] = [
  "member GET /learn/tree/*path",
  "trainer GET /lab",
  "trainer GET /lab/tree",
  "trainer GET /lab/tree/*path",
  "trainer GET /lab/workspaces/:workspace",
  "trainer GET /lab/workspaces/:workspace/tree/*path",
  "member GET /lab/api/settings",
  "member GET /lab/api/settings/*id",
  "member PUT /lab/api/settings/*id",
  "member GET /lab/api/translations",
  "member GET /lab/api/translations/:locale",
  "member GET /lab/api/workspaces",
  "member GET /lab/api/workspaces/*id",
  "member PUT /lab/api/workspaces/*id",
  "member DELETE /lab/api/workspaces/*id",
];

/** Paths are held against `mayTouchPath` behind each of these. */
const files: readonly Door[] = [
  "member GET /api/contents",
  "member GET /api/contents/*path",
  "member POST /api/contents",
  "member POST /api/contents/*path",
  "member PUT /api/contents/*path",
  "member PATCH /api/contents/*path",
  "member DELETE /api/contents/*path",
  "member GET /api/contents/*path/checkpoints",
  "member POST /api/contents/*path/checkpoints",
  "member POST /api/contents/*path/checkpoints/:id",
  "member DELETE /api/contents/*path/checkpoints/:id",
];

/** A kernel or session belongs to the path of its notebook; the same rule decides. */
const kernels: readonly Door[] = [
  "member GET /api/kernelspecs",
  "member GET /kernelspecs/:name/:file",
  "member GET /api/kernels",
  "member POST /api/kernels",
  "member GET /api/kernels/:id",
  "member DELETE /api/kernels/:id",
  "member POST /api/kernels/:id/execute",
  "member POST /api/kernels/:id/answer",
  "member POST /api/kernels/:id/interrupt",
  "member POST /api/kernels/:id/restart",
  "member SOCKET /api/kernels/:id/channels",
  "member GET /api/sessions",
  "member POST /api/sessions",
  "member GET /api/sessions/:id",
  "member PATCH /api/sessions/:id",
  "member DELETE /api/sessions/:id",
];

const serverState: readonly Door[] = [
  "member GET /api/me",
  "member GET /api/status",
  "member GET /api/nbconvert",
  "member POST /api/events",
  "member SOCKET /api/events/subscribe",
];

/**
 * Shared documents: read or write is decided for each document, and again for each change. What may be asked of the people in a
 * room (roles, suggestions, chat) is decided for each command by the room's own rules (server/src/rooms/room-people.ts).
 */
const documents: readonly Door[] = [
  "member PUT /api/collaboration/session/*path",
  "member GET /api/rooms/:room/people",
  "member POST /api/rooms/:room/people",
  "member SOCKET /api/collaboration/room/:room",
  "member GET /api/outputs/:document/:hash",
  "member GET /api/history/:document",
  "member GET /api/history/:document/difference",
  "member POST /api/history/:document/restore",
  "member POST /api/history/:document/merge",
];

/** What is on: the same for everybody, with no person and no small number in it. */
const surgeriesForAll: readonly Door[] = [
  "public GET /surgeries",
  "public GET /surgeries/embed",
  "public GET /surgeries/:slug",
  "public GET /surgeries/:slug/picture.png",
  "public GET /surgeries.ics",
  "public GET /surgeries/:slug.ics",
  "public GET /surgeries.atom",
  "public GET /surgeries.rss",
  "public GET /api/surgeries",
];

/** Signing up needs no account. What is behind a private link (256 random bits) is that person's alone; forms are limited by network. */
const signingUp: readonly Door[] = [
  "public GET /surgeries/:slug/sign-up",
  "public POST /surgeries/:slug/sign-up",
  "public GET /signed-up/:token",
  "public GET /signed-up/:token/everything",
  "public GET /signed-up/:token/mine.json",
  "public POST /signed-up/:token/consents/take-back",
  "public GET /privacy",
  "public GET /connections",
  "public GET /data-requests",
  "public GET /data-requests.csv",
  "public GET /data-requests.atom",
  "public GET /signed-up/:token/connections",
  "public POST /signed-up/:token/connections",
  "public POST /signed-up/:token/connections/:listing/renew",
  "public POST /signed-up/:token/connections/:listing/remove",
  "public POST /signed-up/:token/connections/:listing/answer",
  "public GET /signed-up/:token/:date.ics",
  "public POST /signed-up/:token/erase",
  "public POST /signed-up/:token/:date",
  "public POST /signed-up/:token/:date/leave",
  "public POST /signed-up/:token/:date/come-back",
];

/** Any trainer may announce at a new venue; all else only those who organise at that venue, which is decided behind the door. */
const organising: readonly Door[] = [
  "trainer GET /surgeries/organise",
  "trainer GET /surgeries/new",
  "trainer POST /surgeries/new",
  "trainer GET /surgeries/:slug/change",
  "trainer POST /surgeries/:slug/change",
  "trainer POST /surgeries/:slug/call-off",
  "trainer GET /surgeries/:slug/organise",
  "trainer GET /surgeries/:slug/poster",
  "trainer GET /surgeries/:slug/starter-kit",
  "trainer GET /surgeries/:slug/dates/:date/pairs",
  "trainer POST /surgeries/:slug/dates/:date/pairs",
  "trainer POST /surgeries/:slug/dates/:date/move",
  "trainer POST /surgeries/:slug/dates/:date/call-off",
  "trainer GET /surgeries/venues/:slug/organise",
  "trainer GET /surgeries/venues/:slug/people",
  "trainer POST /surgeries/venues/:slug/change",
  "trainer POST /surgeries/venues/:slug/invite",
  "trainer POST /data-requests",
  "trainer POST /data-requests/:id/answers",
  "trainer POST /surgeries/venues/:slug/listings/:listing",
  "trainer POST /surgeries/venues/:slug/people/:person/role",
  "trainer POST /surgeries/venues/:slug/people/:person/remove",
];

/**
 * What came of a sitting: one's own card; those of a date only for who organises at its venue, which is decided behind the door. A
 * notebook is named by its path and must be one's own. Work is shared by its owner alone; a code (8 characters, one evening, one
 * workshop, wrong ones counted) makes somebody a guest of one notebook and the files beside it.
 */
const outcomes: readonly Door[] = [
  "member GET /me/outcome",
  "member POST /me/outcome",
  "member GET /me/take-aways",
  "member GET /me/take-away",
  "member GET /api/confidence",
  "member PUT /api/confidence",
  "member POST /me/confidence",
  "member POST /api/together",
  "member GET /together",
  "member POST /together",
  "member GET /together/join/:code",
  "member GET /together/:id",
  "member POST /together/:id",
  "member POST /together/:id/end",
  "trainer GET /surgeries/:slug/dates/:date/outcomes",
  "trainer GET /surgeries/:slug/dates/:date/outcomes/:contact",
  "trainer POST /surgeries/:slug/dates/:date/outcomes/:contact",
];

/** A one-time link (256 random bits) makes whoever opens it an organiser or host of one venue. Looking at it does not use it up. */
const invited: readonly Door[] = ["public GET /invited/:token", "public POST /invited/:token"];

/**
 * The code on the wall opens these while the doors are open; wrong codes and names that nobody has are counted for each network.
 * They never show the list: what somebody types is compared behind the door.
 */
const arriving: readonly Door[] = [
  "public GET /arrive",
  "public GET /arrive/:code",
  "public POST /arrive/:code",
  "public POST /arrive/:code/walk-in",
  "member POST /arrive/:code/here",
  "public GET /arrive/:code/card",
  "public POST /arrive/:code/card",
  "public POST /signed-up/:token/:date/here",
];

/**
 * Who is here, by name: those who organise or host there, and while the doors are open a trainer who came to help; both
 * are decided behind the door. Opening, closing, cards and the record are for organisers.
 */
const surgeryDays: readonly Door[] = [
  "trainer GET /surgeries/:slug/dates/:date/day",
  "trainer GET /surgeries/:slug/dates/:date/day/now",
  "trainer GET /surgeries/:slug/dates/:date/day/stream",
  "trainer POST /surgeries/:slug/dates/:date/day/doors",
  "trainer POST /surgeries/:slug/dates/:date/day/tap",
  "trainer POST /surgeries/:slug/dates/:date/day/walk-in",
  "trainer POST /surgeries/:slug/dates/:date/day/timer",
  "trainer POST /surgeries/:slug/dates/:date/day/agenda",
  "trainer POST /surgeries/:slug/dates/:date/day/cards",
  "trainer GET /surgeries/:slug/dates/:date/day/record",
  "trainer GET /surgeries/:slug/dates/:date/day/record.csv",
  "trainer POST /surgeries/:slug/dates/:date/day/record",
];

/** A report shows small numbers, so only of places where the visitor organises, which is decided behind the door. */
const impact: readonly Door[] = ["trainer GET /impact/report"];

/** What surgeries led to, for everybody: small numbers are held back, and stories are told with permission. */
const impactForAll: readonly Door[] = [
  "public GET /impact",
  "public GET /impact/venues/:slug",
  "public GET /impact/data",
  "public GET /impact/data/:file",
  "public GET /surgeries/:slug/dates/:date",
];

/** Behind a private link (256 random bits) that was sent to somebody who agreed to be asked: their own answers. */
const askedLater: readonly Door[] = [
  "public GET /later/:token",
  "public POST /later/:token",
  "public POST /later/:token/stop",
];

/**
 * Published open data, the same for everybody: nothing of a draft, and of its keeper only what the record says in public. Readers write
 * without an account; what they write is limited by network and seen by the keeper alone until shown. The link in a reminder (256 random
 * bits) turns that data set's reminders off and does nothing else.
 */
const openData: readonly Door[] = [
  "public GET /data",
  "public GET /data/index.html",
  "public GET /data/catalog.jsonld",
  "public GET /data/feed.xml",
  "public GET /data/feed.atom",
  "public GET /data/:set",
  "public GET /data/:set/questions",
  "public POST /data/:set/questions",
  "public GET /data/:set/:file",
  "public GET /data/:set/:version/:file",
  "public GET /data-reminders/:token",
  "public GET /data-reminders/:token/reminders.ics",
  "public GET /data-reminders/:token/feed.xml",
  "public GET /data-groups/:group",
  "public POST /data-reminders/:token",
];

/**
 * Preparing and keeping data sets: one's own alone, which is decided behind the door (others are told that there is nothing). A file is
 * named by its path and must be one that its publisher may edit. A link to take a set over works once.
 */
const publishing: readonly Door[] = [
  "member GET /publish",
  "member GET /publish/new",
  "member POST /publish/new",
  "member POST /publish/begin",
  "member POST /publish/upload",
  "member POST /publish/feed",
  "member POST /publish/feed/stop",
  "member GET /publish/accept/:token",
  "member POST /publish/accept/:token",
  "member GET /publish/:id",
  "member GET /publish/:id/about",
  "member POST /publish/:id/about",
  "member GET /publish/:id/mend",
  "member POST /publish/:id/mend",
  "member GET /publish/:id/columns",
  "member POST /publish/:id/columns",
  "member GET /publish/:id/findings",
  "member POST /publish/:id/findings",
  "member GET /publish/:id/checklist",
  "member POST /publish/:id/checklist",
  "member GET /publish/:id/ready",
  "member GET /publish/:id/page",
  "member GET /publish/:id/publish",
  "member POST /publish/:id/publish",
  "member POST /publish/:id/new-version",
  "member POST /publish/:id/new-version/upload",
  "member POST /publish/:id/notebook",
  "member POST /publish/:id/notebook/upload",
  "member POST /publish/:id/drop",
  "member POST /publish/:id/reminders",
  "member POST /publish/:id/letters",
  "member POST /publish/:id/retire",
  "member POST /publish/:id/hand-over",
  "member POST /publish/:id/remarks/:remark",
  "member POST /publish/:id/portal",
  "member GET /publish/:id/portal",
  "member POST /publish/:id/sources",
  "trainer POST /publish/:id/take-over",
];

export const accessTable: readonly Door[] = [
  ...impact,
  ...impactForAll,
  ...askedLater,
  ...openData,
  ...publishing,
  ...surgeriesForAll,
  ...signingUp,
  ...organising,
  ...outcomes,
  ...invited,
  ...arriving,
  ...surgeryDays,
  ...comingIn,
  ...builtFiles,
  ...board,
  ...helpQueue,
  ...pushes,
  ...reviewing,
  ...learning,
  ...guide,
  ...authoring,
  ...progressAndBadges,
  ...notebookPages,
  ...files,
  ...kernels,
  ...serverState,
  ...documents,
];
