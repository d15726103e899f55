/** Where people work on a notebook. */
export const learnUrl = (path: string): string => `/learn/tree/${path.split("/").map(encodeURIComponent).join("/")}`;
