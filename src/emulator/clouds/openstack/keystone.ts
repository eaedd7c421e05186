/**
 * Keystone v3: POST /v3/auth/tokens, with an application credential, a password, or a token; and what clients ask first.
 *
 * A key of the emulator is an application credential (its ID and secret), and a user of the domain Default of that name,
 * with the secret for a password. A key with a token is a token. Each is for one project. A real Keystone 30.0.0 answered
 * with these statuses and messages.
 */
import type { Action, ActionContext, Credential, Service } from "../../api";
import { refuse } from "./errors";
import { tokenFor } from "./token";

export interface Login {
  readonly method: string;
  /** Of an application credential, a user's name, or undefined for a token. */
  readonly id: string | undefined;
  readonly secret: string;
  /** The project that is asked for, by its ID or its name; undefined for the credential's own. */
  readonly project: string | undefined;
}

export const unauthorized = () =>
  refuse("Unauthorized", "The request you have made requires authentication.");

/** The login in a request's body. @throws ApiError */
export function loginIn(body: unknown): Login {
  const identity = at(body, "auth", "identity");
  const methods = at(identity, "methods");
  if (!Array.isArray(methods) || typeof methods[0] !== "string") {
    throw refuse("BadRequest", "'identity' is a required property");
  }
  const [method] = methods;
  const proof = at(identity, method);
  const scope = at(body, "auth", "scope");
  const project = text(at(scope, "project", "id")) ?? text(at(scope, "project", "name"));
  switch (method) {
    case "application_credential": {
      if (scope !== undefined) throw unauthorized();
      return {
        method,
        id: text(at(proof, "id")) ?? text(at(proof, "name")),
        secret: text(at(proof, "secret")) ?? "",
        project,
      };
    }
    case "password": {
      const id = text(at(proof, "user", "id")) ?? text(at(proof, "user", "name"));
      return { method, id, secret: text(at(proof, "user", "password")) ?? "", project };
    }
    case "token":
      return { method, id: undefined, secret: text(at(proof, "id")) ?? "", project };
    default:
      throw unauthorized();
  }
}

/** @throws ApiError if the login is not this credential's */
export function checkLogin({ method, id, secret, project }: Login, credential: Credential): void {
  const { token, accounts } = credential;
  const isKnown =
    method === "token"
      ? token !== undefined && secret === token
      : token === undefined && secret === credential.secret;
  const isOwn = project === undefined || project === accounts.openstack || project === id;
  if (!isKnown || !isOwn) throw unauthorized();
}

const CreateToken: Action = {
  effect: "read",
  run(parameters, context) {
    const issued = context.now;
    const expires = issued + context.settings.tokenSeconds * 1000;
    return {
      token: {
        methods: [parameters.method],
        user: { domain: { id: "default", name: "Default" }, id: context.callerId, name: context.callerId },
        audit_ids: ["emulator"],
        expires_at: timeText(expires),
        issued_at: timeText(issued),
        project: {
          domain: { id: "default", name: "Default" },
          id: context.caller,
          name: context.callerId,
        },
        is_domain: false,
        roles: ["reader", "member"].map((name) => ({ id: name, name })),
        catalog: catalog(context),
      },
      // Sent as a header, and taken out of the body: see the protocol.
      subject: tokenFor(context.credential, expires),
    };
  },
};

/** Versions, which clients ask for before they log in. */
const ShowVersions: Action = {
  effect: "read",
  run: (_parameters, { host }) => ({
    version: {
      id: "v3.14",
      status: "stable",
      updated: "2020-04-07T00:00:00Z",
      links: [{ rel: "self", href: `http://${host}/identity/v3/` }],
      "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
    },
  }),
};

export const keystone: Service = {
  name: "openstack-keystone",
  cloud: "openstack",
  version: "v3",
  regional: false,
  actions: { CreateToken, ShowVersions },
};

/** RegionOne, and every region that has an image, each with all three interfaces. */
function catalog({ regions, host }: ActionContext) {
  const endpoints = (path: (region: string) => string) =>
    regions.flatMap((region) =>
      ["public", "internal", "admin"].map((side) => ({
        id: `${side}-${region}`,
        interface: side,
        region_id: region,
        url: `http://${host}${path(region)}`,
        region,
      })),
    );
  return [
    { endpoints: endpoints(() => "/identity"), id: "identity", type: "identity", name: "keystone" },
    { endpoints: endpoints((region) => `/image/${region}`), id: "image", type: "image", name: "glance" },
  ];
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.(\d{3})Z$/, ".$1000Z");
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
        ? Reflect.get(inner, name)
        : undefined,
    value,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
