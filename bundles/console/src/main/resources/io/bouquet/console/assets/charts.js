// Draws the tables of figures with data-chart. Without this script the tables stay.
(() => {
  const HUES = [214, 28, 152, 336, 268, 56, 184, 0, 302, 92, 242, 122];
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = at => `hsl(${HUES[at % HUES.length]} 65% ${dark.matches ? 68 : 38}%)`;
  const cells = (row, selector) => [...row.querySelectorAll(selector)];
  const number = cell => cell.dataset.number === undefined ? null : Number(cell.dataset.number);

  const axis = label => ({
    label, labelSize: 22, labelFont: '13px system-ui', font: '12px system-ui', stroke: style('--soft'),
    grid: { stroke: style('--line'), width: 1 }, ticks: { stroke: style('--line'), width: 1 },
  });

  const read = table => {
    const headings = cells(table.tHead, 'th').map(cell => cell.textContent);
    const rows = [...table.tBodies[0].rows].map(row => ({
      numbers: cells(row, 'td').map(number),
      name: row.cells[0].textContent,
      group: row.querySelector('[data-group]')?.dataset.group,
      link: row.querySelector('a')?.href,
      said: row.cells[row.cells.length - 1].textContent,
    }));
    return { headings, rows };
  };

  const calibration = ({ headings, rows }) => {
    const data = [rows.map(row => row.numbers[0]), rows.map(row => row.numbers[1])];
    const series = [{ label: headings[0] },
      { label: headings[1], stroke: colour(0), width: 2, points: { show: true, size: 8, fill: colour(0) } }];
    const hooks = { drawAxes: [plot => {
      const { ctx } = plot;
      ctx.save();
      ctx.strokeStyle = style('--soft');
      ctx.setLineDash([6, 6]);
      ctx.beginPath();
      ctx.moveTo(plot.valToPos(0, 'x', true), plot.valToPos(0, 'y', true));
      ctx.lineTo(plot.valToPos(1, 'x', true), plot.valToPos(1, 'y', true));
      ctx.stroke();
      ctx.restore();
    }] };
    return [{ series, hooks, scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1] } },
      axes: [axis(headings[0]), axis(headings[1])] }, data];
  };

  const bars = ({ headings, rows }) => {
    const xs = rows.map((row, at) => at);
    const count = headings.length - 1;
    const series = [{ label: headings[0], value: (plot, at) => at === null ? '' : rows[at].name }];
    const data = [xs];
    for (let i = 1; i <= count; i++) {
      series.push({ label: headings[i], stroke: colour(i - 1), fill: colour(i - 1), points: { show: false },
        paths: (plot, at, from, to) => {
          const path = new Path2D();
          const zero = plot.valToPos(0, 'y', true);
          const wide = (plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true)) * .8 / count;
          for (let j = from; j <= to; j++) {
            const value = plot.data[at][j];
            if (value === null) continue;
            const left = plot.valToPos(j, 'x', true) + (at - 1 - count / 2) * wide;
            const top = plot.valToPos(value, 'y', true);
            path.rect(left, top, wide * .92, zero - top);
          }
          return { fill: path };
        } });
      data.push(rows.map(row => row.numbers[i]));
    }
    const most = Math.max(...data.slice(1).flat().filter(value => value !== null), 0);
    return [{ series, scales: { x: { time: false, range: [-.6, rows.length - .4] }, y: { range: [0, most <= 1 ? 1 : most * 1.05] } },
      axes: [{ ...axis(headings[0]), splits: () => xs, values: () => rows.map(row => row.name), grid: { show: false } }, axis('')] }, data];
  };

  // one series for each group: [all x, y of group 1, y of group 2, …], null where a point is of another group
  const points = ({ headings, rows }, figure, drawing) => {
    rows.sort((one, other) => one.numbers[0] - other.numbers[0]);
    const groups = [...new Set(rows.map(row => row.group))].sort();
    const tip = document.createElement('div');
    tip.className = 'pointed';
    let nearest = null;
    const data = [rows.map(row => row.numbers[0]),
      ...groups.map(group => rows.map(row => row.group === group ? row.numbers[1] : null))];
    const series = [{ label: headings[0] }, ...groups.map((group, at) => ({
      label: group || 'none', stroke: colour(at), paths: () => null, value: () => '',
      points: { show: true, size: rows.length > 500 ? 5 : 8, fill: colour(at) },
    }))];
    const find = plot => {
      const { left, top } = plot.cursor;
      nearest = null;
      let best = 20 * 20;
      if (left < 0) return;
      rows.forEach(row => {
        const at = groups.indexOf(row.group) + 1;
        if (!plot.series[at].show) return;
        const distance = (plot.valToPos(row.numbers[0], 'x') - left) ** 2 + (plot.valToPos(row.numbers[1], 'y') - top) ** 2;
        if (distance < best) {
          best = distance;
          nearest = row;
        }
      });
    };
    const hooks = {
      ready: [plot => {
        drawing.append(tip);
        plot.over.addEventListener('click', () => { if (nearest?.link) location.href = nearest.link; });
      }],
      setCursor: [plot => {
        find(plot);
        tip.textContent = nearest ? (nearest.group ? nearest.group + ': ' : '') + nearest.said : '';
        plot.over.style.cursor = nearest?.link ? 'pointer' : 'crosshair';
        if (!nearest) return;
        const left = plot.over.offsetLeft + plot.valToPos(nearest.numbers[0], 'x');
        tip.style.left = Math.max(0, Math.min(left + 10, drawing.clientWidth - tip.offsetWidth - 4)) + 'px';
        tip.style.top = plot.over.offsetTop + plot.valToPos(nearest.numbers[1], 'y') + 10 + 'px';
      }],
    };
    return [{ series, hooks, scales: { x: { time: false } }, legend: { live: false },
      cursor: { drag: { x: true, y: true, uni: 20 }, points: { show: false } },
      axes: [axis(headings[0]), axis(headings[1])] }, data];
  };

  const draw = (figure, table) => {
    const kind = figure.dataset.chart;
    const values = read(table);
    const drawing = figure.querySelector('.drawing');
    drawing.replaceChildren();
    const width = drawing.clientWidth;
    const height = Math.round(Math.min(kind === 'points' ? 560 : 340, Math.max(260, width * .62)));
    const [options, data] = kind === 'points' ? points(values, figure, drawing)
      : kind === 'bars' ? bars(values) : calibration(values);
    return new uPlot({ width, height, ...options }, data, drawing);
  };

  for (const figure of document.querySelectorAll('figure[data-chart]')) {
    const table = figure.querySelector('table');
    if (!table.tBodies[0]?.rows.length) continue;
    const drawing = document.createElement('div');
    drawing.className = 'drawing';
    drawing.setAttribute('role', 'img');
    drawing.setAttribute('aria-label', figure.querySelector('figcaption').textContent + '; the table below has the values');
    figure.querySelector('details').before(drawing);
    figure.querySelector('details').open = false;
    let plot = draw(figure, table);
    let width = drawing.clientWidth;
    new ResizeObserver(() => {
      if (drawing.clientWidth === width) return;
      width = drawing.clientWidth;
      plot.setSize({ width, height: plot.height });
    }).observe(drawing);
    dark.addEventListener('change', () => {
      plot.destroy();
      plot = draw(figure, table);
    });
  }
})();
