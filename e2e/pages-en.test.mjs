import { pagesIn } from "./harness/pages.mjs";

pagesIn("en");
