import { OpenDataError } from "../open-data-error.js";
import { fetchBytes } from "../read/fetch-bytes.js";
import type { ReadOptions } from "../read/read-options.js";
import { asksToSignIn, calledAs, looksLikeWebPage } from "../read/web-page.js";
import { strangeAnswer } from "./answer-parts.js";
import type { Ask } from "./portal.js";

/** The longest lists have some megabytes; more is no list of data sets. */
const mostAnswerBytes = 32 * 1024 * 1024;

/** Asks portals over the network, with the patience and the signal of the reader's options. */
export function askPortals(options: Pick<ReadOptions, "signal" | "patience">): Ask {
  return {
    json: async (address) => {
      const url = new URL(address);
      const { signal, patience } = options;
      const { bytes } = await fetchBytes(url, `The answer of ${url.hostname}`, {
        mostBytes: mostAnswerBytes,
        ...(signal === undefined ? {} : { signal }),
        ...(patience === undefined ? {} : { patience }),
      });
      const text = new TextDecoder().decode(bytes);
      if (looksLikeWebPage(text)) throw webPage(url, text);
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw strangeAnswer(url.hostname);
      }
    },
  };
}

/** Wi-Fi of cafés and libraries answers every address with its own page until somebody has signed in. */
function webPage(url: URL, page: string): OpenDataError {
  return asksToSignIn(page)
    ? new OpenDataError(
        "login-page",
        `Instead of ${url.hostname} a web page${calledAs(page)} answered that asks you to sign in. If it is the Wi-Fi that wants that, open any page in your browser, sign in, and run the cell again.`,
      )
    : new OpenDataError(
        "portal-answer",
        `${url.hostname} answered with a web page${calledAs(page)} instead of a list. It may have moved or be in repair. Try again later, or look on its page in your browser.`,
      );
}
