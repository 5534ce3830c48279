import { pagesIn } from "./harness/pages.mjs";

pagesIn("ro");
