/** The programs that closing a job off needs, where they are on this computer. All of them come with Linux but bubblewrap. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export interface SystemTools {
  readonly bwrap: string | undefined;
  readonly setpriv: string | undefined;
  readonly prlimit: string | undefined;
  readonly nice: string | undefined;
}

export function findSystemTools(env: Readonly<Record<string, string | undefined>>): SystemTools {
  const places = [...(env["PATH"] ?? "").split(delimiter), "/usr/local/bin", "/usr/bin", "/bin"];
  const find = (name: string): string | undefined =>
    places
      .filter((place) => place.startsWith("/"))
      .map((place) => join(place, name))
      .find(mayRun);
  if (process.platform !== "linux")
    return { bwrap: undefined, setpriv: undefined, prlimit: undefined, nice: undefined };
  // Inside bubblewrap only /usr is there, so what runs inside must come from it.
  const inUsr = (name: string): string | undefined => [`/usr/bin/${name}`, `/bin/${name}`].find(mayRun);
  return { bwrap: find("bwrap"), setpriv: find("setpriv"), prlimit: inUsr("prlimit"), nice: find("nice") };
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
