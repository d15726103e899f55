export { assertAccess, createApp, type AppOptions } from "./app.js";
export { sizeText } from "./body.js";
export { createIncident, toAppError, type ErrorPage, type IncidentLog } from "./error-reply.js";
export { openEventStream, type EventStream } from "./event-stream.js";
export { listen, ownHosts, PortTakenError, roomAddresses } from "./listen.js";
export { createOriginPolicy, type OriginPolicy } from "./origin.js";
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
