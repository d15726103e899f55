/**
 * What is asked of hosts outside: a portal is given a version, sources are looked at. In a process beside the server, so that a slow host
 * holds up nobody, and nothing that a host answers is read where the server's secrets are.
 */
import {
  checkLinks,
  pushToCkan,
  readLatest,
  readRelease,
  sourceLinks,
  type CkanPush,
  type CkanPushed,
  type LinkFinding,
  type SourceLink,
} from "@data-surgery/opendata/publish";
import { isPublicAddress } from "../http/address-rules.js";

export type OutwardTask =
  | { readonly type: "push"; readonly push: CkanPush; readonly reachesLocal: boolean }
  | { readonly type: "links"; readonly site: string; readonly id: string; readonly reachesLocal: boolean };

export interface LookedLink {
  readonly link: SourceLink;
  readonly finding: LinkFinding;
}

/** More than anybody names; one host after the other must fit into the time of a task. */
const mostLinks = 12;

/** @throws OpenDataError */
export async function runOutwardTask(
  task: OutwardTask,
  tell: (step: string) => void,
): Promise<CkanPushed | readonly LookedLink[]> {
  const allows = task.reachesLocal ? () => true : isPublicAddress;
  if (task.type === "push") return pushToCkan(task.push, { allows, onStep: tell });
  const latest = await readLatest(task.site, task.id);
  if (latest === undefined) return [];
  const { record } = await readRelease(task.site, task.id, latest.version);
  const links = sourceLinks(record).slice(0, mostLinks);
  const found = await checkLinks(
    links.map(({ url }) => url),
    { allows },
  );
  return links.flatMap((link, at) => {
    const finding = found[at];
    return finding === undefined ? [] : [{ link, finding }];
  });
}
