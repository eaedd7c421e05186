/** Alibaba Cloud account IDs are digits; sixteen of them today, ten in the pages' examples, eighteen in others. */
export const ACCOUNT_FORMAT = /^\d{5,20}$/;
