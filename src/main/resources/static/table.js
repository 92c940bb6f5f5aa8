// Keeps the rows of a table in step with a list. Rows stay where they are, so that focus and selection survive.

import { drawSpark } from './spark.js';

export class Table {
  #body;
  #columns;
  #headings;
  #empty;
  #rows = new Map();

  /**
   * columns: functions of an item that return a text, or { text, detail, list, state, usage, portion, spark, action }.
   * A usage can be too high, a portion of a whole cannot.
   */
  constructor(id, columns, empty) {
    const table = document.getElementById(id);
    this.#body = table.tBodies[0];
    this.#headings = [...table.tHead.rows[0].cells];
    this.#columns = columns;
    this.#empty = empty;
  }

  show(items, key) {
    const keys = items.length > 0 ? items.map(key) : [''];
    for (const [old, row] of this.#rows) {
      if (!keys.includes(old)) {
        row.remove();
        this.#rows.delete(old);
      }
    }
    if (items.length === 0) {
      this.#showEmpty();
      return;
    }
    items.forEach((item, position) => this.#place(this.#fill(keys[position], item), position));
  }

  #showEmpty() {
    if (!this.#rows.has('')) {
      const row = document.createElement('tr');
      const cell = row.appendChild(document.createElement('td'));
      cell.colSpan = this.#columns.length;
      cell.className = 'empty';
      cell.textContent = this.#empty;
      this.#body.append(row);
      this.#rows.set('', row);
    }
  }

  #fill(key, item) {
    const row = this.#rows.get(key) ?? this.#create(key);
    this.#columns.forEach((column, index) => fillCell(row.cells[index], column(item)));
    return row;
  }

  #create(key) {
    const row = document.createElement('tr');
    row.dataset.key = key;
    for (const heading of this.#headings) {
      const cell = row.appendChild(document.createElement('td'));
      cell.className = heading.className;
      cell.dataset.label = heading.textContent;
    }
    this.#rows.set(key, row);
    return row;
  }

  #place(row, position) {
    if (this.#body.rows[position] !== row) {
      this.#body.insertBefore(row, this.#body.rows[position] ?? null);
    }
  }
}

function fillCell(cell, content) {
  const { text = '', detail = '', list = [], state, usage, portion, spark, action } = typeof content === 'object' ? content
    : { text: content };
  if (action) {
    fillButton(cell, text, action);
    fillDetail(cell, detail);
    return;
  }
  const main = part(cell, 'main', 'span');
  setText(main, text);
  main.classList.toggle('state', state !== undefined);
  if (state !== undefined && main.dataset.state !== state) {
    main.dataset.state = state;
  }
  if (usage !== undefined) {
    fillBar(part(cell, 'bar', 'span'), usage);
  }
  if (portion !== undefined) {
    fillBar(part(cell, 'bar', 'span'), portion, 'fine');
  }
  if (spark) {
    drawSpark(cell, spark);
  }
  fillDetail(cell, detail);
  fillList(cell, list);
}

function fillList(cell, texts) {
  if (texts.length > 0 || cell.querySelector('.list')) {
    const list = part(cell, 'list', 'ul');
    while (list.children.length > texts.length) {
      list.lastElementChild.remove();
    }
    texts.forEach((text, index) => setText(list.children[index] ?? list.appendChild(document.createElement('li')), text));
  }
}

function fillDetail(cell, detail) {
  if (detail || cell.querySelector('.detail')) {
    setText(part(cell, 'detail', 'span'), detail);
  }
}

function fillButton(cell, text, { disabled, hidden, name, pressed, progress, run }) {
  const button = part(cell, 'main', 'button');
  setText(button, text);
  button.type = 'button';
  button.disabled = disabled === true;
  button.hidden = hidden === true;
  button.setAttribute('aria-label', name);
  button.onclick = run;
  if (pressed !== undefined) {
    button.classList.add('link');
    button.setAttribute('aria-pressed', pressed);
  }
  if (progress || cell.querySelector('.progress')) {
    fillProgress(part(cell, 'progress', 'progress'), name, progress);
  }
}

/** progress: { elapsed, expected } in seconds; stays short of the end until it has come. */
function fillProgress(bar, name, progress) {
  bar.hidden = !progress;
  if (progress?.expected > 0) {
    bar.value = Math.min(0.95, progress.elapsed / progress.expected);
  } else {
    bar.removeAttribute('value');
  }
  bar.setAttribute('aria-label', name);
}

const levelOf = (usage) => (usage > 1 ? 'over' : usage > 0.8 ? 'near' : 'fine');

export function fillBar(bar, usage, state = levelOf(usage)) {
  bar.classList.add('bar');
  bar.hidden = usage === null;
  const level = part(bar, 'level', 'span');
  level.style.width = `${Math.min(100, Math.max(0, (usage ?? 0) * 100))}%`;
  if (bar.dataset.level !== state) {
    bar.dataset.level = state;
  }
}

export function part(parent, name, tag) {
  let child = parent.querySelector(`:scope > .${name}`);
  if (!child) {
    child = document.createElement(tag);
    child.className = name;
    parent.append(child);
  }
  return child;
}

export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function outcomeState(outcome) {
  return { SUCCEEDED: 'OK', SKIPPED: 'PENDING', undefined: 'NO_DATA', null: 'NO_DATA' }[outcome] ?? 'CRITICAL';
}
