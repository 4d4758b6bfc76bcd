// Charts are a picture beside their table. ECharts is large: it is fetched only when a chart comes into view.
export function startCharts(root) {
  const boxes = [...(root.querySelectorAll?.("[data-chart]:not([data-drawn])") ?? [])];
  if (root.matches?.("[data-chart]:not([data-drawn])")) boxes.push(root);
  if (!boxes.length) return;
  const url = document.querySelector("meta[name='kt-charts']").content;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      entry.target.dataset.drawn = "asked";
      import(url).then((charts) => charts.draw(entry.target));
    }
  }, { rootMargin: "200px" });
  for (const box of boxes) seen.observe(box);
}
