export { openMailer, type MailConfig, type Mailer } from "./mailer.js";
export { sqlOutbox, type Letter, type Outbox, type UndeliveredLetter } from "./outbox.js";
export { mailMigrations } from "./tables.js";
