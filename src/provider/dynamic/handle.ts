/**
 * The entry point of Pulumi's dynamic provider process. Only the shim that is serialized into state calls it, so
 * `handle` must understand the calls, and the state, of every released version.
 */
import "./compile-cache";
import type { ConfigSource } from "../../app/config";
import { hasFailures, isObject, labelOfCall, type Method } from "../inputs";
import { onCancel } from "./cancellation";
import { toEngineError } from "./errors";
import { DynamicProvider } from "./provider";

/**
 * One provider per process configuration, not per `configure` call. The SDK calls `configure` once for each distinct
 * serialized provider in state, and their resources must share claims: a rename can change the text.
 */
const providers = new WeakMap<object, DynamicProvider>();

/**
 * Entry point of the shim.
 *
 * @param method name of the provider's method
 * @param config the stack's configuration, as `configure` received it
 * @param args the method's arguments
 */
export async function handle(
  method: Method,
  config: { get(key: string): string | undefined },
  args: unknown[],
): Promise<unknown> {
  const provider = providerFor(config);
  provider.session.app.sayEndpoint();
  const label = labelOfCall(method, args);
  const call = provider[method] as (...args: unknown[]) => Promise<unknown>;
  try {
    return await provider.session.progress.track(label, () => call.apply(provider, args), hasFailures);
  } catch (error) {
    const mayBeDropped = method === "diff" && provider.comparesManyAtOnce;
    throw toEngineError(error, provider.session.app, {
      label: provider.session.app.present(label),
      mayBeDropped,
    });
  }
}

function providerFor(config: { get(key: string): string | undefined }): DynamicProvider {
  const raw: unknown = "rawConfig" in config ? config.rawConfig : undefined;
  const identity = isObject(raw) ? raw : config;
  const known = providers.get(identity);
  if (known !== undefined) return known;
  const provider = new DynamicProvider(configurationOf(config, raw));
  providers.set(identity, provider);
  onCancel(provider.session.app.manager);
  return provider;
}

/** The SDK's type reads a value by its key only; the list of keys is an undocumented member. */
function configurationOf(config: { get(key: string): string | undefined }, raw: unknown): ConfigSource {
  return { keys: isObject(raw) ? Object.keys(raw) : [], get: (key) => config.get(key) };
}
