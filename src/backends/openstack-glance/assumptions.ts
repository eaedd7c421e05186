import { ASSUMED, type Assumption, readLag, tried, USUAL_READ_LAG_SECONDS } from "../../core/assumptions";

/** What a real Glance 33.0.0 with Keystone 30.0.0 answered on one machine; no public cloud was asked. */
const SEEN = "a real Glance 33.0.0";

export const assumptions: readonly Assumption[] = [
  tried(
    "second-addition",
    "a project that is a member already is refused with 409",
    ["already-shared"],
    SEEN,
  ),
  tried(
    "second-removal",
    "the removal of a project that is no member is answered with 404, as an image that is not there is",
    ["unclear"],
    SEEN,
  ),
  tried(
    "missing-image-read",
    "an image that is not there is answered with 404, and the answer names the image",
    ["image-gone"],
    SEEN,
  ),
  tried("missing-image-look", "the question about such an image is answered likewise", ["image-gone"], SEEN),
  tried("missing-image-write", "a write to such an image is answered with 404", ["unclear"], SEEN),
  tried("strange-account", "a project that does not exist is taken for a member", ["success"], SEEN),
  tried("own-account", "the project that owns the image is taken for a member", ["success"], SEEN),
  tried("whose-keys", "a token tells its project", ["success"], "Identity API v3"),
  readLag(USUAL_READ_LAG_SECONDS),
  {
    id: "project-ids",
    statement:
      "every cloud's project IDs are 32 hexadecimal digits or a UUID. Others are refused; a member that has one is reported and never changed",
    source: ASSUMED,
  },
  {
    id: "policy-words",
    statement:
      "a policy that forbids sharing is refused in the words `not authorized to complete`. Otherwise the run reads again, and gives up after some rounds",
    source: SEEN,
  },
  {
    id: "older-releases",
    statement:
      "older releases answer as this one, in JSON or in HTML. A status that no table lists is permanent, unless it is 429 or 5xx",
    source: ASSUMED,
  },
];
