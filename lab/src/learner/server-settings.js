// The answers that every start asks for come with the page. Each is used until something is written there or the page is a
// few seconds old; after that the network is asked as usual.
import { IServerSettings, ServerConnection } from "@jupyterlab/services";
import { PageConfig } from "@jupyterlab/coreutils";

const freshFor = 10_000;

function inlinedFetch() {
  const answers = new Map(Object.entries(JSON.parse(PageConfig.getOption("surgeryInlined") || "{}")));
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    // A file's description and its content have one address and differ by this parameter.
    const key = searchParams.get("content") === "0" ? `${pathname}?content=0` : pathname;
    if (request.method !== "GET") forget(answers, pathname);
    else if (performance.now() < freshFor && answers.has(key)) {
      return new Response(JSON.stringify(answers.get(key)), {
        status: 200,
        headers: { "Content-Type": "application/json" },
      });
    }
    return fetch(request);
  };
}

function forget(answers, pathname) {
  for (const known of answers.keys()) {
    if (pathname.startsWith(known) || known.startsWith(pathname)) answers.delete(known);
  }
}

export const serverSettings = {
  id: "@data-surgery/lab:server-settings",
  description: "Asks the server, after the answers that came with the page.",
  autoStart: true,
  provides: IServerSettings,
  // Settings and translations are below the lab's address on both pages.
  activate: () => ServerConnection.makeSettings({ appUrl: "/lab", fetch: inlinedFetch() }),
};
