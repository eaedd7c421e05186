/** Programs in Go. */
import { go } from "./language";
import { describeLife } from "./life";

describeLife(go);
