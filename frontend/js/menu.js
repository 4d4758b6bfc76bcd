// Menus are <details>: they open without us. We close them on Escape, on a click elsewhere, and keep one open.
export function startMenus() {
  const open = () => document.querySelectorAll("details.kt-menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  // The side navigation stands open on wide screens and is folded on a phone.
  const side = document.querySelector("details.kt-side");
  if (side) {
    const wide = matchMedia("(min-width: 62rem)");
    const fit = () => { side.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
  // Each printed sheet says as of which day and for which scope: the page's margin reads it from here.
  const line = document.querySelector("[data-print-line]");
  if (line) {
    const text = line.textContent.replace(/\s+/g, " ").trim();
    document.documentElement.style.setProperty("--kt-print-line", JSON.stringify(`Kiện Toàn · ${text}`));
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });
}
