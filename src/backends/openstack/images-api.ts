/** Requests to the image service of a region, with a token that is renewed before it expires, and once after a 401. */
import type { CallOptions } from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import { ConfigurationError, VendorError } from "../../core/errors";
import type { ServiceFacts } from "../../core/service-facts";
import { keysFor } from "../credentials/key-source";
import { TransportError } from "../http";
import { parseResponse } from "../response";
import { openstackAnswers } from "./answers";
import { type CloudToken, isTokenSource, type TokenSource } from "./keystone";
import { requestTo } from "./request";
import { urlOf } from "./settings";

interface ImageRequest {
  /** The name in messages and in the emulator's log; OpenStack's operations have none of their own. */
  readonly action: string;
  readonly region: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Below `/v2`, with the query, encoded. */
  readonly path: string;
  readonly body?: unknown;
}

/** The image service, as one login sees it. */
interface ImagesApi {
  /** @throws VendorError */
  call(request: ImageRequest, options: CallOptions): Promise<Record<string, unknown>>;
  /** The project that the token is for: known from the login. @throws VendorError */
  project(action: string): Promise<string>;
  /** The catalogue's regions with an image service. @throws VendorError */
  regions(action: string): Promise<string[]>;
}

export function connect(access: OpenAccess, errors: ServiceFacts["errors"]): ImagesApi {
  const source = tokenSource(access);
  return {
    async call({ action, region, method, path, body }, options) {
      await options.acquire(action);
      const attempt = async () => {
        const keys = await keysFor(action, source);
        const base = imageEndpoint(action, region, keys, source);
        const request = requestTo(base, path, { method, body, headers: { "x-auth-token": keys.token } });
        const response = await source.send(request, options).catch((error: unknown) => {
          throw error instanceof TransportError ? error.toVendorError(action) : error;
        });
        if (response.headers.date !== undefined) options.hearDate?.(response.headers.date);
        return { keys, response };
      };
      let { keys, response } = await attempt();
      // A token can be revoked, or expire on the way. The request was refused as a whole.
      if (response.status === 401) {
        source.discard(keys);
        ({ keys, response } = await attempt());
      }
      return parseResponse(action, response, openstackAnswers, errors, keys);
    },
    project: async (action) => (await keysFor(action, source)).projectId,
    regions: async (action) => {
      const { images } = await keysFor(action, source);
      return [...new Set(images.map(({ region }) => region))];
    },
  };
}

function tokenSource({ keys }: OpenAccess): TokenSource {
  if (isTokenSource(keys)) return keys;
  throw new ConfigurationError("OpenStack needs a login to Keystone, and these keys are none", "credentials");
}

/** The given address, or the catalogue's for the region and the interface. @throws VendorError */
function imageEndpoint(action: string, region: string, { images }: CloudToken, { login }: TokenSource): URL {
  const listed = images.filter((one) => one.region === region);
  const url = login.imageEndpoint ?? urlOf(listed.find((one) => one.interface === login.interface)?.url);
  if (url !== undefined) return new URL(`${url.pathname.replace(/\/+(v2(\.\d+)?\/*)?$/, "")}/v2`, url);
  const there = [...new Set(images.map((one) => `${one.region} (${one.interface})`))];
  const message =
    `the catalogue has no image service in region ${region} with the interface ${login.interface}; it has ` +
    (there.length === 0 ? "none at all for this project" : there.join(", "));
  throw new VendorError({ meaning: "permanent", action, message, retryable: false });
}
