// Two pages of the published @jupyter/docprovider, without a browser: `node docprovider-page.mjs <port> <path>`. What it saw goes to standard output as JSON.
// Only its dialogs are stood in for (they need a page); every byte on the wire is the package's own.
import { registerHooks } from "node:module";

const dialogs =
  "data:text/javascript,export const shown=[];export const showDialog=async(o)=>{shown.push(o.title);return{button:{accept:false,actions:[]}}};const button=()=>({});export const Dialog={cancelButton:button,okButton:button,warnButton:button};";
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "@jupyterlab/apputils") return { url: dialogs, shortCircuit: true };
    const isLoose =
      specifier.startsWith(".") && context.parentURL?.includes("/@jupyter/docprovider/") && !specifier.endsWith(".js");
    return next(isLoose ? `${specifier}.js` : specifier, context);
  },
});
globalThis.window = globalThis;
globalThis.location ??= { reload() {} };

const [port, path] = process.argv.slice(2);
const { WebSocketProvider } = await import("@jupyter/docprovider/lib/yprovider.js");
const { ServerConnection } = await import("@jupyterlab/services");
const { YNotebook } = await import("@jupyter/ydoc");
const { WebSocket } = await import("ws");
const origin = `http://127.0.0.1:${port}`;

function open(cookie, name) {
  class PageSocket extends WebSocket {
    constructor(url) {
      super(url, { headers: { cookie, origin } });
    }
  }
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: `${origin}/`,
    wsUrl: `ws://127.0.0.1:${port}/`,
    appendToken: false,
    token: "",
    WebSocket: PageSocket,
    fetch: async (request) => {
      const headers = { "content-type": "application/json", cookie, origin };
      return fetch(request.url, { method: request.method, headers, body: await request.text() });
    },
  });
  const model = new YNotebook();
  const translator = { __: (text) => text };
  const user = { ready: Promise.resolve(), userChanged: { connect() {} }, identity: { username: name, name } };
  const provider = new WebSocketProvider({
    path,
    contentType: "notebook",
    format: "json",
    model,
    user,
    translator,
    serverSettings,
  });
  return { model, provider };
}

const until = async (check) => {
  while (!check())
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
};

const ann = open("learner-ann", "ann");
const tom = open("trainer-tom", "tom");
await Promise.all([ann.provider.ready, tom.provider.ready]);
const opened = ann.model.cells.map((cell) => cell.getSource());
ann.model.cells[0].updateSource(0, 0, "ann ");
tom.model.insertCell(1, { cell_type: "markdown", source: "from tom", metadata: {} });
await until(() => ann.model.cells.length === 2 && tom.model.cells[0].getSource().startsWith("ann "));
await ann.provider.save();
await until(() => tom.model.awareness.getStates().get(ann.model.ydoc.clientID)?.user !== undefined);
const names = [...tom.model.awareness.getStates().values()].map((state) => state.user?.name);
process.stdout.write(
  JSON.stringify({
    opened,
    ann: ann.model.getSource(),
    tom: tom.model.getSource(),
    documentId: ann.model.getState("document_id"),
    path: ann.model.getState("path"),
    names,
  }),
);
process.exit(0);
