export { assertAccess, createApp, type AppOptions } from "./app.js";
export { readAssets, type Assets } from "./assets.js";
export { sizeText } from "./body.js";
export { createErrorPage } from "./error-page.js";
export { createIncident, toAppError, type ErrorPage, type IncidentLog } from "./error-reply.js";
export { openEventStream, type EventStream } from "./event-stream.js";
export { escapeHtml, html, renderHtml, trustedHtml, type Html, type HtmlPart } from "./html.js";
export { icon, type IconName } from "./icon.js";
export { listen, ownHosts, PortTakenError, roomAddresses } from "./listen.js";
export { createOriginPolicy, type OriginPolicy } from "./origin.js";
export { createPageRenderer, type PublicPage, type RenderPage } from "./public-page.js";
export {
  formBody,
  jsonBody,
  mebibyte,
  route,
  type AnyRoute,
  type BodySpec,
  type Call,
  type Method,
  type Reply,
  type Route,
  type SocketCall,
  type SocketRoute,
} from "./route.js";
export { contentSecurityPolicy } from "./security-headers.js";
export { openSockets, type SocketOptions } from "./sockets.js";
