import { commonErrors, openstack } from "./openstack.ts";
import type { Subject } from "./subject.ts";

const image_id = "ec470585-cd38-4279-9c18-f1cf56f5aaa3";

export const openstackGlance: Subject = {
  ...openstack,
  target: { service: "openstack-glance", region: "RegionOne", imageId: image_id },
  version: "v2",
  usualLimit: 128,
  takesAnyAccount: true,
  imageId: (index) => `ec470585-cd38-4279-9c18-${String(index).padStart(12, "0")}`,
  // One project in a call.
  fewestWrites: (add, remove) => add + remove,
  requests: {
    describe: { action: "ListImageMembers", parameters: { image_id } },
    condition: { action: "ShowImage", parameters: { image_id } },
    add: ([member]) => ({ action: "CreateImageMember", parameters: { image_id, member } }),
    remove: ([member_id]) => ({ action: "DeleteImageMember", parameters: { image_id, member_id } }),
  },
  listing: {
    action: "ListImages",
    perPage: 1000,
    page: (_index, size, after) => ({
      owner: "0e000000000000000000000000000001",
      sort_key: "created_at",
      sort_dir: "asc",
      limit: String(size),
      ...(after === undefined ? {} : { marker: after }),
    }),
    name: "name",
    announcesEmptyPages: true,
    answer: (images) => ({ images, first: "/v2/images", schema: "/v2/schemas/images" }),
  },
  answers: {
    accounts: {
      envelope: [],
      list: ["members"],
      id: "member_id",
      counts: false,
      echoes: [],
      token: false,
      takesAnyText: true,
    },
    images: { envelope: [], list: ["images"], id: "id", counts: false, echoes: [], token: false },
  },
  strict: { duplicate: "already-shared", absent: "unclear" },
  unknownAccount: "success",
  missingImage: "image-gone",
  hidesOthersImages: true,
  quotaError: { code: "RequestEntityTooLarge", status: 413 },
  possibleQuotaCode: "MemberLimitExceeded",
  errorTable: [
    ...commonErrors,
    // The image, or the member: and an answer that does not name the image may be another server's.
    ["NotFound", "unclear", 404, "permanent"],
    ["Forbidden", "unclear", 403],
    ["Forbidden.Policy", "auth", 403],
    ["Conflict", "already-shared", 409],
    ["RequestEntityTooLarge", "quota", 413],
    ["ContentTooLarge", "quota", 413],
  ],
  states: [
    ["active", "usable"],
    ["queued", "busy"],
    ["saving", "busy"],
    ["importing", "busy"],
    ["uploading", "busy"],
    ["deactivated", "unusable"],
    ["killed", "unusable"],
  ],
  othersImage: "unusable",
};
