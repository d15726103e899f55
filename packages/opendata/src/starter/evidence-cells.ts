import { codeOf } from "../mend/code-of.js";

export interface EvidenceCell {
  readonly id: string;
  readonly kind: "text" | "code";
  readonly lines: string;
}

/** The last section: what the group shows to whoever decides. It runs as it stands, and says on the page what is still to be said. */
export function evidenceCells(words: {
  readonly variable: string;
  readonly rows: string;
  readonly name: string;
  readonly question: string | undefined;
}): EvidenceCell[] {
  const { variable, rows, name, question } = words;
  const asked = question === undefined || question === "" ? `What do our ${rows} show?` : question;
  const sentence = codeOf(` ${rows} are in ${name}.`).slice(1, -1).replaceAll("`", "\\`").replaceAll("${", "\\${");
  return [
    {
      id: "evidence-words",
      kind: "text",
      lines:
        "## Your evidence\n\nFor a bid, or for somebody who decides. Put your own sentences where the `____` are; a chart of yours goes into `findings` as `chart:`. What is not said yet is listed on the page, so nothing is forgotten.",
    },
    {
      id: "evidence",
      kind: "code",
      lines: [
        'import { evidencePack } from "@data-surgery/opendata";',
        "",
        "let evidence = await evidencePack({",
        `  question: ${codeOf(asked)},`,
        "  findings: [",
        `    { sentence: \`\${${variable}.length.toLocaleString("en-GB")}${sentence}\`, numbers: ${variable} },`,
        "  ],",
        "  limits: [",
        '    "____",',
        "  ],",
        "  checks: {",
        '    personal: "____",',
        '    small: "____",',
        '    questions: "____",',
        "  },",
        "});",
        "evidence",
      ].join("\n"),
    },
    {
      id: "evidence-save-words",
      kind: "text",
      lines:
        "The next cell puts it beside this notebook: `our-evidence.html` is the page (print it, or save it as a PDF); `our-evidence.zip` has the page, this notebook’s code and the data, so that others can check it. Data that may not be passed on stays out, and the zip says so.",
    },
    {
      id: "evidence-save",
      kind: "code",
      lines:
        'await evidence.save("our-evidence.html", { replace: true });\nawait evidence.save("our-evidence.zip", { replace: true });',
    },
  ];
}
