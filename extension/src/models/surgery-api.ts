/** The server's own API, typed. Every failure becomes a sentence for the person. No DOM. */
import {
  BringBackReply,
  AuthorNews,
  CheckResult,
  ConfidenceQuestion,
  Difference,
  ExplainedLesson,
  Glossary,
  Hint,
  History,
  LessonWork,
  LessonGuide,
  LessonPreview,
  MergeReply,
  MyHelp,
  MyProgress,
  MyPushes,
  OpenedLesson,
  PeopleReply,
  RestoreReply,
  RoomNotices,
  Solution,
  TryPage,
  UpdateReply,
  StartedLesson,
  type ConfidenceAnswer,
  type HelpStatus,
  type MergeRequest,
  type PeopleCommand,
  type PeopleNotice,
  type PushAnswer,
  type StartLessonRequest,
  type StoredOutput,
} from "@data-surgery/contract";
import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import { readPeopleNotice } from "./people-notice.js";
import { PlainError } from "./plain-error.js";

/** Sent twice with the same `form`, it is made once. */
export type ShareWork =
  | { readonly type: "notebook"; readonly form: string; readonly path: string }
  | {
      readonly type: "file";
      readonly form: string;
      readonly file: string;
      readonly notebook: object;
      readonly mended: string | undefined;
    };

interface Schema<T> {
  parse(value: unknown): T;
}

/** One's own progress, what came of one's call for help, what helpers sent. */
export type NewsKind = "progress" | "help" | "push";
const newsKinds: readonly NewsKind[] = ["progress", "help", "push"];

const unreachable =
  "The server can't be reached at the moment. Your work is safe. Check the Wi-Fi, wait a moment and try again.";

export class SurgeryApi {
  readonly #settings: ServerConnection.ISettings;

  constructor(settings: ServerConnection.ISettings) {
    this.#settings = settings;
  }

  check(lesson: string, exercise: string, path: string): Promise<CheckResult> {
    return this.#post(`${exerciseUrl(lesson, exercise)}/check`, { path }, CheckResult);
  }

  hint(lesson: string, exercise: string, path: string, number: number): Promise<Hint> {
    return this.#post(`${exerciseUrl(lesson, exercise)}/hint`, { path, number }, Hint);
  }

  solution(lesson: string, exercise: string, path: string): Promise<Solution> {
    return this.#post(`${exerciseUrl(lesson, exercise)}/solution`, { path }, Solution);
  }

  /** What this person did in a lesson so far. */
  lessonWork(lesson: string): Promise<LessonWork> {
    return this.#request(`/api/lessons/${encodeURIComponent(lesson)}/exercises`, { method: "GET" }, LessonWork);
  }

  /** Own earlier tries, newest first. @param before an attempt; what is older than it */
  tries(lesson: string, exercise: string, before?: string): Promise<TryPage> {
    const from = before === undefined ? "" : `?before=${encodeURIComponent(before)}`;
    return this.#request(`${exerciseUrl(lesson, exercise)}/tries${from}`, { method: "GET" }, TryPage);
  }

  progress(): Promise<MyProgress> {
    return this.#request("/api/progress/mine", { method: "GET" }, MyProgress);
  }

  explained(lesson: string): Promise<ExplainedLesson> {
    const url = `/api/progress/explained?lesson=${encodeURIComponent(lesson)}`;
    return this.#request(url, { method: "GET" }, ExplainedLesson);
  }

  guide(lesson: string, path: string): Promise<LessonGuide> {
    const url = `/api/lessons/${encodeURIComponent(lesson)}/guide?path=${encodeURIComponent(path)}`;
    return this.#request(url, { method: "GET" }, LessonGuide);
  }

  /** Sent also when the page is being left. */
  async putPlace(lesson: string, path: string, cellId: string): Promise<void> {
    const init = { method: "PUT", body: JSON.stringify({ path, cellId }), keepalive: true };
    await this.#request(`/api/lessons/${encodeURIComponent(lesson)}/place`, init, { parse: () => undefined });
  }

  /** @param apply false: only asks what would change */
  update(lesson: string, path: string, apply: boolean): Promise<UpdateReply> {
    return this.#post(`/api/lessons/${encodeURIComponent(lesson)}/update`, { path, apply }, UpdateReply);
  }

  openLesson(lesson: string): Promise<OpenedLesson> {
    return this.#post(`/api/lessons/${encodeURIComponent(lesson)}/open`, {}, OpenedLesson);
  }

