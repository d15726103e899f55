/** Style sheets that come with a part of the page; the bundler puts them in. */
declare module "*.css" {}
