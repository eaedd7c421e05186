import { ASSUMED, type Assumption, readLag, USUAL_READ_LAG_SECONDS } from "../../core/assumptions";

/** What a real Glance 33.0.0 with Keystone 30.0.0 answered on one machine; no public cloud was asked. */
const SEEN = "a real Glance 33.0.0";

export const assumptions: readonly Assumption[] = [
  {
    id: "second-addition",
    statement: "a project that is a member already is refused with 409",
    source: SEEN,
    probe: { name: "second-addition", expects: ["already-shared"] },
  },
  {
    id: "second-removal",
    statement:
      "the removal of a project that is no member is answered with 404, as an image that is not there is",
    source: SEEN,
    probe: { name: "second-removal", expects: ["unclear"] },
  },
  {
    id: "missing-image-read",
    statement: "an image that is not there is answered with 404, and the answer names the image",
    source: SEEN,
    probe: { name: "missing-image-read", expects: ["image-gone"] },
  },
  {
    id: "missing-image-look",
    statement: "the question about such an image is answered likewise",
    source: SEEN,
    probe: { name: "missing-image-look", expects: ["image-gone"] },
  },
  {
    id: "missing-image-write",
    statement: "a write to such an image is answered with 404",
    source: SEEN,
    probe: { name: "missing-image-write", expects: ["unclear"] },
  },
  {
    id: "strange-account",
    statement: "a project that does not exist is taken for a member",
    source: SEEN,
    probe: { name: "strange-account", expects: ["success"] },
  },
  {
    id: "own-account",
    statement: "the project that owns the image is taken for a member",
    source: SEEN,
    probe: { name: "own-account", expects: ["success"] },
  },
  {
    id: "whose-keys",
    statement: "a token tells its project",
    source: "Identity API v3",
    probe: { name: "whose-keys", expects: ["success"] },
  },
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
