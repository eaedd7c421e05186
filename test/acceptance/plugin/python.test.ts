/** Programs in Python. */
import { python } from "./language";
import { describeLife } from "./life";

describeLife(python);
