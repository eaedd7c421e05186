import { ASSUMED, type Assumption } from "../../core/assumptions";
import { ecsAssumptions } from "../volcengine/ecs-assumptions";

/** Beside those of Volcengine's ECS, whose pages BytePlus repeats. */
export const assumptions: readonly Assumption[] = [
  ...ecsAssumptions,
  {
    id: "hosts",
    statement:
      "the hosts are those that the vendor's SDK resolves. The vendor's page shows `open.ap-southeast-1.byteplusapi.com`; `image-share:byteplus.endpoint` sends the calls elsewhere",
    source: ASSUMED,
    probe: { name: "missing-image-look", expects: ["image-gone"] },
  },
  {
    id: "token-service",
    statement:
      "the token service is at `sts.ap-southeast-1.byteplusapi.com`, as in the SDKs; the command line's page shows `sts.byteplusapi.com`",
    source: ASSUMED,
    probe: { name: "whose-keys", expects: ["success"] },
  },
  {
    id: "regions",
    statement:
      "every region looks like `ap-southeast-1`: no list of regions was found. A region of another form is refused",
    source: ASSUMED,
  },
  {
    id: "common-codes",
    statement:
      "Volcengine's common error codes are BytePlus's as well: its page has those of ModifyImageSharePermission alone",
    source: ASSUMED,
  },
  {
    id: "version",
    statement: "version 2020-04-01 stays: the vendor's SDK also has 2025-11-01",
    source: ASSUMED,
  },
];
