/**
 * What a vendor's error means for a share.
 *
 * | meaning          | then                                                                |
 * |------------------|---------------------------------------------------------------------|
 * | image-gone       | the image does not exist: nothing to share, nothing left to revoke  |
 * | image-busy       | the image has a task under way: later                               |
 * | account-refused  | one of the accounts is the reason                                   |
 * | already-shared   | the vendor says the work is done: verify                            |
 * | not-shared       | likewise, for a removal                                             |
 * | quota            | the image (or the owner) has no room for more shares                |
 * | call-too-large   | more accounts than one call may carry: send fewer                   |
 * | throttled        | not processed: retry later                                          |
 * | not-sent         | the request did not reach the vendor: safe to send again            |
 * | ambiguous        | the vendor may have carried it out: read first                      |
 * | unclear          | one code for many causes: read the image's state                    |
 * | auth             | the credentials are missing, wrong, expired or not allowed          |
 * | permanent        | a retry cannot succeed                                              |
 */
export const errorMeanings = [
  "image-gone",
  "image-busy",
  "account-refused",
  "already-shared",
  "not-shared",
  "quota",
  "call-too-large",
  "throttled",
  "not-sent",
  "ambiguous",
  "unclear",
  "auth",
  "permanent",
] as const;

export type ErrorMeaning = (typeof errorMeanings)[number];
