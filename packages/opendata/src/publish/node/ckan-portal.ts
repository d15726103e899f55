/**
 * A CKAN portal's Action API (v3; https://docs.ckan.org/en/2.11/api/): how it is asked, and what its refusals mean in words. The key goes
 * to the portal's own address over https and nowhere else: no redirect is followed, and no message holds it.
 */
import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { listOf, objectOf, partOf, textOf } from "../../find/answer-parts.js";
import { OpenDataError } from "../../open-data-error.js";
import { asksToSignIn, calledAs, looksLikeWebPage } from "../../read/web-page.js";
import { askHost, type HostAnswer, type HostBody, type HostRules } from "./ask-host.js";

export interface CkanUpload {
  readonly field: string;
  readonly path: string;
  readonly name: string;
  readonly mimetype: string;
}

export interface CkanPortal {
  /** Without a slash at its end. */
  readonly base: string;
  /** The result of an action; undefined where the portal says that there is no such thing. @throws OpenDataError */
  ask(action: string, body: Readonly<Record<string, unknown>>, uploads?: readonly CkanUpload[]): Promise<unknown>;
}

const mostAnswerBytes = 16 * 1024 * 1024;

/** @throws OpenDataError `portal-refused` where the address can't be one that a key may be sent to */
export function openCkanPortal(address: string, key: string, rules: HostRules): CkanPortal {
  const url = portalAddress(address);
  if (!/^[\x21-\x7e]{8,4000}$/.test(key))
    throw new OpenDataError(
      "needs-key",
      "The key has signs in it that no key has, or is too short. Copy it again from your page in the portal (“API Tokens”), without blanks.",
    );
  const base = url.href.replace(/\/+$/, "");
  return {
    base,
    ask: async (action, body, uploads = []) => {
      const answer = await askHost(
        new URL(`${base}/api/3/action/${action}`),
        {
          method: "POST",
          headers: { Authorization: key, Accept: "application/json" },
          body: uploads.length === 0 ? jsonBody(body) : await formOf(body, uploads),
          mostBytes: mostAnswerBytes,
        },
        rules,
      );
      return resultOf(answer, url, action);
    },
  };
}

/** `https://data.example.org`, or with a path where CKAN lives below one; what people copy from their browser is cut. */
export function portalAddress(text: string): URL {
  const given = /^[a-z]+:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  if (!URL.canParse(given)) throw badAddress(text);
  const url = new URL(given);
  const isLoopback = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback)) throw badAddress(text);
  if (url.username !== "" || url.password !== "") throw badAddress(text);
  url.search = "";
  url.hash = "";
  url.pathname = url.pathname.replace(/\/(?:dataset|organization|group|user|api|dashboard)(?:\/.*)?$/, "/");
  return url;
}

function badAddress(text: string): OpenDataError {
  return new OpenDataError(
    "portal-refused",
    `“${text.slice(0, 200)}” is not the address of a portal that a key can be sent to: it must begin with https://, so that nobody on the way can read the key, and have no name or password in it. For instance: https://data.example.org`,
  );
}

const utf8 = new TextEncoder();

function jsonBody(body: Readonly<Record<string, unknown>>): HostBody {
  return { type: "application/json", parts: [utf8.encode(JSON.stringify(body))] };
}

