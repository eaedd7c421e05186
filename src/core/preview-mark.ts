/**
 * The input that tells the provider about a preview, because the engine does not. Check removes
 * it, so that state and diff do not hold it.
 */
export const previewMark = "__preview";