  takeAwayUrl(lesson: string, path: string): string {
    const url = `/api/lessons/${encodeURIComponent(lesson)}/take-away?path=${encodeURIComponent(path)}`;
    return URLExt.join(this.#settings.baseUrl, url);
  }

  bringBack(notebook: unknown): Promise<BringBackReply> {
    return this.#post("/api/lessons/bring-back", { notebook }, BringBackReply);
  }

  glossary(): Promise<Glossary> {
    return this.#request("/api/glossary", { method: "GET" }, Glossary);
  }

  history(document: string): Promise<History> {
    return this.#request(`/api/history/${document}`, { method: "GET" }, History);
  }

  /** From a version to now. */
  difference(document: string, from: number): Promise<Difference> {
    return this.#request(`/api/history/${document}/difference?from=${from}`, { method: "GET" }, Difference);
  }

  restore(document: string, version: number): Promise<RestoreReply> {
    return this.#post(`/api/history/${document}/restore`, { version }, RestoreReply);
  }

  merge(document: string, request: MergeRequest): Promise<MergeReply> {
    return this.#post(`/api/history/${document}/merge`, request, MergeReply);
  }

  async answer(kernel: string, document: string, cell: string, value: string): Promise<void> {
    const body = { document_id: `json:notebook:${document}`, cell_id: cell, value };
    await this.#post(`/api/kernels/${encodeURIComponent(kernel)}/answer`, body, { parse: () => undefined });
  }

  /** A large output, as nbformat has it. */
  output({ document, hash }: StoredOutput): Promise<Record<string, unknown>> {
    const parse = (value: unknown): Record<string, unknown> => ({ ...(value as object) });
    return this.#request(`/api/outputs/${document}/${hash}`, { method: "GET" }, { parse });
  }

  async setHelp(status: HelpStatus): Promise<void> {
    await this.#request("/api/help", { method: "POST", body: JSON.stringify({ status }) }, { parse: () => undefined });
  }

  /** What came of one's own call for help. */
  help(): Promise<MyHelp> {
    return this.#request("/api/help", { method: "GET" }, MyHelp);
  }

  /** What helpers sent and one has not answered. */
  pushes(): Promise<MyPushes> {
    return this.#request("/api/pushes", { method: "GET" }, MyPushes);
  }

  async answerPush(id: string, answer: PushAnswer): Promise<void> {
    const url = `/api/pushes/${encodeURIComponent(id)}`;
    await this.#request(url, { method: "POST", body: JSON.stringify(answer) }, { parse: () => undefined });
  }

  /** @returns the page that shows how another comes to it */
  shareWork(request: ShareWork): Promise<{ readonly url: string }> {
    const parse = (value: unknown): { readonly url: string } => {
      const { url } = value as { readonly url?: unknown };
      if (typeof url !== "string" || !url.startsWith("/")) throw new TypeError("The answer names no page.");
      return { url };
    };
    return this.#post("/api/together", request, { parse });
  }

  confidence(): Promise<ConfidenceQuestion> {
    return this.#request("/api/confidence", { method: "GET" }, ConfidenceQuestion);
  }

  async sayConfidence(answer: ConfidenceAnswer): Promise<void> {
    const init = { method: "PUT", body: JSON.stringify(answer) };
    await this.#request("/api/confidence", init, { parse: () => undefined });
  }

  /** One thing asked of the people in a room, which is named as its line names it. */
  askRoom(room: string, command: PeopleCommand): Promise<PeopleReply> {
    return this.#post(`/api/rooms/${encodeURIComponent(room)}/people`, command, PeopleReply);
  }

  /** All that would be told now about the people in a room. A server without that says nothing. */
  async roomNotices(room: string): Promise<readonly PeopleNotice[]> {
    const url = `/api/rooms/${encodeURIComponent(room)}/people`;
    const { notices } = await this.#request(url, { method: "GET" }, RoomNotices);
    return notices.flatMap((notice) => readPeopleNotice(notice) ?? []);
  }

  /**
   * Calls `onNews` with each event, and for every kind when the stream opens (again): what came meanwhile is not known. The disposer
   * ends it. EventSource reconnects by itself.
   */
  watchProgress(onNews: (kind: NewsKind) => void): { close(): void } {
    const source = new EventSource("/api/progress/stream");
    source.addEventListener("open", () => newsKinds.forEach(onNews));
    for (const kind of newsKinds) source.addEventListener(kind, () => onNews(kind));
    return source;
  }

  startLesson(request: StartLessonRequest): Promise<StartedLesson> {
    return this.#post("/api/author/start", request, StartedLesson);
  }

  previewLesson(path: string): Promise<LessonPreview> {
    return this.#post("/api/author/preview", { path }, LessonPreview);
  }

  /** Resolves after the last news. */
  async proveLesson(what: "check" | "publish", path: string, tell: (news: AuthorNews) => void): Promise<void> {
    const init = { method: "POST", body: JSON.stringify({ path }) };
    const response = await this.#fetch(`/api/author/${what}`, init);
    let rest = "";
    const read = (text: string): void => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) tell(AuthorNews.parse(JSON.parse(line)));
    };
    const text = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async (): Promise<string | undefined> => {
      try {
        return (await text?.read())?.value;
      } catch (error) {
        throw new PlainError(unreachable, { cause: error });
      }
    };
    for (let part = await next(); part !== undefined; part = await next()) read(part);
  }

  #post<T>(url: string, body: object, schema: Schema<T>): Promise<T> {
    return this.#request(url, { method: "POST", body: JSON.stringify(body) }, schema);
  }

  async #request<T>(url: string, init: RequestInit, schema: Schema<T>): Promise<T> {
    const response = await this.#fetch(url, init);
    return schema.parse(response.status === 204 ? undefined : await response.json());
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(URLExt.join(this.#settings.baseUrl, url), init, this.#settings);
    } catch (error) {
      throw new PlainError(unreachable, { cause: error });
    }
    if (!response.ok) throw new PlainError(await messageOf(response));
    return response;
  }
}

function exerciseUrl(lesson: string, exercise: string): string {
  return `/api/lessons/${encodeURIComponent(lesson)}/exercises/${encodeURIComponent(exercise)}`;
}

/** The server's errors carry a sentence; a proxy's do not. */
async function messageOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
  return typeof message === "string" ? message : unreachable;
}
