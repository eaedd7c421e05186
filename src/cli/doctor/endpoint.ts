/** Where a cloud's calls go: to the vendor, directly or through a proxy, or to an endpoint, and what answers there. */
import type { Config } from "../../app/config";
import { endpointFor } from "../../app/endpoints";
import { hostOf } from "../../backends/cloud-traces";
import { httpClient } from "../../backends/http";
import { parseJson } from "../../backends/json";
import { proxyFor } from "../../backends/proxy";
import type { CloudName } from "../../core/services";
import { isMembers } from "../config-document";
import { findingOf } from "./failure";
import { type Finding, ok } from "./finding";

const TIMEOUT_MS = 10_000;

/** The endpoints of a run; each is asked once who it is. */
export class Endpoints {
  private readonly settings: Config;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly signal: AbortSignal;
  private readonly asked = new Map<string, Promise<string>>();

  constructor(settings: Config, environment: NodeJS.ProcessEnv, signal: AbortSignal) {
    this.settings = settings;
    this.environment = environment;
    this.signal = signal;
  }

  /** @param label names the cloud, and the profile if there is one */
  async finding(cloud: CloudName, profile: string | undefined, label: string): Promise<Finding> {
    let place = label;
    try {
      const endpoint = endpointFor(this.settings, cloud, profile);
      if (endpoint === undefined) {
        const vendor = cloud === "openstack" ? "the cloud that the login names" : "the vendor";
        return ok("endpoint", `${label}: calls go to ${vendor}, ${this.way(cloud)}`);
      }
      const { url, source } = endpoint;
      place = `${label}: calls go to ${url.origin} (${source}), and nothing answers`;
      const answer = this.asked.get(url.origin) ?? whoAnswers(url, this.signal);
      this.asked.set(url.origin, answer);
      return ok("endpoint", `${label}: calls go to ${url.origin} (${source}), ${await answer}`);
    } catch (error) {
      return findingOf("endpoint", place, error, "correct the address, or remove it to reach the vendor");
    }
  }

  private way(cloud: CloudName): string {
    const proxy = proxyFor(hostOf(cloud), this.environment);
    return proxy === undefined ? "without a proxy" : `through ${proxy.name.replace(/^The/, "the")}`;
  }
}

/** The emulator's control API says so; a proxy, or the vendor's own host, has none. */
async function whoAnswers(url: URL, signal: AbortSignal): Promise<string> {
  const request = { method: "GET", host: url.host, path: "/_emulator/", headers: {} };
  const { status, body } = await httpClient(url)(request, { timeoutMs: TIMEOUT_MS, signal });
  const answer = parseJson(body);
  const isEmulator = status === 200 && isMembers(answer) && "calls" in answer && "settings" in answer;
  return isEmulator ? "the emulator" : "which is not the emulator";
}
