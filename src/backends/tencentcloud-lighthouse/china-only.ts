/**
 * The vendor's international site can share an image and take it back, and has no action that says with whom it is
 * shared: neither its pages nor its SDK have one. What cannot be read is neither compared nor proved there.
 */
import { ConfigurationError, VendorError } from "../../core/errors";

const INTERNATIONAL = /(^|\.)intl\.tencentcloudapi\.com$/;

const REASON =
  "Tencent Cloud's international site has no action that says with whom a Lighthouse image is shared, so that " +
  "tencentcloud-lighthouse works with accounts and keys of the site for China alone";

/** @throws ConfigurationError before anything is called */
export function refuseInternationalSite(endpoint: URL | undefined): void {
  if (endpoint === undefined || !INTERNATIONAL.test(endpoint.hostname)) return;
  throw new ConfigurationError(`the endpoint ${endpoint.origin} cannot be used: ${REASON}`);
}

/** The vendor's "no such action", answered to the read, with what it means. Any other error stays as it is. */
export function explainMissingRead(error: unknown): unknown {
  if (!(error instanceof VendorError) || error.code !== "InvalidAction") return error;
  const { meaning, action, code, requestId, message } = error;
  return new VendorError({
    meaning,
    action,
    code,
    requestId,
    message: `${message.replace(/\.$/, "")}. ${REASON}`,
    cause: error,
  });
}
