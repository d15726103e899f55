import { OpenDataError } from "../open-data-error.js";

/** Whether text is a web page, whatever its file is called. */
export function looksLikeWebPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|table|div|meta|script|title)\b/i.test(
    text.slice(0, 4000),
  );
}

/** ` called “Welcome”`, or nothing for a page without a title. */
export function calledAs(page: string): string {
  const title = titleOf(page);
  return title === "" ? "" : ` called “${title}”`;
}

export function asksToSignIn(page: string): boolean {
  return /<input[^>]+type\s*=\s*["']?password/i.test(page) || /\b(?:sign|log) ?in\b/i.test(titleOf(page));
}

function titleOf(page: string): string {
  return (/<title[^>]*>([^<]{1,200})</i.exec(page)?.[1] ?? "").replace(/\s+/g, " ").trim();
}

/** Throws where a page holds no table to read: most often it asks to sign in, or says that the file has moved. */
export function refuseEmptyPage(text: string, name: string): void {
  const called = calledAs(text);
  if (asksToSignIn(text)) {
    throw new OpenDataError(
      "login-page",
      `${name} is not data but a web page${called} that asks you to sign in. Open the address in your browser, sign in, download the file and read that.`,
    );
  }
  const rows = text.match(/<tr[\s>]/gi)?.length ?? 0;
  if (rows < 2) {
    throw new OpenDataError(
      "web-page",
      `${name} is not data but a web page${called}. The address of the page was saved instead of the file behind its download link. Go to the page, find that link and use it.`,
    );
  }
}
