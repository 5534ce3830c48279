// Everything here adds to pages that already work without it. DOM methods only (Trusted Types), no inline
// style, no storage of anything but whether the screen is covered.
import "./character-count";
import "./copy";
import "./exit";
import "./hide-screen";
import "./menu";
import "./session-timeout";
import "./shortcuts";
import { focusErrorSummary } from "./error-summary";
import { guardDoubleSubmit } from "./once";
import { openForPrint } from "./print";

guardDoubleSubmit(document);
focusErrorSummary(document);
openForPrint(window);
