/* Gradient Transport report: draws each figure's download with Chart.js. */
(function () {
  'use strict';
  const SHAPES = ['circle', 'rect', 'triangle', 'rectRot'];
  const DASHES = [[], [7, 2], [3, 2], [8, 2, 2, 2]];
  const charts = new Map();

  function css(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function colour(i) {
    return css('--s' + (i % 8));
  }

  /* RFC 4180; the page writes it, so no other dialect is known. */
  function parseCsv(text) {
    const rows = [[]];
    let cell = '';
    let quoted = false;
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (quoted) {
        if (c === '"' && text[i + 1] === '"') { cell += '"'; i++; }
        else if (c === '"') { quoted = false; }
        else { cell += c; }
      } else if (c === '"') { quoted = true; }
      else if (c === ',' || c === '\n') {
        rows[rows.length - 1].push(cell);
        cell = '';
        if (c === '\n') { rows.push([]); }
      } else { cell += c; }
    }
    rows.pop();
    const names = rows.shift();
    return rows.map(r => Object.fromEntries(names.map((n, i) => [n, r[i]])));
  }

  function read(figure) {
    const link = figure.querySelector('a.data');
    if (!link) { return null; }
    const href = link.getAttribute('href');
    return parseCsv(decodeURIComponent(href.slice(href.indexOf(',') + 1)));
  }

  function number(text, log) {
    if (text === '' || text === undefined) { return null; }
    const value = Number(text);
    return !Number.isFinite(value) || (log && value <= 0) ? null : value;
  }

  function series(plot, rows) {
    const names = [...new Set(rows.map(r => r[plot.by]))];
    const places = [...new Set(rows.map(r => number(r[plot.x], plot.xLog)))]
      .filter(x => x !== null).sort((a, b) => a - b);
    return names.map((name, i) => {
      const own = rows.filter(r => r[plot.by] === name);
      if (plot.kind === 'SCATTER') {
        return {name, i, points: own.map(r => ({
          x: number(r[plot.x], plot.xLog), y: number(r[plot.y], plot.yLog), label: r[plot.name]}))};
      }
      const byPlace = new Map(own.map(r => [number(r[plot.x], plot.xLog), r]));
      const column = c => places.map(x => ({x, y: byPlace.has(x) ? number(byPlace.get(x)[c], plot.yLog) : null}));
      return {name, i, points: column(plot.y), smooth: plot.smooth ? column(plot.smooth) : null};
    });
  }

  function datasets(plot, all) {
    const sets = [];
    for (const s of all) {
      const curve = plot.kind === 'LINES' && !s.smooth;
      const few = s.points.length <= 12;
      sets.push({
        label: s.name, group: s.i, data: s.points, showLine: curve,
        pointStyle: SHAPES[s.i % 4], pointRadius: s.smooth ? 1.6 : curve ? (few ? 3.5 : 0) : 3.2,
        pointHoverRadius: 6, borderWidth: 1.7, borderDash: DASHES[s.i % 4], spanGaps: plot.xLog, faint: !!s.smooth, pointBorderWidth: s.smooth ? 0 : 1
      });
      if (s.smooth) {
        sets.push({
          label: s.name + ', rolling median', group: s.i, data: s.smooth, showLine: true, pointRadius: 0,
          pointHoverRadius: 4, pointStyle: SHAPES[s.i % 4], borderWidth: 2, borderDash: DASHES[s.i % 4], spanGaps: true
        });
      }
    }
    return sets;
  }

  /* Shades the stable window behind the curves. */
  const band = {
    id: 'band',
    beforeDatasetsDraw(chart) {
      const plot = chart.$plot;
      if (plot.from === undefined) { return; }
      const {left, right, top, bottom} = chart.chartArea;
      const from = Math.max(left, chart.scales.x.getPixelForValue(plot.from));
      const to = Math.min(right, chart.scales.x.getPixelForValue(plot.to));
      if (to > from) {
        chart.ctx.save();
        chart.ctx.fillStyle = css('--band');
        chart.ctx.fillRect(from, top, to - from, bottom - top);
        chart.ctx.restore();
      }
    }
  };

  function paint(chart) {
    for (const set of chart.data.datasets) {
      set.borderColor = colour(set.group);
      set.backgroundColor = colour(set.group) + (set.faint ? '88' : '');
    }
    for (const scale of [chart.options.scales.x, chart.options.scales.y]) {
      scale.grid.color = css('--grid');
      scale.border.color = css('--soft');
      scale.ticks.color = css('--soft');
      scale.title.color = css('--ink');
    }
    Object.assign(chart.options.plugins.tooltip, {
      backgroundColor: css('--ink'), titleColor: css('--page'), bodyColor: css('--page')
    });
  }

  function shown(value) {
    return value === 0 || Math.abs(value) >= 1e-4 ? String(Number(value.toPrecision(7))) : value.toExponential(4);
  }

  function tick(value) {
    const size = Math.abs(value);
    return size >= 1e6 ? value / 1e6 + 'M' : size >= 1e4 ? value / 1e3 + 'k' : size > 0 && size < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(6)));
  }

  function axis(label, log, roughly) {
    return {
      type: log ? 'logarithmic' : 'linear',
      title: {display: true, text: label, font: {size: 12}},
      ticks: {
        maxTicksLimit: roughly, maxRotation: 0, font: {size: 11},
        callback(value) {
          if (!log) { return tick(value); }
          const lead = Number(value.toExponential().split('e')[0]);
          return this.max / this.min > 100 && lead !== 1 ? null : [1, 2, 5].includes(lead) ? tick(value) : null;
        }
      },
      grid: {}, border: {}
    };
  }

  function draw(figure) {
    const plot = JSON.parse(figure.dataset.plot);
    const rows = plot.kind === 'INTERVALS' ? null : read(figure);
    if (!rows || charts.has(plot.id)) { return; }
    const all = series(plot, rows);
    const svg = figure.querySelector('svg.drawing');
    const holder = document.createElement('div');
    holder.className = 'chart';
    const canvas = document.createElement('canvas');
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', svg.querySelector('desc').textContent +
      ' Arrow keys move along the curves, plus and minus zoom, 0 resets.');
    holder.append(canvas);
    svg.before(holder);
    figure.classList.add('live');
    const lines = plot.kind === 'LINES';
    const config = {
      type: 'scatter',
      data: {datasets: datasets(plot, all)},
      options: {
        animation: false, responsive: true, maintainAspectRatio: false,
        interaction: lines ? {mode: 'index', intersect: false, axis: 'x'} : {mode: 'nearest', intersect: true},
        layout: {padding: {top: 6, right: 10}},
        scales: {x: axis(plot.xLabel, plot.xLog, 7), y: axis(plot.yLabel, plot.yLog, 7)},
        plugins: {
          legend: {display: false},
          tooltip: {
            usePointStyle: true,
            callbacks: {
              title: items => items.length === 0 ? '' : lines ? plot.xLabel + ' ' + shown(items[0].parsed.x) : plot.name + ' ' + items[0].raw.label,
              label: item => lines ? item.dataset.label + ': ' + shown(item.parsed.y)
                : item.dataset.label + ': ' + plot.xLabel + ' ' + shown(item.parsed.x) + ', ' + plot.yLabel + ' ' + shown(item.parsed.y)
            }
          },
          zoom: {zoom: {drag: {enabled: true, threshold: 8}, mode: lines ? 'x' : 'xy'}, pan: {enabled: false}}
        }
      },
      plugins: [band, {id: 'plot', beforeInit(chart) { chart.$plot = plot; paint(chart); }}]
    };
    const chart = new Chart(canvas, config);
    charts.set(plot.id, chart);
    controls(figure, chart, all);
    keyboard(figure, chart, canvas);
  }

  function button(text, label, action) {
    const b = document.createElement('button');
    b.type = 'button';
    b.textContent = text;
    b.setAttribute('aria-label', label);
    b.title = label;
    b.addEventListener('click', action);
    return b;
  }

  /* The series' mark as in the chart, for the legend. */
  function swatch(i, curve) {
    const ns = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(ns, 'svg');
    svg.setAttribute('class', 'swatch s' + (i % 8));
    svg.setAttribute('aria-hidden', 'true');
    const add = (tag, attributes) => {
      const mark = document.createElementNS(ns, tag);
      Object.entries(attributes).forEach(([k, v]) => mark.setAttribute(k, v));
      svg.append(mark);
    };
    if (curve) { add('line', {x1: 0, x2: 18, y1: 5, y2: 5, 'stroke-dasharray': DASHES[i % 4].join(' ')}); }
    else { add('path', {d: ['M5 5a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z', 'M5 1h8v8h-8z', 'M9 1l4 8h-8z', 'M9 0l5 5l-5 5l-5 -5z'][i % 4]}); }
    return svg;
  }

  function controls(figure, chart, all) {
    const field = document.createElement('fieldset');
    field.className = 'controls';
    field.setAttribute('aria-label', 'Series shown and zoom');
    for (const s of all) {
      const label = document.createElement('label');
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.checked = true;
      box.addEventListener('change', () => {
        chart.data.datasets.forEach((set, i) => { if (set.group === s.i) { chart.setDatasetVisibility(i, box.checked); } });
        chart.update();
      });
      label.append(box, swatch(s.i, chart.$plot.kind === 'LINES'), document.createTextNode(s.name));
      field.append(label);
    }
    field.append(
      button('+', 'Zoom in', () => chart.zoom(1.4)),
      button('\u2212', 'Zoom out', () => chart.zoom(0.7)),
      button('Reset', 'Show everything', () => chart.resetZoom()));
    figure.querySelector('.chart').after(field);
  }

  /* Marks as if the pointer were at this place, in every series that has a value there. */
  function point(chart, place) {
    const active = [];
    const sets = chart.data.datasets;
    if (chart.$plot.kind === 'LINES') {
      sets.forEach((set, datasetIndex) => {
        if (chart.isDatasetVisible(datasetIndex) && set.data[place] && set.data[place].y !== null) {
          active.push({datasetIndex, index: place});
        }
      });
    } else {
      let rest = place;
      sets.some((set, datasetIndex) => {
        if (rest < set.data.length) { active.push({datasetIndex, index: rest}); return true; }
        rest -= set.data.length;
        return false;
      });
    }
    chart.setActiveElements(active);
    chart.tooltip.setActiveElements(active, {x: 0, y: 0});
    chart.update('none');
    const tip = chart.tooltip;
    return {
      title: (tip.title || []).join(' '),
      lines: (tip.body || []).map(b => b.lines.join(' ')),
      values: active.map(a => ({
        series: sets[a.datasetIndex].label, x: sets[a.datasetIndex].data[a.index].x, y: sets[a.datasetIndex].data[a.index].y
      }))
    };
  }

  function places(chart) {
    const sets = chart.data.datasets;
    return chart.$plot.kind === 'LINES' ? sets[0].data.length : sets.reduce((n, s) => n + s.data.length, 0);
  }

  function keyboard(figure, chart, canvas) {
    const readout = document.createElement('p');
    readout.className = 'readout';
    readout.setAttribute('aria-live', 'polite');
    figure.append(readout);
    let place = -1;
    canvas.addEventListener('keydown', event => {
      const last = places(chart) - 1;
      const step = {ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10}[event.key];
      if (step) { place = Math.min(last, Math.max(0, place + step)); }
      else if (event.key === 'Home') { place = 0; }
      else if (event.key === 'End') { place = last; }
      else if (event.key === '+') { chart.zoom(1.4); event.preventDefault(); return; }
      else if (event.key === '-') { chart.zoom(0.7); event.preventDefault(); return; }
      else if (event.key === '0') { chart.resetZoom(); return; }
      else { return; }
      event.preventDefault();
      const tip = point(chart, place);
      readout.textContent = tip.title + '. ' + tip.lines.join('. ');
    });
  }

  function drawAll() {
    document.querySelectorAll('figure[data-plot]').forEach(draw);
  }

  function lazily() {
    const near = new IntersectionObserver(entries => {
      for (const entry of entries) {
        if (entry.isIntersecting) { near.unobserve(entry.target); draw(entry.target); }
      }
    }, {rootMargin: '600px'});
    document.querySelectorAll('figure[data-plot]').forEach(f => near.observe(f));
  }

  /* What a test asks a browser: is everything drawn, and what does hovering say? */
  function selfTest(errors) {
    drawAll();
    const figures = [...document.querySelectorAll('figure[data-plot]')].map(f => JSON.parse(f.dataset.plot));
    const live = figures.filter(p => p.kind !== 'INTERVALS');
    const hover = live.filter(p => charts.has(p.id)).map(p => {
      const chart = charts.get(p.id);
      const n = places(chart);
      const wanted = [...new Set([0, Math.floor(n / 3), Math.floor(n / 2), n - 1])];
      return {id: p.id, points: wanted.map(i => point(chart, i))};
    });
    const blank = live.filter(p => charts.has(p.id)).filter(p => {
      const canvas = charts.get(p.id).canvas;
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return !pixels.some(v => v !== 0);
    }).map(p => p.id);
    const answer = document.createElement('pre');
    answer.id = 'self-test';
    answer.textContent = JSON.stringify({
      figures: figures.length, live: live.length, drawn: charts.size, blank, errors,
      width: document.documentElement.scrollWidth, window: window.innerWidth,
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      background: getComputedStyle(document.body).backgroundColor, hover
    });
    document.body.append(answer);
  }

  const errors = [];
  window.addEventListener('error', e => errors.push(String(e.message)));
  document.addEventListener('securitypolicyviolation', e => errors.push(e.violatedDirective + ' ' + e.blockedURI));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    charts.forEach(chart => { paint(chart); chart.update('none'); });
  });
  if (location.hash === '#self-test') {
    selfTest(errors);
  } else if (location.hash === '#draw-all' || !('IntersectionObserver' in window)) {
    drawAll();
  } else {
    lazily();
  }
})();
