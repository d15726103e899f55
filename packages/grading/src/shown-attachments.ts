import type { TextCell } from "@data-surgery/jupyter";

/** Pictures that a cell's text shows. One that only a hidden part showed is hidden with it. */
export function shownAttachments(
  attachments: TextCell["attachments"],
  source: string,
): { readonly attachments?: Readonly<Record<string, unknown>> } {
  const shown = Object.entries(attachments ?? {}).filter(
    ([name]) => source.includes(`attachment:${name}`) || source.includes(`attachment:${encodeURI(name)}`),
  );
  return shown.length === 0 ? {} : { attachments: Object.fromEntries(shown) };
}
