/**
 * The option `customTimeouts`: it bounds an operation where the program leaves out the argument `timeoutSeconds`. It is no
 * argument, so it must not be recorded as one: the next diff would find it.
 */
import { MAX_TIMEOUT_SECONDS } from "../../core/args";
import type { Properties } from "../inputs";
import { PartialFailure } from "../partial-failure";

/** @param seconds of the engine; 0 where the program says nothing */
export function boundedBy(seconds: number, properties: Properties): Properties {
  if (seconds <= 0 || (properties.timeoutSeconds ?? undefined) !== undefined) return properties;
  return { ...properties, timeoutSeconds: Math.min(MAX_TIMEOUT_SECONDS, Math.ceil(seconds)) };
}

/**
 * Makes or changes a share within the time that the engine allows.
 *
 * @throws what `make` throws; a partial failure with what may be recorded
 */
export async function withinTimeout<Made extends { readonly outs: Properties }>(
  seconds: number,
  args: Properties,
  make: (bounded: Properties) => Promise<Made>,
): Promise<Made> {
  const bounded = boundedBy(seconds, args);
  if (bounded === args) return make(args);
  try {
    const made = await make(bounded);
    return { ...made, outs: withoutTimeout(made.outs) };
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw new PartialFailure(error.message, error.id, withoutTimeout(error.properties), error.topic);
  }
}

function withoutTimeout({ timeoutSeconds: _, ...properties }: Properties): Properties {
  return properties;
}
