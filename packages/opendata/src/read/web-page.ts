import { OpenDataError } from "../open-data-error.js";

/** Whether text is a web page, whatever its file is called. */
export function looksLikeWebPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|table|div|meta|script|title)\b/i.test(
    text.slice(0, 4000),
  );
}

/** Throws where a page holds no table to read: most often it asks to sign in, or says that the file has moved. */
export function refuseEmptyPage(text: string, name: string): void {
  const title = /<title[^>]*>([^<]{1,200})</i.exec(text)?.[1]?.replace(/\s+/g, " ").trim();
  const called = title === undefined || title === "" ? "" : ` called “${title}”`;
  if (/<input[^>]+type\s*=\s*["']?password/i.test(text) || /\b(?:sign|log) ?in\b/i.test(title ?? "")) {
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
