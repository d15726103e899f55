import { OpenDataError } from "../open-data-error.js";

const sampleLength = 65_536;

/** Throws for bytes that are no text at all, and for XML, which holds no rows that we could find. */
export function refuseOtherText(text: string, name: string): void {
  const sample = text.slice(0, sampleLength);
  const nul = sample.split("\u0000").length - 1;
  if (nul === sample.length) {
    throw new OpenDataError(
      "empty-file",
      `${name} holds nothing but empty bytes (NUL). Saving or copying it went wrong: fetch it again.`,
    );
  }
  // NUL bytes do turn up in exports of old databases; the other signs for machines in no text that was ever a table.
  // oxlint-disable-next-line no-control-regex
  const control = sample.replace(/[^\u0001-\u0008\u000E-\u0019\u001C-\u001F\u007F\uFFFD]/g, "").length;
  if (control > 8 && control > sample.length * 0.02) {
    throw new OpenDataError(
      "not-a-table",
      `${name} is no text: its bytes are those of a program, a picture or a packed file, or of one that was damaged. Check that it is the right file, or fetch it again.`,
    );
  }
  if (!/^\s*<\?xml\b/i.test(sample.slice(0, 200)) || isWorkbookXml(sample) || /<html\b/i.test(sample)) return;
  const said = /<message>([^<]{1,200})</i.exec(sample)?.[1]?.trim();
  throw new OpenDataError(
    "not-a-table",
    said === undefined
      ? `${name} is XML, which can't be read here. Look for the same data as CSV, Excel or JSON on the publisher's page.`
      : `${name} holds no data but an answer of the service: “${said}”. Check the address, or try again later.`,
  );
}

/** A workbook that Excel 2003 saved as “XML Spreadsheet”. */
export function isWorkbookXml(text: string): boolean {
  return /^\s*<\?xml\b/i.test(text) && text.slice(0, 4000).includes("urn:schemas-microsoft-com:office:spreadsheet");
}

/** Throws where a file is called a spreadsheet and holds a line or two of plain text. */
export function refuseNameOnly(rows: number, text: string, name: string): void {
  const ending = /\.(?:xlsx|xlsm|xlsb|xls|ods)$/i.exec(name)?.[0];
  if (ending === undefined || rows > 0) return;
  throw new OpenDataError(
    "not-a-table",
    `${name} is called ${ending}, but it is no spreadsheet: it holds only the text “${text.trim().slice(0, 60)}”. Fetch it again, or ask whoever sent it.`,
  );
}
