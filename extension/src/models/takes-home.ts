/** Whether an address is that of a file in the tree that is taken home, not opened: all but notebooks. */
export function takesHome(address: string, base: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(base)) return false;
  const [file, home] = [new URL(address), new URL("files/", base)];
  return file.origin === home.origin && file.pathname.startsWith(home.pathname) && !/\.ipynb$/i.test(file.pathname);
}
