// Draws a chart of ours (core/charts.py: Chart) with ECharts; colours come from the stylesheet's tokens.
import { BarChart, LineChart, TreemapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, TreemapChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const words = (value) => (value === null || value === undefined ? "–" : value.toLocaleString(document.documentElement.lang));
const SERIES = ["--kt-series-1", "--kt-series-2", "--kt-series-3", "--kt-series-4", "--kt-series-5", "--kt-series-6"];

function ground(spec) {
  return {
    animation: !still(),
    animationDuration: 300,
    color: SERIES.map(token),
    textStyle: { fontFamily: "Be Vietnam Pro, sans-serif", fontSize: 13, color: token("--kt-ink") },
    aria: { enabled: true, label: { description: spec.title } },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: token("--kt-paper"),
      borderColor: token("--kt-line"),
      textStyle: { color: token("--kt-ink"), fontFamily: "Be Vietnam Pro, sans-serif", fontSize: 13, lineHeight: 20 },
    },
  };
}

function axes(spec, box) {
  const narrow = box.clientWidth < 480;
  const quiet = { color: token("--kt-ink-2"), fontSize: 13 };
  const category = {
    type: "category",
    data: spec.categories,
    inverse: spec.horizontal,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: token("--kt-line-strong") } },
    axisLabel: { ...quiet, lineHeight: 18, width: spec.horizontal ? (narrow ? 92 : 150) : undefined, overflow: "break", hideOverlap: !spec.horizontal },
  };
  const value = {
    type: "value",
    scale: !spec.fromZero,
    splitNumber: narrow ? 3 : 5,
    axisLabel: { ...quiet, formatter: words, hideOverlap: true },
    splitLine: { lineStyle: { color: token("--kt-line") } },
  };
  return spec.horizontal ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value };
}

function plot(spec, box) {
  const many = spec.series.length > 1;
  return {
    ...ground(spec),
    ...axes(spec, box),
    grid: { left: 8, right: 20, top: many ? 40 : 16, bottom: 8, containLabel: true },
    legend: many ? { top: 0, left: 0, itemHeight: 10, icon: "roundRect", textStyle: { color: token("--kt-ink"), fontSize: 13 } } : undefined,
    tooltip: {
      ...ground(spec).tooltip,
      trigger: "axis",
      formatter: (points) =>
        [points[0].axisValueLabel, ...points.map((point) => `${point.seriesName}: ${words(point.value)} ${spec.unit}`)].join("\n"),
    },
    series: spec.series.map((each, index) => ({
      type: spec.kind,
      name: each.name,
      data: each.values,
      stack: spec.stacked ? "one" : undefined,
      color: each.tone ? token(`--kt-${each.tone}`) : undefined,
      barMaxWidth: 34,
      symbol: ["circle", "rect", "triangle", "diamond", "roundRect", "pin"][index % 6],
      symbolSize: 7,
      lineStyle: { width: 2.5, type: ["solid", "dashed", "dotted"][index % 3] },
      connectNulls: false,
      label: { show: spec.labels && !spec.stacked, position: spec.horizontal ? "right" : "top", formatter: (point) => words(point.value), color: token("--kt-ink") },
    })),
  };
}

// A label stands only where it can be read: a rectangle smaller than this (in px²) holds no name of ours in 13 px.
const ROOM = { wide: 96 * 60, narrow: 48 * 46 };

/** What tells a name from its neighbours: “Mộc Nhuận” of “Đảng bộ huyện Mộc Nhuận”; the whole name stands in the tip and the table. */
function proper(name) {
  const words = name.split(" ");
  const first = words.findIndex((word, index) => index > 0 && /^[\p{Lu}\d]/u.test(word));
  if (first < 1) return name;
  return words.slice(/^\d/.test(words[first]) ? first - 1 : first).join(" ");
}

/** The rectangles with their colour, that colour's ink, and a name where there is room; on a phone one tier only. */
function rectangles(spec, box) {
  const narrow = box.clientWidth < 480;
  const total = spec.nodes.reduce((sum, node) => sum + node.value, 0) || 1;
  const fits = (value) => (value / total) * box.clientWidth * box.clientHeight > (narrow ? ROOM.narrow : ROOM.wide);
  const shade = (node, colour, ink, depth) => ({
    ...node,
    itemStyle: { color: node.tone ? token(`--kt-${node.tone}`) : colour },
    label: { show: fits(node.value), color: node.tone ? token(`--kt-${node.tone}-ink`) : ink },
    upperLabel: { show: depth === 0 && !narrow && fits(node.value) },
    children: narrow ? undefined : node.children?.map((child) => shade(child, colour, ink, depth + 1)),
  });
  return spec.nodes.map((node, index) => shade(node, token(SERIES[index % SERIES.length]), token("--kt-on-series"), 0));
}

function treemap(spec, box) {
  return {
    ...ground(spec),
    tooltip: { ...ground(spec).tooltip, formatter: (point) => `${point.name}\n${words(point.value)} ${spec.unit}` },
    series: [{
      type: "treemap",
      data: rectangles(spec, box),
      roam: false,
      nodeClick: false,
      breadcrumb: { show: false },
      left: 0, right: 0, top: 0, bottom: 0,
      itemStyle: { borderColor: token("--kt-paper"), gapWidth: 2 },
      upperLabel: { show: true, height: 28, padding: [0, 6], fontSize: 13, overflow: "truncate", formatter: (point) => `${proper(point.name)}: ${words(point.value)}`, color: token("--kt-ink"), fontWeight: 600 },
      label: { formatter: (point) => `${proper(point.name)}\n${words(point.value)}`, fontSize: 13, lineHeight: 19, padding: 1, overflow: "break", color: token("--kt-on-series") },
      levels: [{ itemStyle: { gapWidth: 3, borderWidth: 0 }, upperLabel: { show: false } }, { colorSaturation: undefined, itemStyle: { gapWidth: 2, borderColor: token("--kt-wash-2"), borderWidth: 3 } }],
    }],
  };
}

/** Draw one <div data-chart="id of its json_script"> and keep it in step with the theme and its width. */
export function draw(box) {
  const spec = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const chart = echarts.init(box, null, { renderer: "canvas" });
  const paint = () => chart.setOption(spec.kind === "treemap" ? treemap(spec, box) : plot(spec, box), true);
  paint();
  const open = (url) => url && location.assign(new URL(url, location.href));
  chart.on("click", (point) => open(point.data?.url ?? spec.links?.[point.dataIndex]));
  new ResizeObserver(() => {
    chart.resize();
    if (spec.kind === "treemap") paint();
  }).observe(box);
  document.addEventListener("kt:theme", paint);
  box.dataset.drawn = "true";
}
