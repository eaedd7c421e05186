/**
 * Sends the requests of the SDK's credentials providers through our HTTP client: bounded, and through the proxy.
 *
 * The SDK has no option for that. Its providers call a member of their own, `doRequest`, which the SDK's tests replace, and
 * so does this. A test for each kind of provider notices when the SDK does otherwise.
 */
import type { CredentialsProvider } from "@alicloud/credentials";
import { httpClient } from "../http";

/** Outside of the cloud, packets to the metadata address may be dropped, and the system's time-out takes minutes. */
export const LOOKUP_TIMEOUT_MS = 5_000;

/** The providers' argument of `doRequest`. */
interface SdkRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bodyForm?: Readonly<Record<string, string>>;
  readonly readTimeout?: number;
  toRequestURL(): string;
}

/** The result of `doRequest`. */
interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** The provider of a profile makes another for the way that the profile logs in. */
interface Outer {
  getCredentialsProvider(...profile: readonly unknown[]): CredentialsProvider;
}

export function throughOurHttp<Provider extends CredentialsProvider>(provider: Provider): Provider {
  if ("doRequest" in provider) return Object.assign(provider, { doRequest });
  if (!isOuter(provider)) return provider;
  const inner = provider.getCredentialsProvider.bind(provider);
  return Object.assign(provider, {
    getCredentialsProvider: (...profile: readonly unknown[]) => throughOurHttp(inner(...profile)),
  });
}

function isOuter(provider: CredentialsProvider): provider is CredentialsProvider & Outer {
  return "getCredentialsProvider" in provider;
}

async function doRequest(request: SdkRequest): Promise<SdkResponse> {
  const { protocol, hostname, port, pathname, search } = new URL(request.toRequestURL());
  const { method, headers = {}, bodyForm = {}, readTimeout = LOOKUP_TIMEOUT_MS } = request;
  const form = new URLSearchParams(bodyForm).toString();
  const send = httpClient(undefined);
  const response = await send(
    {
      protocol: protocol === "http:" ? "http:" : "https:",
      host: hostname.replace(/^\[|\]$/g, ""),
      ...(port === "" ? {} : { port: Number(port) }),
      method,
      path: `${pathname}${search}`,
      headers: form === "" ? headers : { "content-type": "application/x-www-form-urlencoded", ...headers },
      ...(form === "" ? {} : { body: form }),
    },
    { timeoutMs: Math.min(readTimeout, LOOKUP_TIMEOUT_MS), signal: new AbortController().signal },
  );
  return { statusCode: response.status, headers: response.headers, body: Buffer.from(response.body) };
}
