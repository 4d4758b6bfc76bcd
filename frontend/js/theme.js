// The light/dark button in the "me" menu; the choice stays on this device.
export function startTheme() {
  const root = document.documentElement;
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    localStorage.setItem("kt-theme", next);
    document.dispatchEvent(new CustomEvent("kt:theme"));
  });
}
