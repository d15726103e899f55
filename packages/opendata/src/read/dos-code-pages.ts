/**
 * The upper halves of the two code pages that DOS programs wrote in Britain: bytes 128 to 255 in order. TextDecoder does
 * not know them, and some finance systems still export them.
 */
export const dosCodePages: Readonly<Record<"cp850" | "cp437", string>> = {
  cp850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´­±‗¾¶§÷¸°¨·¹³²■\u00A0",
  cp437:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0",
};

/** Bytes of a DOS code page as text. */
export function decodeDos(bytes: Uint8Array, page: "cp850" | "cp437"): string {
  const upper = dosCodePages[page];
  const parts: string[] = [];
  let from = 0;
  const ascii = new TextDecoder("latin1");
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 128) continue;
    if (at > from) parts.push(ascii.decode(bytes.subarray(from, at)));
    parts.push(upper[byte - 128] ?? "");
    from = at + 1;
  }
  parts.push(ascii.decode(bytes.subarray(from)));
  return parts.join("");
}
