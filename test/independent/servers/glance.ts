/** A real Glance with a real Keystone (Apache-2.0): https://docs.openstack.org/glance/latest/ */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { subjects } from "../../support/services";
import { startServer } from "./process";
import type { RunningServer, Target } from "./server";

const PASSWORD = "independent-secret-0123456789";

/** `image_member_quota`, small enough to be reached. */
export const QUOTA = 8;

export interface Project {
  readonly id: string;
  /** The section of the configuration. */
  readonly section: Readonly<Record<string, string>>;
  readonly token: string;
}

export interface GlanceServer extends RunningServer {
  readonly owner: Project;
  readonly receiver: Project;
  /** Any request to Glance, as a project. */
  ask(who: Project, method: string, path: string, body?: unknown, type?: string): Promise<Answer>;
  /** Ends the token of the last request that came by `url`. */
  revokeLastToken(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks wherever it likes
  readonly json: any;
}

async function send(
  url: string,
  token: string | undefined,
  method: string,
  body?: unknown,
  type = "application/json",
): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { "x-auth-token": token }),
      ...(body === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return {
    status: response.status,
    headers: response.headers,
    json: isJson && answer !== "" ? JSON.parse(answer) : answer,
  };
}

async function tokenFor(keystone: string, name: string): Promise<string> {
  const domain = { id: "default" };
  const identity = { methods: ["password"], password: { user: { name, domain, password: PASSWORD } } };
  const auth = { identity, scope: { project: { name, domain } } };
  const { status, headers } = await send(`${keystone}/v3/auth/tokens`, undefined, "POST", { auth });
  if (status !== 201) throw new Error(`no login for ${name}: ${status}`);
  return headers.get("x-subject-token") ?? "";
}

/** Registers Glance in the catalogue, and makes two projects with a user and an application credential each. */
async function seed(keystone: string, glance: string): Promise<[owner: Project, receiver: Project]> {
  const admin = await tokenFor(keystone, "admin");
  const ask = async (method: string, path: string, body?: unknown, token = admin) =>
    (await send(`${keystone}/v3${path}`, token, method, body)).json;
  const { service } = await ask("POST", "/services", { service: { type: "image", name: "glance" } });
  for (const side of ["public", "internal"]) {
    const endpoint = { service_id: service.id, interface: side, region_id: "RegionOne", url: glance };
    await ask("POST", "/endpoints", { endpoint });
  }
  const { roles } = await ask("GET", "/roles?name=member");
  const made = async (name: string): Promise<Project> => {
    const { project } = await ask("POST", "/projects", { project: { name, domain_id: "default" } });
    const { user } = await ask("POST", "/users", {
      user: { name, domain_id: "default", password: PASSWORD },
    });
    await ask("PUT", `/projects/${project.id}/users/${user.id}/roles/${roles[0].id}`);
    const token = await tokenFor(keystone, name);
    const wanted = { application_credential: { name: "image-share" } };
    const { application_credential: credential } = await ask(
      "POST",
      `/users/${user.id}/application_credentials`,
      wanted,
      token,
    );
    const section = {
      authUrl: `${keystone}/v3`,
      applicationCredentialId: credential.id,
      applicationCredentialSecret: credential.secret,
    };
    return { id: project.id, section, token };
  };
  return [await made("owner"), await made("receiver")];
}

/** One address for both, as `image-share:endpoint` is one; requests to Keystone are known by their path. */
async function startFront(keystone: string, glance: string) {
  let lastToken = "";
  const server = createServer(async (incoming, outgoing) => {
    lastToken = String(incoming.headers["x-auth-token"] ?? lastToken);
    const { method, url = "/", headers } = incoming;
    const target = new URL(url.startsWith("/v3") ? keystone : glance);
    const sent = await buffer(incoming);
    const answered = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: target.hostname, port: target.port, method, path: url, headers }, resolve)
        .on("error", reject)
        .end(sent);
    });
    outgoing.writeHead(answered.statusCode ?? 502, answered.headers).end(await buffer(answered));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lastToken: () => lastToken,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export const glance = {
  name: "glance",
  subject: subjects["openstack-glance"],
  async start(): Promise<GlanceServer> {
    const folder = mkdtempSync(join(tmpdir(), "glance-"));
    const env = { PYTHONPATH: __dirname };
    const module = "real_openstack";
    const identity = await startServer("glance", [module, "keystone", join(folder, "keystone")], env);
    const args = [module, "glance", join(folder, "glance"), identity.url, String(QUOTA)];
    const images = await startServer("glance", args, env);
    const [owner, receiver] = await seed(identity.url, images.url);
    const front = await startFront(identity.url, images.url);
    const ask: GlanceServer["ask"] = (who, method, path, body, type) =>
      send(`${images.url}/v2${path}`, who.token, method, body, type);
    const members = ({ imageId }: Target) => `/images/${imageId}/members`;
    return {
      url: front.url,
      settings: { "image-share:endpoint": front.url, "image-share:openstack": owner.section },
      owner,
      receiver,
      ask,
      async makeImage() {
        const image = { name: "golden", disk_format: "raw", container_format: "bare" };
        const { json } = await ask(owner, "POST", "/images", image);
        await ask(owner, "PUT", `/images/${json.id}/file`, "golden", "application/octet-stream");
        return { service: "openstack-glance", region: "RegionOne", imageId: json.id };
      },
      async accounts(target) {
        const { json } = await ask(owner, "GET", members(target));
        return json.members.map(({ member_id: id }: { member_id: string }) => id);
      },
      async share(target, accounts) {
        for (const member of accounts) await ask(owner, "POST", members(target), { member });
      },
      async unshare(target, accounts) {
        for (const member of accounts) await ask(owner, "DELETE", `${members(target)}/${member}`);
      },
      async revokeLastToken() {
        const admin = await tokenFor(identity.url, "admin");
        const headers = { "x-auth-token": admin, "x-subject-token": front.lastToken() };
        await fetch(`${identity.url}/v3/auth/tokens`, { method: "DELETE", headers });
      },
      async stop() {
        front.close();
        await Promise.all([identity.stop(), images.stop()]);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
