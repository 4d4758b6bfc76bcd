// What every page runs: htmx, and a few small manners of our own. No eval, no inline anything.
import htmx from "htmx.org/dist/htmx.esm.js";
import { startCharts } from "./js/chart.js";
import { startCopying } from "./js/copy.js";
import { startDrafts } from "./js/draft.js";
import { startFileDrops } from "./js/filedrop.js";
import { startKeeping } from "./js/keep.js";
import { startMenus } from "./js/menu.js";
import { startMinutes } from "./js/minutes.js";
import { startPasskeys } from "./js/passkey.js";
import { startReading } from "./js/reading.js";
import { startShortcuts } from "./js/shortcut.js";
import { startTheme } from "./js/theme.js";
import { startTrees } from "./js/tree.js";

startKeeping();
startMenus();
startShortcuts();
startTheme();
startTrees(htmx);
startCopying();
startDrafts();
startPasskeys();
startReading();
startMinutes();

// What a fragment brings is set up as what the page brought.
const fresh = (root) => {
  startCharts(root);
  startFileDrops(root);
};
fresh(document);
document.addEventListener("htmx:load", (event) => fresh(event.detail.elt));
document.documentElement.dataset.ready = "true";
