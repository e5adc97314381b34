"use strict";
// Draws the figures of the page from the data it carries, switches its language, hands out the numbers as CSV.
(() => {
  const DATA = JSON.parse(document.getElementById("data").textContent);
  const WORDS = DATA.words;
  const HOUR = 3600e3, START = Date.UTC(2001, 0, 1);  // a year of 365 days, as the model has it; never shown
  const WIDEST = 92 * 24;  // hours that are drawn hour by hour; wider views show daily means
  const unpacked = {};

  function series(name) {
    if (!unpacked[name]) {
      const bytes = Uint8Array.from(atob(DATA.series[name]), c => c.charCodeAt(0));
      unpacked[name] = new Float32Array(bytes.buffer);
    }
    return unpacked[name];
  }
  // What is a reference becomes an array in the unit of the language; all else stays.
  function values(ref) {
    return ref && ref.of ? Array.from(series(ref.of), v => v * ref.times) : ref;
  }
  const start = series("time.start"), hours = series("time.hours"), steps = start.length;
  const whole = start.every((s, i) => i === 0 || s === start[i - 1] + hours[i - 1]);
  const elapsed = [0];
  hours.forEach((h, i) => elapsed.push(elapsed[i] + h));
  const current = () => document.querySelector(".pane:not([hidden])");

  function stamp(hour) {
    const date = new Date(START + hour * HOUR), pad = n => String(n).padStart(2, "0");
    return `${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())} ${pad(date.getUTCHours())}:00`;
  }
  // A whole year stands on an axis of time, a choice of days on one of hours counted on.
  const at = i => whole ? START + (i < steps ? start[i] : start[steps - 1] + hours[steps - 1]) * HOUR : elapsed[i];
  function step(x) {
    const value = whole && typeof x === "string" ? Date.parse(x.replace(" ", "T") + (x.length > 10 ? "Z" : "")) : Number(x);
    let low = 0, high = steps;
    while (low < high) { const mid = (low + high) >> 1; if (at(mid + 1) <= value + 1) low = mid + 1; else high = mid; }
    return low;
  }
  // Hours inside the window, daily means outside it.
  function blocks(window) {
    const fine = elapsed[Math.min(window[1] + 1, steps)] - elapsed[window[0]] <= WIDEST, found = [];
    for (let i = 0; i < steps;) {
      let j = i + 1;
      if (!(fine && i >= window[0] && i <= window[1])) {
        const day = Math.floor(start[i] / 24);
        while (j < steps && Math.floor(start[j] / 24) === day && !(fine && j >= window[0] && j <= window[1])) j++;
      }
      found.push([i, j]);
      i = j;
    }
    return found;
  }
  function hourlyTraces(spec, window) {
    const parts = blocks(window), x = parts.map(([i]) => at(i)).concat(at(steps));
    const text = parts.map(([i]) => stamp(start[i])).concat("");
    // On an axis of hours counted on, a line that is not seen tells the time.
    const teller = { type: "scatter", mode: "lines", x, y: x.map(() => 0), text, line: { width: 0 }, showlegend: false, hovertemplate: "%{text}<extra></extra>" };
    return (whole ? [] : [teller]).concat(spec.traces.map(trace => {
      const array = series(trace.y.of), y = parts.map(([i, j]) => {
        let sum = 0, time = 0;
        for (let k = i; k < j; k++) { sum += array[k] * hours[k]; time += hours[k]; }
        return sum / time * trace.y.times;
      });
      y.push(y[y.length - 1]);
      return { ...trace, x, y, hovertemplate: "%{y:,.2f}" };
    }));
  }
  const shared = () => ({
    font: { family: "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, Segoe UI, sans-serif", size: 12, color: "#1a1a1a" },
    margin: { l: 60, r: 40, t: 30, b: 50 }, modebar: { orientation: "v" }, paper_bgcolor: "#fff", plot_bgcolor: "#fff",
    legend: { orientation: "h", y: 1.03, yanchor: "bottom", x: 0 }, separators: ".,", hoverlabel: { namelength: 40 },
  });
  const config = (lang, spec) => ({
    displayModeBar: document.documentElement.clientWidth < 600 ? false : "hover", responsive: true, displaylogo: false, locale: lang,
    modeBarButtons: spec.layout.xaxis?.fixedrange || spec.traces[0].type === "sankey" ? [["toImage"]]
      : [["toImage"], ["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d", "resetScale2d"]],
  });
  function hourlyAxis(lang, spec, window) {
    const edges = [at(window[0]), at(Math.min(window[1] + 1, steps))];
    const last = Object.keys(spec.layout).filter(k => k.startsWith("yaxis")).sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).pop();
    const axis = { range: edges, anchor: last.replace("axis", ""), gridcolor: "#e6e6e6",
      rangeslider: { range: [at(0), at(steps)], thickness: 0.08, bgcolor: "#f4f4f4" } };
    if (whole) return { ...axis, type: "date", tickformat: WORDS[lang].day, hoverformat: WORDS[lang].hour };
    const days = [];
    for (let i = 0; i < steps; i++) if (i === 0 || Math.floor(start[i] / 24) !== Math.floor(start[i - 1] / 24)) days.push(i);
    const every = Math.ceil(days.length / 14), shown = days.filter((d, k) => k % every === 0);
    return { ...axis, type: "linear", tickvals: shown.map(at), ticktext: shown.map(i => stamp(start[i]).slice(0, 5)), hoverformat: ",.0f",
      unifiedhovertitle: { text: WORDS[lang].time } };
  }
  function layoutOf(lang, spec, plot, window) {
    const narrow = plot.clientWidth < 600;
    const layout = { ...shared(), ...structuredClone(spec.layout) };
    layout.height = Math.round(layout.height * (narrow && layout.showlegend !== false ? 1.3 : 1));
    if (narrow) { layout.font = { ...layout.font, size: 10 }; layout.margin = { l: 42, r: 8, t: 30, b: 40 }; }
    if (spec.hourly) { layout.xaxis = hourlyAxis(lang, spec, window); layout.hovermode = "x unified"; }
    return layout;
  }
  function draw(figure) {
    const plot = figure.querySelector(".plot"), lang = figure.dataset.lang, spec = DATA.charts[lang][figure.dataset.chart];
    if (plot.dataset.drawn) return;
    plot.dataset.drawn = "yes";
    if (!spec.hourly) {
      const traces = spec.traces.map(t => ({ ...t, ...(t.x && t.x.of ? { x: values(t.x) } : {}), ...(t.y && t.y.of ? { y: values(t.y) } : {}) }));
      Plotly.newPlot(plot, traces, layoutOf(lang, spec, plot), config(lang, spec));
      return;
    }
    figure.view = spec.week || [0, steps - 1];
    Plotly.newPlot(plot, hourlyTraces(spec, figure.view), layoutOf(lang, spec, plot, figure.view), config(lang, spec));
    plot.on("plotly_relayout", change => {
      const from = change["xaxis.range[0]"] ?? change["xaxis.range"]?.[0], to = change["xaxis.range[1]"] ?? change["xaxis.range"]?.[1];
      if (from !== undefined && to !== undefined) show(figure, [step(from), Math.max(step(to) - 1, step(from))], false);
      else if (change["xaxis.autorange"]) show(figure, [0, steps - 1], true);
    });
  }
  // Redraw an hourly figure for a window of steps; `move` sets the range, else it is already there.
  function show(figure, window, move) {
    const plot = figure.querySelector(".plot"), lang = figure.dataset.lang, spec = DATA.charts[lang][figure.dataset.chart];
    const width = Math.min(window[1] - window[0], steps - 1), first = Math.max(0, Math.min(window[0], steps - 1 - width));
    window = [first, first + width];
    if (!move && figure.view[0] === window[0] && figure.view[1] === window[1]) return;
    figure.view = window;
    const layout = layoutOf(lang, spec, plot, window);
    if (!move) layout.xaxis.range = plot.layout.xaxis.range.slice();
    Plotly.react(plot, hourlyTraces(spec, window), layout, config(lang, spec));
  }
  function zoom(figure, action) {
    draw(figure);
    const spec = DATA.charts[figure.dataset.lang][figure.dataset.chart], [a, b] = figure.view, width = b - a + 1, middle = (a + b) >> 1;
    const around = w => [middle - (w >> 1), middle - (w >> 1) + w - 1];
    const views = { earlier: () => [a - width, b - width], later: () => [a + width, b + width], closer: () => around(Math.max(24, width >> 1)),
      wider: () => around(Math.min(steps, width * 2)), day: () => around(24), week: () => around(168), month: () => around(730),
      year: () => [0, steps - 1], hardest: () => spec.week };
    show(figure, views[action](), true);
  }
  // Excel reads UTF-8 with a mark; a text that begins like a formula is kept a text.
  function csv(figure) {
    const spec = DATA.charts[figure.dataset.lang][figure.dataset.chart];
    const columns = spec.columns.map(([head, ref]) => [head, values(ref)]);
    if (spec.hourly) columns.unshift([WORDS[figure.dataset.lang].time, Array.from(start, stamp)], [WORDS[figure.dataset.lang].length, Array.from(hours)]);
    const cell = v => {
      if (v === null || v === undefined) return "";
      if (typeof v === "number") return String(Number(v.toPrecision(7)));
      const kept = /^[=+\-@\t\r]/.test(v) ? "'" + v : v;
      return /[",\n]/.test(kept) ? '"' + kept.replaceAll('"', '""') + '"' : kept;
    };
    const length = Math.max(...columns.map(c => c[1].length)), lines = [columns.map(c => cell(c[0])).join(",")];
    for (let i = 0; i < length; i++) lines.push(columns.map(c => cell(c[1][i])).join(","));
    return "\ufeff" + lines.join("\r\n") + "\r\n";
  }
  function switchTo(lang, anchor) {
    const before = current(), seen = [...before.querySelectorAll("section")].filter(s => s.getBoundingClientRect().top < 80).pop();
    document.querySelectorAll(".pane").forEach(p => { p.hidden = p.dataset.lang !== lang; });
    document.documentElement.lang = WORDS[lang].html;
    document.title = WORDS[lang].title;
    document.querySelectorAll(".languages button").forEach(b => b.setAttribute("aria-pressed", String(b.dataset.lang === lang)));
    watch();
    if (anchor === undefined && seen) document.getElementById(lang + seen.id.slice(2))?.scrollIntoView({ behavior: "instant" });
  }
  // Open what a link points into, in the language of the link.
  function follow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const pane = target.closest(".pane");
    if (pane && pane.hidden) switchTo(pane.dataset.lang, target);
    const box = target.closest("details");
    if (box) box.open = true;
    target.scrollIntoView();
  }
  // Draw what comes into view first, then the rest while nothing else happens.
  let observer;
  function watch() {
    observer?.disconnect();
    observer = new IntersectionObserver(entries => entries.filter(e => e.isIntersecting).forEach(e => draw(e.target)), { rootMargin: "400px" });
    const waiting = [...current().querySelectorAll("figure.chart")].filter(f => !f.querySelector(".plot").dataset.drawn);
    waiting.forEach(f => observer.observe(f));
    const next = () => { const f = waiting.shift(); if (f && !f.closest("[hidden]")) { draw(f); setTimeout(next, 30); } };
    setTimeout(next, 300);
  }
  // A Sankey diagram would come in slowly, so that one is scaled by the style of print instead.
  function narrow(width) {
    current().querySelectorAll("figure.chart").forEach(figure => {
      draw(figure);
      if (figure.dataset.chart !== "sankey") Plotly.relayout(figure.querySelector(".plot"), width ? { width } : { width: null, autosize: true });
    });
  }
  addEventListener("click", event => {
    const button = event.target.closest("[data-zoom], .languages button, a.csv");
    if (!button) return;
    const figure = button.closest("figure");
    if (button.dataset.zoom) zoom(figure, button.dataset.zoom);
    else if (button.matches("a.csv")) button.href = URL.createObjectURL(new Blob([csv(figure)], { type: "text/csv" }));
    else switchTo(button.dataset.lang);
  });
  addEventListener("change", event => {
    const figure = event.target.closest("figure");
    if (!figure || event.target.value === "") return;
    draw(figure);
    const months = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365], m = Number(event.target.value);
    const inside = [...start.keys()].filter(i => start[i] >= months[m] * 24 && start[i] < months[m + 1] * 24);
    if (inside.length) show(figure, [inside[0], inside[inside.length - 1]], true);
  });
  addEventListener("keydown", event => {
    const keys = { ArrowLeft: "earlier", ArrowRight: "later", "+": "closer", "=": "closer", "-": "wider", Home: "year" };
    if (!event.target.matches("figure[data-hourly] .plot") || !keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    zoom(event.target.closest("figure"), keys[event.key]);
  });
  const opened = [];
  addEventListener("beforeprint", () => {
    current().querySelectorAll("details:not([open])").forEach(d => { d.open = true; opened.push(d); });
    narrow(680);
  });
  addEventListener("afterprint", () => { opened.splice(0).forEach(d => { d.open = false; }); narrow(0); });
  addEventListener("hashchange", follow);
  // The page of a study has pictures instead, and no plotly.
  if (window.Plotly) Object.entries(DATA.locales).forEach(([name, words]) => Plotly.register({ moduleType: "locale", name, dictionary: words, format: {} }));
  window.report = { csv: name => csv(current().querySelector(`figure[data-chart="${name}"]`)), data: DATA, values };
  watch();
  follow();
})();
