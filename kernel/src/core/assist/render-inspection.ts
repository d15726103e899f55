import type { Inspection } from "./completion.js";

export interface RenderedInspection {
  readonly data: { readonly "text/plain": string; readonly "text/markdown": string };
  readonly metadata: Readonly<Record<string, never>>;
}

/** What hover shows: how it is made, what it is for, what is in it now. */
export function renderInspection({ signature, documentation, value }: Inspection): RenderedInspection {
  const plain = [signature, documentation, value === undefined ? undefined : `Now: ${value}`];
  const markdown = [
    `\`\`\`typescript\n${signature}\n\`\`\``,
    documentation?.replaceAll(/^@(\w+)/gm, "\n*$1*"),
    value === undefined ? undefined : `Now: \`${value.replaceAll("`", "'")}\``,
  ];
  return { data: { "text/plain": joined(plain), "text/markdown": joined(markdown) }, metadata: {} };
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n\n");
}
