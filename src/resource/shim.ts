import type * as pulumi from "@pulumi/pulumi";

/**
 * All of the package that is serialized into users' state, byte for byte. It captures nothing, and finds the
 * code that does the work in whatever version of the package is installed. Its text must never change: state
 * that holds an earlier text goes on calling `handle` in the way that stands here.
 */
const forwarder = {
  configure(this: Record<string, unknown>, request: pulumi.dynamic.ConfigureRequest): void {
    for (const method of ["check", "diff", "create", "update", "read", "delete"] as const) {
      this[method] = async (...args: unknown[]) =>
        (await import("pulumi-image-share/provider")).handle(method, request.config, args);
    }
  },
};

/** The type asks for `create`, which is there as soon as the engine has configured the provider. */
export const shim = forwarder as unknown as pulumi.dynamic.ResourceProvider;
