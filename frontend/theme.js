// Runs before the first paint: chooses light or dark, so that nothing flashes.
const chosen = localStorage.getItem("kt-theme");
const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
