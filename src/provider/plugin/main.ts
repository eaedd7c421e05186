#!/usr/bin/env node
/** The provider plugin `pulumi-resource-image-share`. What is loaded after the first line is compiled once per version. */
import { enableCompileCache } from "node:module";

enableCompileCache();
void import("./server.js").then(({ serve }) => serve(process.argv.slice(2)));
