/**
 * OpenStack's REST: Keystone at /identity, Glance at /image/<region>; tokens in a header, errors by HTTP status with the
 * message in JSON, or in HTML for clients that do not ask for JSON.
 */
import { randomUUID } from "node:crypto";
import { ApiError, type Call, type Cloud, type RawRequest } from "../../api";
import { refuse, statusOf, titleOf } from "./errors";
import { glance } from "./glance";
import { checkLogin, keystone, loginIn, unauthorized } from "./keystone";
import { claimsIn, isValid } from "./token";

const KEYSTONE = /^(?:\/identity)?\/v3(\/auth\/tokens)?\/?$/;
const GLANCE = /^\/image\/([^/]+)(?:\/v2(\/.*)?)?\/?$/;

/** What a request asks for: the action by method and path, with the IDs in the path. */
interface Route {
  readonly action: string;
  readonly ids?: Readonly<Record<string, string>>;
}

export const openstack: Cloud = {
  name: "openstack",
  services: [keystone, glance],

  match(request) {
    const identity = KEYSTONE.exec(request.path);
    if (identity !== null) return keystoneCall(request, identity[1] !== undefined);
    const image = GLANCE.exec(request.path);
    return image === null ? undefined : glanceCall(request, decoded(image[1] ?? ""), image[2]);
  },

  authenticate(call, auth) {
    const { service, action, request } = call;
    if (action === "ShowVersions" || action === "ShowImageVersions") return nobody;
    if (service === keystone) {
      const login = loginIn(contentOf(request).value);
      const isToken = login.method === "token";
      const credential = isToken ? auth.credentialOf(login.secret) : auth.credential(login.id ?? "");
      if (credential === undefined && login.method === "application_credential") {
        throw refuse("NotFound", `Could not find Application Credential: ${login.id}.`);
      }
      if (credential === undefined && isToken) {
        throw refuse("NotFound", "Could not recognize Fernet token");
      }
      if (credential === undefined) throw unauthorized();
      checkLogin(login, credential);
      return credential;
    }
    const token = request.headers["x-auth-token"] ?? "";
    const credential = auth.credential(claimsIn(token)?.id ?? "");
    if (credential === undefined || !isValid(token, credential, auth.now)) {
      throw refuse(
        "Unauthorized",
        "This server could not verify that you are authorized to access the document you requested. Either you supplied " +
          "the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.",
      );
    }
    return credential;
  },

  /** A proxy's: Glance has no rate limit of its own. */
  throttled: (retryAfterMs) =>
    new ApiError(
      "TooManyRequests",
      "This request was rate-limited.",
      429,
      retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) },
    ),

  internalError: (status) =>
    new ApiError(
      status === 503 ? "ServiceUnavailable" : "InternalServerError",
      "The server has either erred or is incapable of performing the requested operation.",
      status,
    ),

  error: (code, message, status) => new ApiError(code, message, status ?? statusOf(code)),

  unknownAction: () => refuse("NotFound", "The resource could not be found."),

  encode(call, requestId, outcome) {
    const headers = { "x-openstack-request-id": requestId };
    if ("error" in outcome) {
      const { error } = outcome;
      return { status: error.status, ...body(call, error, { ...headers, ...error.headers }) };
    }
    if (call.action === "DeleteImageMember") return { status: 204, headers, body: "" };
    const { subject, ...payload } = outcome.payload;
    return {
      status: subject === undefined ? (call.action === "ShowImageVersions" ? 300 : 200) : 201,
      headers: {
        ...headers,
        "content-type": "application/json",
        ...(subject === undefined ? {} : { "x-subject-token": String(subject) }),
      },
      body: JSON.stringify(payload),
    };
  },

  requestId: () => `req-${randomUUID()}`,
};

/** Who asks for versions, which needs no login. */
const nobody = {
  id: "",
  secret: "",
  accounts: {
    alicloud: "",
    aws: "",
    byteplus: "",
    openstack: "",
    outscale: "",
    tencentcloud: "",
    volcengine: "",
  },
};

