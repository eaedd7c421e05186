import type { RawRequest } from "../api";

/** Query and form together: SDKs use either, and some both. */
export function parametersOf(request: RawRequest): ReadonlyMap<string, string> {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return new Map([
    ...new URLSearchParams(request.query),
    ...new URLSearchParams(isForm ? request.body.toString() : ""),
  ]);
}
