/**
 * The session of a kernel: every request of the messaging protocol 5.4 is answered here, by name, with a status. Shell requests
 * go one after the other; control requests at once, whatever the shell is doing. Nothing that comes in can end it.
 */
import { MessageError, type JsonObject, type JupyterMessage } from "@data-surgery/jupyter/message";
import { createAnswers } from "./answers.js";
import { createExecutions } from "./execute.js";
import { createHistory } from "./history.js";
import { createInputs } from "./inputs.js";
import type { KernelHost, Route } from "./kernel-host.js";
import { kernelInfo } from "./kernel-info.js";
import { createMessages } from "./messages.js";
import type { RealmEvent, RealmListener } from "./realm.js";
import { createShellQueue, type Request } from "./shell-queue.js";
import { createTypeNotes } from "./type-notes.js";

export interface Kernel {
  /** Takes a message whose signature was right. Answers go through the host. */
  receive(message: JupyterMessage, route: Route): void;
  /** Says on iopub that a request has been dealt with, which the host has answered itself. */
  answered(message: JupyterMessage): void;
  /** Stops what runs: an interrupt that came as a signal. */
  interrupt(): Promise<void>;
}

/** Between the cells of one "run all" there may be so much; with none behind the failed one less must do. Milliseconds. */
const burstGap = 60;
const shortGap = 8;

/** Output may come long after its cell ended; of so many cells the parent is remembered. */
const rememberedRuns = 2000;

export function createKernel(host: KernelHost): Kernel {
  const messages = createMessages(host);
  const history = createHistory();
  const inputs = createInputs();
  const runs = new Map<number, { readonly parent: JupyterMessage; readonly route: Route }>();
  const comms = new Map<string, string>();
  let lastRun = 0;
  let currentRoute: Route;

  const begin = (parent: JupyterMessage): number => {
    runs.set(++lastRun, { parent, route: currentRoute });
    runs.delete(lastRun - rememberedRuns);
    return lastRun;
  };

  const listener: RealmListener = {
    event: (event) => publishEvent(event),
    askInput: async (run, prompt, password) => {
      const asker = runs.get(run);
      if (asker === undefined) return { type: "nobody" };
      return inputs.ask(() => messages.ask(asker.parent, asker.route, { prompt, password }));
    },
  };
  const realm = host.openRealm(listener);

  const publishEvent = (event: RealmEvent): void => {
    const parent = runs.get(event.run)?.parent;
    switch (event.type) {
      case "stream":
        messages.publish(parent, "stream", { name: event.name, text: event.text });
        break;
      case "late-error":
        messages.publish(parent, "error", { ...event.error });
        break;
      case "publish": {
        const { messageType, content, metadata, buffers } = event;
        rememberComm(messageType, content);
        messages.publish(parent, messageType, content, {
          ...(metadata === undefined ? {} : { metadata }),
          ...(buffers === undefined ? {} : { buffers }),
        });
        break;
      }
    }
  };

  const rememberComm = (type: string, content: JsonObject): void => {
    const id = String(content["comm_id"]);
    if (type === "comm_open") comms.set(id, String(content["target_name"]));
    else if (type === "comm_close") comms.delete(id);
  };

  const checker = host.types?.checker;
  const types = createTypeNotes({ checker, mode: host.types?.mode ?? "off", messages, realm });
  const executions = createExecutions({ realm, messages, history, types, begin });
  const interrupt = async (): Promise<void> => {
    inputs.interrupt();
    await realm.interrupt();
  };
  const answers = createAnswers({ realm, checker, messages, history, comms, begin });

  const answerShell = async (request: Request): Promise<JsonObject | undefined> => {
    const { message } = request;
    const { msg_type: type } = message.header;
    if (type !== "execute_request") return answer(message);
    if (request.isAborted)
      return { status: "aborted", execution_count: executions.count, user_expressions: {}, payload: [] };
    const reply = await executions.execute(message);
    if (reply["status"] === "error" && message.content["stop_on_error"] !== false) {
      // What was sent together with the failed cell may still be on its way; what is sent after the reply is not to be aborted.
      await host.quiet(queue.isWaiting ? burstGap : shortGap);
      queue.abortWaiting();
    }
    return reply;
  };

  const answer = async (message: JupyterMessage): Promise<JsonObject | undefined> => {
    switch (message.header.msg_type) {
      case "kernel_info_request":
        return kernelInfo(host.version, host.platform);
      case "connect_request":
        return { status: "ok", ...host.ports };
      case "interrupt_request":
        await interrupt();
        return { status: "ok" };
      case "shutdown_request":
        return { status: "ok", restart: message.content["restart"] === true };
      default:
        return answers.answer(message);
    }
  };

  /** Busy, the answer, idle: for every request, also for one that fails through a fault of ours. */
  const handle = async (request: Request, work: (request: Request) => Promise<JsonObject | undefined>) => {
    const { message, route } = request;
    messages.publish(message, "status", { execution_state: "busy" });
    try {
      const content = await work(request);
      if (content !== undefined) messages.reply(message, route, content);
    } catch (error) {
      host.log(`${message.header.msg_type}: ${describeFault(error)}`);
      const evalue = `The kernel could not answer this ${message.header.msg_type}: ${describeFault(error)}`;
      messages.reply(message, route, { status: "error", ename: "KernelError", evalue, traceback: [evalue] });
    }
    messages.publish(message, "status", { execution_state: "idle" });
    if (message.header.msg_type === "shutdown_request") host.shutdown(message.content["restart"] === true);
  };

  const queue = createShellQueue(async (request) => {
    currentRoute = request.route;
    if (lastRun === 0 && request.message.header.msg_type === "execute_request") await host.audience();
    await handle(request, answerShell);
  });

  messages.publish(undefined, "status", { execution_state: "starting" });
  return {
    receive: (message, route) => {
      if (message.channel === "shell") queue.add(message, route);
      else if (message.channel === "control")
        void handle({ message, route, isAborted: false }, ({ message }) => answer(message));
      else if (message.channel === "stdin") inputs.answer(message);
      else throw new MessageError("Nobody may send to iopub.");
    },
    answered: (message) => {
      messages.publish(message, "status", { execution_state: "busy" });
      messages.publish(message, "status", { execution_state: "idle" });
    },
    interrupt,
  };
}

const describeFault = (error: unknown): string => (error instanceof Error ? error.message : String(error));