/** As forms with files are sent (RFC 7578); files are read while they are sent. */
async function formOf(body: Readonly<Record<string, unknown>>, uploads: readonly CkanUpload[]): Promise<HostBody> {
  const boundary = `data-surgery-${randomUUID()}`;
  const parts: HostBody["parts"][number][] = [];
  for (const [name, value] of Object.entries(body)) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    parts.push(utf8.encode(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`));
  }
  for (const { field, path, name, mimetype } of uploads) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${mimetype}\r\n\r\n`;
    parts.push(utf8.encode(head), { path, size: (await stat(path)).size }, utf8.encode("\r\n"));
  }
  parts.push(utf8.encode(`--${boundary}--\r\n`));
  return { type: `multipart/form-data; boundary=${boundary}`, parts };
}

function resultOf({ status, headers, bytes }: HostAnswer, url: URL, action: string): unknown {
  const text = new TextDecoder().decode(bytes);
  const answer = jsonOf(text);
  if (status === 200 && partOf(answer, "success") === true) return partOf(answer, "result");
  if (status >= 300 && status < 400) throw sentOn(url, headers.location);
  if (status === 404 && partOf(answer, "error", "__type") === "Not Found Error") return undefined;
  throw refusal(status, answer, text, url, action);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function sentOn(url: URL, location: string | undefined): OpenDataError {
  const to = location !== undefined && URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  const where = to === undefined ? "somewhere else" : to.origin;
  return new OpenDataError(
    "portal-refused",
    `${url.host} sends on to ${where}. The key was not sent there. If that is the portal’s real address, give that one.`,
  );
}

function refusal(status: number, answer: unknown, text: string, url: URL, action: string): OpenDataError {
  const error = partOf(answer, "error");
  const type = textOf(partOf(error, "__type"));
  const said = textOf(partOf(error, "message"));
  const quoted = said === undefined ? "" : ` The portal says: “${said}”`;
  const refused = (words: string): OpenDataError => new OpenDataError("portal-refused", words);
  if (type === "Validation Error") return refused(validationWords(error, url));
  if (status === 401 || status === 403 || type === "Authorization Error")
    return refused(
      `${url.host} does not let this key do that. Nothing was changed. Look whether the key is whole and not out of date, and whether you are an editor or admin of the organisation there.${quoted}`,
    );
  if (status === 404)
    return new OpenDataError(
      "portal-answer",
      action === "package_revise"
        ? `${url.host} does not know how to take a new version in one go: its CKAN is older than 2.9. Ask whoever looks after it to bring it up to date. Nothing was changed.`
        : `There is no CKAN at ${url.href} (it answered 404). Give the address of its first page.`,
    );
  if (status === 413)
    return refused(
      `The files are larger than ${url.host} takes. Nothing was changed. Put the site on the web and let the portal link to it (--link-base), or ask for a higher limit.`,
    );
  if (status === 429)
    return refused(`${url.host} has been asked too often just now. Wait some minutes, then push again.`);
  if (status >= 500)
    return new OpenDataError(
      "portal-answer",
      `${url.host} has trouble of its own (it answered ${status}). It is not your doing. Push again in some minutes: it goes on where it stopped.${quoted}`,
    );
  if (looksLikeWebPage(text))
    return new OpenDataError(
      "portal-answer",
      asksToSignIn(text)
        ? `Instead of the portal’s API a page${calledAs(text)} answered that asks you to sign in. If it is the Wi-Fi that wants that, sign in with your browser and push again.`
        : `${url.host} answered with a web page${calledAs(text)} instead of the API’s words. Is this the address of a CKAN portal’s first page?`,
    );
  return new OpenDataError(
    "portal-answer",
    `${url.host} answered ${status} and something that is not CKAN’s.${quoted}`,
  );
}

const fieldWords: Readonly<Record<string, string>> = {
  name: "name in the address",
  title: "title",
  notes: "description",
  owner_org: "organisation",
  license_id: "licence",
  tags: "keywords",
  maintainer: "maintainer",
  maintainer_email: "maintainer’s e-mail address",
  url: "address",
  upload: "file",
  extras: "further fields",
};

/** `{"name": ["That URL is already in use."], "resources": [{}, {"upload": ["…"]}]}`, field by field. */
function validationWords(error: unknown, url: URL): string {
  if (listOf(partOf(error, "match")).length > 0)
    return `Somebody changed the data set in ${url.host} while this was going on. Nothing of theirs was overwritten. Push again.`;
  const lines = faultsIn(error, "").slice(0, 8);
  const tooLarge = lines.some((line) => /\bupload too large\b/i.test(line));
  return [
    `${url.host} does not take it as it is. Nothing was changed. It says:`,
    ...(lines.length === 0 ? ["- (no reason)"] : lines.map((line) => `- ${line}`)),
    tooLarge
      ? "Put the site on the web and let the portal link to it (--link-base), or ask whoever runs the portal for a higher limit."
      : "What it asks for beyond the usual is set by whoever runs that portal: fill it in there, or ask them.",
  ].join("\n");
}

function faultsIn(value: unknown, place: string): string[] {
  return Object.entries(objectOf(value) ?? {}).flatMap(([field, found]): string[] => {
    if (field === "__type") return [];
    const words = `${place}${fieldWords[field] ?? field}`;
    return listOf(found).flatMap((one, at) =>
      typeof one === "string"
        ? [`${words}: ${textOf(one) ?? ""}`]
        : faultsIn(one, field === "resources" ? `file ${at + 1}, ` : `${words} ${at + 1}, `),
    );
  });
}
