/**
 * Whether web addresses still lead somewhere. Polite: one address after the other, `HEAD` first, `GET` of the first byte where a host
 * does not understand that, little read, never long. Each address on the way is looked at anew by the rules.
 */
import { OpenDataError } from "../../open-data-error.js";
import type { LinkFinding } from "../source-links.js";
import { askHost, type HostRules } from "./ask-host.js";

export interface CheckLinksOptions extends HostRules {
  /** Told before each. */
  readonly onLink?: (url: string) => void;
}

const mostHops = 5;
const patience = 10_000;
const mostBytes = 16 * 1024;

export async function checkLinks(urls: readonly string[], options: CheckLinksOptions): Promise<LinkFinding[]> {
  const found: LinkFinding[] = [];
  for (const url of urls) {
    options.onLink?.(url);
    found.push(await checkLink(url, options));
  }
  return found;
}

async function checkLink(url: string, options: CheckLinksOptions): Promise<LinkFinding> {
  // One address takes no longer than that, however often it sends on.
  const deadline = AbortSignal.timeout(2 * (options.patience ?? patience));
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  const rules = { patience, ...options, signal };
  let at = new URL(url);
  let isForGood = true;
  try {
    for (let hop = 0; hop <= mostHops; hop++) {
      const { status, location } = await answerOf(at, rules);
      if (location === undefined) return findingOf(url, at, status, isForGood);
      isForGood &&= status === 301 || status === 308;
      at = location;
    }
    return { url, state: "failing", status: 0, why: "It keeps sending on to other addresses." };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (deadline.aborted) return { url, state: "failing", status: 0, why: `${at.host} took too long to answer.` };
    if (!(error instanceof OpenDataError)) throw error;
    // What we don't ask is not broken for that.
    return { url, state: error.code === "inside-network" ? "unsure" : "failing", status: 0, why: error.message };
  }
}

async function answerOf(url: URL, rules: HostRules): Promise<{ status: number; location: URL | undefined }> {
  let answer = await askHost(url, { method: "HEAD", mostBytes }, rules);
  // Many hosts refuse HEAD, or answer it wrongly: what they say to a reader counts.
  if (answer.status >= 400) {
    const headers = { Range: "bytes=0-0" };
    answer = await askHost(url, { method: "GET", headers, mostBytes, cut: true }, rules);
  }
  const { location } = answer.headers;
  const moves = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined;
  if (!moves) return { status: answer.status, location: undefined };
  const to = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  if (to === undefined || !/^https?:$/.test(to.protocol))
    throw new OpenDataError("not-reached", `${url.host} sends on to something that is not a web address.`);
  return { status: answer.status, location: to };
}

function findingOf(url: string, at: URL, status: number, isForGood: boolean): LinkFinding {
  // An empty file has no first byte: 416 says that it is there.
  if (status < 400 || status === 416) {
    const from = new URL(url);
    if (at.href === from.href) return { url, state: "there", status };
    const isHome = at.pathname === "/" && at.search === "" && from.pathname !== "/";
    if (isHome) return { url, state: "home", status, to: at.href };
    return isForGood ? { url, state: "moved", status, to: at.href } : { url, state: "there", status };
  }
  if (status === 404 || status === 410) return { url, state: "gone", status };
  if (status >= 500 && status !== 501) return { url, state: "failing", status };
  return { url, state: "unsure", status };
}
