/* Gradient Transport report: draws each figure's specification with Chart.js. */
(function () {
  'use strict';
  const SHAPES = ['circle', 'rect', 'triangle', 'rectRot'];
  const DASHES = [[], [7, 2], [3, 2], [8, 2, 2, 2]];
  /* So many series have a legend that scrolls. */
  const MANY = 10;
  const charts = new Map();

  function css(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function colour(i) {
    return css('--s' + (i % 8));
  }

  /* What a data set of the specification says, with how its series looks. */
  function dataset(set) {
    const look = set.whiskers ?
      {pointStyle: 'line', pointRotation: 90, pointRadius: 4, pointHoverRadius: 4, borderWidth: 1.8, pointHitRadius: 0} :
      {pointStyle: SHAPES[set.group % 4], pointHoverRadius: 6, borderWidth: set.faint ? 0 : 1.8, borderDash: DASHES[set.group % 4], pointBorderWidth: set.faint ? 0 : 1};
    const edge = set.edge ? {pointStyle: false, pointHoverRadius: 0, pointHitRadius: 0, borderWidth: 0, fill: set.fill || false} : {};
    return Object.assign({showLine: false}, look, set, edge);
  }

  /* Shades the stable window behind the curves, or draws one value as a line. */
  const band = {
    id: 'band',
    beforeDatasetsDraw(chart) {
      const plot = chart.$plot;
      if (!plot.band) { return; }
      const {left, right, top, bottom} = chart.chartArea;
      const from = Math.max(left, chart.scales.x.getPixelForValue(plot.band[0]));
      const to = Math.min(right, chart.scales.x.getPixelForValue(plot.band[1]));
      if (to >= from) {
        chart.ctx.save();
        chart.ctx.fillStyle = css('--band');
        chart.ctx.fillRect(from, top, Math.max(2, to - from), bottom - top);
        chart.ctx.restore();
      }
    }
  };

  function paint(chart) {
    for (const set of chart.data.datasets) {
      set.borderColor = colour(set.group);
      set.backgroundColor = colour(set.group) + (set.edge ? '33' : set.faint ? '88' : '');
    }
    for (const scale of [chart.options.scales.x, chart.options.scales.y]) {
      scale.grid.color = c => chart.$plot.kind === 'INTERVALS' && c.tick && c.tick.value === 0 ? css('--soft') : css('--grid');
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
    return size >= 1e9 ? Number(value.toPrecision(3)).toExponential().replace('e+', 'e') : size >= 1e6 ? value / 1e6 + 'M' : size >= 1e4 ? value / 1e3 + 'k' : size > 0 && size < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(6)));
  }

  function axis(spec, roughly) {
    const log = spec.type === 'logarithmic';
    return {
      type: spec.type,
      title: {display: spec.label !== '', text: spec.label, font: {size: 12}},
      ticks: {
        maxTicksLimit: roughly, maxRotation: 0, font: {size: 11},
        callback(value) {
          if (!log) { return tick(value); }
          const lead = Number(value.toExponential().split('e')[0]);
          const factor = this.max / this.min;
          if (factor < 5) { return Number.isInteger(2 * lead) ? tick(value) : null; }
          return factor > 100 && lead !== 1 ? null : [1, 2, 5].includes(lead) ? tick(value) : null;
        }
      },
      grid: {}, border: {}
    };
  }

  /* The names of categories stand inside the chart, each above its rows. */
  function categories(plot) {
    return {
      type: 'linear', reverse: true, min: -0.6, max: plot.lines - 0.4, title: {},
      afterBuildTicks(scale) { scale.ticks = plot.marks.map(m => ({value: m.value})); },
      ticks: {
        mirror: true, padding: 5, z: 1, autoSkip: false, font: {size: 11, weight: 'bold'},
        callback: value => plot.marks.find(m => m.value === value).label
      },
      grid: {display: false}, border: {}
    };
  }

  /* What a pointer or a key says of a point: first where it is, then its value. */
  function title(plot, items) {
    if (items.length === 0) { return ''; }
    const {dataset, dataIndex, parsed} = items[0];
    return dataset.names ? dataset.names[dataIndex] : plot.x.label + ' ' + shown(parsed.x);
  }

  function line(plot, item) {
    const {dataset, dataIndex, parsed, chart} = item;
    if (plot.kind === 'LINES') {
      const edges = chart.data.datasets.filter(s => s.edge && s.group === dataset.group && !dataset.edge)
        .map(s => s.data[dataIndex][1]).filter(v => v !== null).map(shown);
      return dataset.label + ': ' + shown(parsed.y) + (edges.length === 2 ? ' (' + edges.join(' to ') + ')' : '');
    }
    if (plot.kind === 'SCATTER') {
      return dataset.label + ': ' + plot.x.label + ' ' + shown(parsed.x) + ', ' + plot.y.label + ' ' + shown(parsed.y);
    }
    const ends = chart.data.datasets.find(s => s.whiskers && s.group === dataset.group).data
      .filter(end => end[1] === dataset.data[dataIndex][1]).map(end => shown(end[0]));
    return dataset.label + (ends.length === 2 ? ' (' + ends.join(' to ') + ')' : '') + ': ' + shown(parsed.x);
  }

  function draw(figure) {
    if (charts.has(figure.id)) { return; }
    const plot = JSON.parse(figure.dataset.chart);
    const holder = document.createElement('div');
    holder.className = 'chart';
    const canvas = document.createElement('canvas');
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', figure.querySelector('h4').textContent +
      '. Arrow keys move along the values, plus and minus zoom, 0 resets.');
    canvas.setAttribute('aria-describedby', figure.id + '-digest');
    holder.append(canvas);
    figure.querySelector('.digest').before(holder);
    figure.classList.add('live');
    const lines = plot.kind === 'LINES';
    const rows = plot.kind === 'INTERVALS';
    if (rows) { holder.style.height = holder.style.maxHeight = Math.max(290, 18 * plot.lines + 70) + 'px'; }
    const config = {
      type: 'scatter',
      data: {datasets: plot.datasets.map(dataset)},
      options: {
        animation: false, responsive: true, maintainAspectRatio: false,
        interaction: lines ? {mode: 'index', intersect: false, axis: 'x'} : {mode: 'nearest', intersect: true},
        layout: {padding: {top: 6, right: 10}},
        scales: {x: axis(plot.x, 7), y: rows ? categories(plot) : axis(plot.y, 7)},
        plugins: {
          legend: {display: false},
          tooltip: {
            usePointStyle: true, filter: item => !item.dataset.whiskers && !item.dataset.edge,
            callbacks: {title: items => title(plot, items), label: item => line(plot, item)}
          },
          zoom: {zoom: {drag: {enabled: true, threshold: 8}, mode: plot.kind === 'SCATTER' ? 'xy' : 'x'}, pan: {enabled: false}}
        }
      },
      plugins: [band, {id: 'plot', beforeInit(chart) { chart.$plot = plot; paint(chart); }}]
    };
    const chart = new Chart(canvas, config);
    charts.set(figure.id, chart);
    controls(figure, chart, plot.datasets.filter((s, i, all) => all.findIndex(o => o.group === s.group) === i));
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

  /* The legend, whose boxes show and hide series; a long one scrolls, so that it leaves the chart where it is. */
  function controls(figure, chart, all) {
    const field = document.createElement('fieldset');
    field.className = 'controls';
    field.setAttribute('aria-label', 'Series shown and zoom');
    const legend = document.createElement('div');
    legend.className = 'series';
    const boxes = all.map(s => {
      const label = document.createElement('label');
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.checked = true;
      box.value = s.group;
      box.addEventListener('change', () => show([box]));
      label.append(box, swatch(s.group, chart.$plot.kind === 'LINES' || s.showLine), document.createTextNode(s.label));
      legend.append(label);
      return box;
    });
    function show(changed) {
      const shown = new Map(changed.map(box => [Number(box.value), box.checked]));
      chart.data.datasets.forEach((set, i) => { if (shown.has(set.group)) { chart.setDatasetVisibility(i, shown.get(set.group)); } });
      chart.update();
    }
    function showAll(checked) {
      boxes.forEach(box => { box.checked = checked; });
      show(boxes);
    }
    field.append(legend);
    if (all.length >= MANY) {
      legend.classList.add('many');
      legend.tabIndex = 0;
      legend.setAttribute('role', 'group');
      legend.setAttribute('aria-label', all.length + ' series');
      field.append(
        button('All', 'Show all series', () => showAll(true)),
        button('None', 'Hide all series', () => showAll(false)));
    }
    field.append(
      button('+', 'Zoom in', () => chart.zoom(1.4)),
      button('\u2212', 'Zoom out', () => chart.zoom(0.7)),
      button('Reset', 'Show everything', () => chart.resetZoom()));
    figure.querySelector('.chart').after(field);
  }

  /* Points one after the other; those of curves above each other are one place. */
  function places(chart) {
    const sets = chart.data.datasets;
    if (chart.$plot.kind === 'LINES') {
      return sets[0].data.map((point, index) => sets.map((set, datasetIndex) => ({datasetIndex, index})));
    }
    return sets.flatMap((set, datasetIndex) => set.whiskers ? [] : set.data.map((point, index) => [{datasetIndex, index}]))
      .filter(([at]) => sets[at.datasetIndex].data[at.index][1] !== null);
  }

  /* Marks as if the pointer were at this place, in every shown series that has a value there. */
  function point(chart, place) {
    const sets = chart.data.datasets;
    const active = places(chart)[place].filter(at =>
      chart.isDatasetVisible(at.datasetIndex) && sets[at.datasetIndex].data[at.index][1] !== null);
    chart.setActiveElements(active);
    chart.tooltip.setActiveElements(active, {x: 0, y: 0});
    chart.update('none');
    const tip = chart.tooltip;
    return {
      title: (tip.title || []).join(' '),
      lines: (tip.body || []).map(b => b.lines.join(' ')),
      values: active.map(a => sets[a.datasetIndex].data[a.index][chart.$plot.kind === 'INTERVALS' ? 0 : 1])
    };
  }

  function keyboard(figure, chart, canvas) {
    const readout = document.createElement('p');
    readout.className = 'readout';
    readout.setAttribute('aria-live', 'polite');
    figure.append(readout);
    let place = -1;
    canvas.addEventListener('keydown', event => {
      const last = places(chart).length - 1;
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
    document.querySelectorAll('figure[data-chart]').forEach(draw);
  }

  function lazily() {
    const near = new IntersectionObserver(entries => {
      for (const entry of entries) {
        if (entry.isIntersecting) { near.unobserve(entry.target); draw(entry.target); }
      }
    }, {rootMargin: '600px'});
    document.querySelectorAll('figure[data-chart]').forEach(f => near.observe(f));
  }

  /* On paper every chart is a picture as wide as its column, in the colours of paper. */
  function print() {
    drawAll();
    document.documentElement.classList.add('paper');
    charts.forEach(chart => {
      const picture = document.createElement('img');
      paint(chart);
      chart.options.devicePixelRatio = 2;
      chart.resize(460, chart.$plot.kind === 'INTERVALS' ? 18 * chart.$plot.lines + 70 : 280);
      chart.update('none');
      picture.alt = chart.canvas.getAttribute('aria-label');
      picture.src = chart.canvas.toDataURL();
      chart.canvas.after(picture);
    });
  }

  function printed() {
    document.documentElement.classList.remove('paper');
    document.querySelectorAll('.chart img').forEach(picture => picture.remove());
    charts.forEach(chart => {
      delete chart.options.devicePixelRatio;
      paint(chart);
      chart.resize();
      chart.update('none');
    });
  }

  /* What a test asks a browser: is everything drawn, and what does hovering say? */
  function selfTest(errors) {
    drawAll();
    const hover = [...charts].map(([id, chart]) => {
      const n = places(chart).length;
      const wanted = [...new Set([0, Math.floor(n / 3), Math.floor(n / 2), n - 1])];
      return {id, points: wanted.map(i => point(chart, i))};
    });
    const blank = [...charts].filter(([, chart]) => {
      const {canvas} = chart;
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return !pixels.some(v => v !== 0);
    }).map(([id]) => id);
    const answer = document.createElement('pre');
    answer.id = 'self-test';
    answer.textContent = JSON.stringify({
      figures: document.querySelectorAll('figure[data-chart]').length, drawn: charts.size, blank, errors,
      width: document.documentElement.scrollWidth, window: window.innerWidth,
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      background: getComputedStyle(document.body).backgroundColor, hover,
      legends: [...document.querySelectorAll('.series')].map(l => ({series: l.children.length, height: l.offsetHeight}))
    });
    document.body.append(answer);
  }

  const errors = [];
  window.addEventListener('error', e => errors.push(String(e.message)));
  document.addEventListener('securitypolicyviolation', e => errors.push(e.violatedDirective + ' ' + e.blockedURI));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    charts.forEach(chart => { paint(chart); chart.update('none'); });
  });
  window.addEventListener('beforeprint', print);
  window.addEventListener('afterprint', printed);
  if (location.hash === '#self-test') {
    selfTest(errors);
  } else if (location.hash === '#draw-all' || !('IntersectionObserver' in window)) {
    drawAll();
  } else {
    lazily();
  }
})();
