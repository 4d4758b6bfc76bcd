// The as-of day and the scope stay as one moves about, also with two tabs open on two days.
export function startKeeping() {
  const { asOf, scope } = document.body.dataset;
  const kept = Object.entries({ as_of: asOf, scope }).filter(([, value]) => value);
  if (!kept.length) return;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
    const url = new URL(link.href);
    for (const [name, value] of kept) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
    link.href = url;
  }, true);

  document.addEventListener("htmx:configRequest", (event) => {
    const { path, parameters } = event.detail;
    const inPath = new URL(path, location.href).searchParams;
    for (const [name, value] of kept)
      if (!inPath.has(name) && !parameters.has?.(name) && !(name in parameters)) parameters[name] = value;
  });
}
