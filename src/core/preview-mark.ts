/**
 * Input by which the program tells the provider that it runs for a preview, since the engine does not. Check takes it
 * out again, so that it is in no state and no diff.
 */
export const previewMark = "__preview";
