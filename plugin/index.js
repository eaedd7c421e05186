// The folder stands in the package, so that the plugin is the one beside it.
require("../dist/provider/plugin/main.js");