/** Keystone answers in JSON always, Glance if the client asks for it. */
function body(
  { service, request }: Call,
  { code, message, status }: ApiError,
  headers: Readonly<Record<string, string>>,
) {
  const title = titleOf(code);
  if (service === keystone) {
    const text = JSON.stringify({ error: { code: status, message, title } });
    return { headers: { ...headers, "content-type": "application/json" }, body: text };
  }
  const inHtml = message.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
  if (/\bjson\b/.test(request.headers.accept ?? "")) {
    const text = JSON.stringify({
      message: `${inHtml}<br /><br />\n\n\n`,
      code: `${status} ${title}`,
      title,
    });
    return { headers: { ...headers, "content-type": "application/json" }, body: text };
  }
  return {
    headers: { ...headers, "content-type": "text/html; charset=UTF-8" },
    body:
      `<html>\n <head>\n  <title>${status} ${title}</title>\n </head>\n <body>\n  <h1>${status} ${title}</h1>\n  ` +
      `${inHtml}<br /><br />\n\n\n\n </body>\n</html>`,
  };
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
};

function keystoneCall(request: RawRequest, isLogin: boolean): Call {
  const content = contentOf(request);
  const isKnown = request.method === (isLogin ? "POST" : "GET");
  const login = isLogin ? shownLogin(content.value) : undefined;
  return {
    request,
    cloud: openstack,
    service: keystone,
    version: "v3",
    action: isKnown ? (isLogin ? "CreateToken" : "ShowVersions") : `${request.method} ${request.path}`,
    region: undefined,
    // For the log as well: without the secret.
    parameters: login ?? {},
    credentialId: login?.id,
    imageIds: [],
    decodeError: content.error,
  };
}

function shownLogin(body: unknown): { method: string; id?: string; project?: string } | undefined {
  try {
    const { method, id, project } = loginIn(body);
    return { method, ...(id === undefined ? {} : { id }), ...(project === undefined ? {} : { project }) };
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

function glanceCall(request: RawRequest, region: string, path: string | undefined): Call {
  const content = contentOf(request);
  const { action, ids = {} } =
    path === undefined ? { action: "ShowImageVersions" } : routeOf(request.method, path.replace(/\/$/, ""));
  const query = Object.fromEntries(new URLSearchParams(request.query));
  return {
    request,
    cloud: openstack,
    service: glance,
    version: "v2",
    action,
    region,
    parameters: { ...query, ...content.value, ...ids },
    credentialId: claimsIn(request.headers["x-auth-token"] ?? "")?.id,
    imageIds: ids.image_id === undefined ? [] : [ids.image_id],
    decodeError: content.error,
  };
}

function routeOf(method: string, path: string): Route {
  const [images, imageId, members, memberId, ...more] = path.split("/").slice(1).map(decoded);
  const unknown = { action: `${method} /v2${path}` };
  if (images !== "images" || more.length > 0) return unknown;
  if (imageId === undefined) return method === "GET" ? { action: "ListImages" } : unknown;
  const ids = { image_id: imageId };
  if (members === undefined) return method === "GET" ? { action: "ShowImage", ids } : unknown;
  if (members !== "members") return unknown;
  if (memberId === undefined) {
    const actions: Readonly<Record<string, string>> = { GET: "ListImageMembers", POST: "CreateImageMember" };
    const action = actions[method];
    return action === undefined ? unknown : { action, ids };
  }
  return method === "DELETE"
    ? { action: "DeleteImageMember", ids: { ...ids, member_id: memberId } }
    : unknown;
}

/** The body's members; none for a request without a body. */
function contentOf({ body: sent }: RawRequest): {
  value: Readonly<Record<string, unknown>>;
  error: ApiError | undefined;
} {
  if (sent.length === 0) return { value: {}, error: undefined };
  try {
    const value: unknown = JSON.parse(sent.toString());
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { value: value as Readonly<Record<string, unknown>>, error: undefined };
    }
  } catch {
    // Said below.
  }
  return { value: {}, error: refuse("BadRequest", "Malformed JSON in request body.") };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
