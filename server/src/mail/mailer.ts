/** Sends what waits in the outbox, one letter after the other, and tries again when the other server is away. */
import type { Transporter } from "nodemailer";
import type { Outbox, WaitingLetter } from "./outbox.js";

export interface MailConfig {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly server: string;
  /** What people see as the sender: `Data Surgery <surgery@example.org>`. */
  readonly from: string;
}

export interface MailerOptions {
  readonly config: MailConfig;
  readonly outbox: Outbox;
  readonly clock: () => number;
  readonly onError: (error: unknown) => void;
  /** How long between two looks when nobody says that there is something, in milliseconds. */
  readonly every?: number;
}

export interface Mailer extends AsyncDisposable {
  /** Looks at once; settled when what was due has been tried. */
  now(): Promise<void>;
}

const minute = 60_000;
/** After each failed try; then it is given up and the organiser is told. */
const pauses = [minute, 5 * minute, 30 * minute, 120 * minute, 480 * minute];

export async function openMailer(options: MailerOptions): Promise<Mailer> {
  const { config, outbox, clock, onError } = options;
  // For servers that send e-mail alone.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(config.server, { from: config.from });
  let running: Promise<void> | undefined;
  let closed = false;

  const run = async (): Promise<void> => {
    for (;;) {
      const letters = await outbox.due(clock(), 20);
      if (letters.length === 0 || closed) return;
      for (const letter of letters) await sendOne(transport, letter, options);
    }
  };
  const now = (): Promise<void> => {
    running ??= run()
      .catch(onError)
      .finally(() => (running = undefined));
    return running;
  };
  const timer = setInterval(() => void now(), options.every ?? 15_000);
  timer.unref();
  return {
    now,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(timer);
      await running;
      transport.close();
    },
  };
}

async function sendOne(
  transport: Transporter,
  letter: WaitingLetter,
  { outbox, clock, onError }: MailerOptions,
): Promise<void> {
  try {
    await transport.sendMail({
      to: letter.to,
      subject: letter.subject,
      text: letter.text,
      // The same for every try: a letter that was sent in the moment a server stopped arrives once for the reader.
      messageId: `<${letter.id}@data-surgery>`,
      ...(letter.unsubscribe === undefined ? {} : { headers: unsubscribeHeaders(letter.unsubscribe) }),
      ...(letter.calendar === undefined
        ? {}
        : {
            attachments: [
              { filename: "surgery.ics", content: letter.calendar, contentType: "text/calendar; charset=utf-8" },
            ],
          }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } catch (error) {
    const refused = isRefused(error);
    const pause = refused ? undefined : pauses[letter.tries];
    await outbox.failed(letter.id, failureWords(error, refused), pause === undefined ? undefined : clock() + pause);
    if (!refused) onError(error);
    return;
  }
  await outbox.sent(letter.id);
}

/** RFC 2369; by RFC 8058 a program may send the wish itself, but only to an address that nobody on the way can read. */
function unsubscribeHeaders(address: string): Record<string, string> {
  return {
    "List-Unsubscribe": `<${address}>`,
    ...(address.startsWith("https:") ? { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
  };
}

/** 5xx: the address does not exist, or nobody there wants it (RFC 5321, 4.2.1). */
function isRefused(error: unknown): boolean {
  const code: unknown = error instanceof Error && "responseCode" in error ? error.responseCode : undefined;
  return typeof code === "number" && code >= 500 && code < 600 && code !== 530 && code !== 535;
}

function failureWords(error: unknown, refused: boolean): string {
  return refused
    ? "The address was refused: it may be mistyped."
    : `The mail server did not take it: ${String(error).slice(0, 200)}`;
}
