/** An error's name and message, as V8 puts them before a stack. Never throws, whatever the error's class does. */
export function errorHeading(error: Error): string {
  const name = errorName(error);
  const message = errorMessage(error);
  return message === "" ? name : `${name}: ${message}`;
}

export function errorName(error: Error): string {
  try {
    return typeof error.name === "string" && error.name !== "" ? error.name : "Error";
  } catch {
    return "Error";
  }
}

export function errorMessage(error: Error): string {
  try {
    const message: unknown = error.message;
    return typeof message === "string" ? message : `${message as number}`;
  } catch {
    return "";
  }
}
