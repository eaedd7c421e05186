import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../openstack/errors";

/**
 * By the title of the HTTP status, as a real Glance 33.0.0 answered. One title stands for several causes, which differ in
 * the message alone, and messages are translated and reworded: a look at the image decides, and not the message.
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  // Of an addition or a removal: the image is not there, or the project is no member of it.
  NotFound: "unclear",
  // The visibility is not `shared`, or the image is another project's; the policy's own words are told apart.
  Forbidden: "unclear",
  "Forbidden.Policy": "auth",
  // Of an addition alone: the project is a member already.
  Conflict: "already-shared",
  // `image_member_quota`, which is the operator's choice.
  RequestEntityTooLarge: "quota",
  // How the same status is called since RFC 9110.
  ContentTooLarge: "quota",
};

/** The same for a read, where 404 has one cause, if it names the image. */
export const readErrors: Readonly<Record<string, ErrorMeaning>> = { ...errors, NotFound: "image-gone" };
