/** The provider's configuration, as the engine hands it over: keys without the namespace, objects as JSON. */
import type { ConfigSource } from "../../app/config";
import { ConfigurationError } from "../../core/errors";
import { type Properties, unknownValue } from "../inputs";

/** What the engine and generated SDKs put beside the keys. */
const notOurs: ReadonlySet<string> = new Set(["version", "pluginDownloadURL", "__internal"]);

const NAMESPACE = "image-share:";

/** The key by which every `up` reads first. */
const REFRESH_FIRST = "refreshFirst";

/** The same configuration, as every other host reads it. Values that are not known yet are left out. */
export function configSource(properties: Properties): ConfigSource {
  const values = new Map(
    Object.entries(properties).flatMap(([key, value]): [string, string][] =>
      notOurs.has(key) || value === undefined || value === unknownValue
        ? []
        : [[`${NAMESPACE}${key.replace(NAMESPACE, "")}`, asText(value)]],
    ),
  );
  return { keys: [...values.keys()], get: (key) => values.get(key) };
}

/** Whether state is refreshed before every update. @throws ConfigurationError */
export function refreshesFirst(configuration: ConfigSource): boolean {
  const key = `${NAMESPACE}${REFRESH_FIRST}`;
  const text = configuration.get(key) ?? "false";
  if (text === "true" || text === "false") return text === "true";
  throw new ConfigurationError(`${key} must be true or false`);
}

/** Keys whose values differ. */
export function changedKeys(olds: Properties, news: Properties): string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...keys].filter((key) => !notOurs.has(key) && asText(olds[key]) !== asText(news[key])).sort();
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
