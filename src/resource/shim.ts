import type * as pulumi from "@pulumi/pulumi";

/**
 * All of the package that is serialized into users' state, byte for byte. It captures nothing, and finds the
 * code that does the work in whatever version of the package is installed. Its text must never change: state
 * that holds an earlier text goes on calling `handle` in the way that stands here. It is kept as a text, so that
 * no compiler, bundler or minifier of a user's program makes another one of it.
 */
const text = `{
    configure(request) {
        for (const method of ["check", "diff", "create", "update", "read", "delete"]) {
            this[method] = async (...args) => (await import("pulumi-image-share/provider")).handle(method, request.config, args);
        }
    },
}`;

/** The type asks for `create`, which is there as soon as the engine has configured the provider. */
export const shim = new Function(`return ${text};`)() as pulumi.dynamic.ResourceProvider;
