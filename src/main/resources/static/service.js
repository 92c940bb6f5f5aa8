// The service itself: whether it keeps, tells, and what it costs.

import { get } from './api.js';
import { age, bytes, number, share, words } from './format.js';
import { now, reading, state } from './state.js';
import { fillBar, part, setText } from './table.js';

const OWN = { process: 'self' };

export async function loadService() {
  state.service = await get('service');
}

export function showService() {
  const { service } = state;
  const list = document.getElementById('service');
  if (!service) {
    return;
  }
  const { store } = service;
  tile(list, 'Version', service.version, `up for ${age(Date.parse(service.startedAt), now())}`);
  tile(list, 'Store', store.reachable ? words('REACHABLE') : words('AWAY'),
    store.reachable ? `${store.kind}, ${number(store.writtenRecords)} records written` : store.reason, !store.reachable);
  tile(list, 'Journal', bytes(store.journalBytes),
    `${number(store.pendingRecords)} records wait, ${number(store.droppedRecords)} dropped`, store.droppedRecords > 0);
  // From the start on, so that it does not come behind the others once it is measured.
  const { use } = store;
  tile(list, 'Room', bytes(use?.bytes), use ? room(use) : 'not measured yet', use?.shortened.length > 0,
    use?.bytes / use?.limitBytes);
  tile(list, 'Own cost', share(reading('process.cpu.utilization', OWN)),
    `of one core, ${bytes(reading('process.resident', OWN))} resident`);
  const { budget, used, slowed } = service.sampling;
  tile(list, 'Reading', share(used),
    `of one core, may use ${share(budget)}${slowed ? `; ${number(slowed)} sources slowed` : ''}`, used > budget);
  service.deliveries.forEach(({ channel, delivered, failed, pending }) => tile(list, `Channel ${channel}`,
    `${number(delivered)} told`, `${number(failed)} attempts failed, ${number(pending)} wait`, pending > 0 && failed > 0));
}

/** What takes it, and how that goes on. */
function room(use) {
  const tiers = use.tiers.map((tier) => `${tier.name} ${bytes(tier.bytes)}`).join(', ');
  const future = use.shortened.length > 0
    ? `${use.shortened.join(' and ')} cut short by the limit`
    : use.daysToLimit === null ? `${bytes(use.fullBytes)} when all are full`
      : `reached in ${number(use.daysToLimit)} days`;
  return `of ${bytes(use.limitBytes)}: ${tiers}; ${future}; ${bytes(use.diskFreeBytes)} free on the disk`;
}

/** The tiles at the top of the page: this machine in four figures. */
export function showHost() {
  const list = document.getElementById('host');
  const cores = [...state.readings.keys()].filter((key) => key.startsWith('system.cpu.core.utilization[')).length;
  const load = reading('system.load.1m');
  const total = reading('system.memory.total');
  const available = reading('system.memory.available');
  const swap = reading('system.swap.total');
  const swapped = reading('system.swap.used');
  const used = reading('system.memory.utilization');
  const busy = reading('system.cpu.utilization');
  tile(list, 'Processor', share(busy), cores ? `of ${cores} cores` : '', false, busy);
  tile(list, 'Memory', share(used), `${bytes(available)} of ${bytes(total)} available`, false, used);
  tile(list, 'Load', number(load),
    `${number(reading('system.load.5m'))} · ${number(reading('system.load.15m'))} over 5 and 15 min`, false,
    cores ? load / cores : undefined);
  tile(list, 'Swap', swap ? bytes(swapped) : 'none', swap ? `of ${bytes(swap)}` : '', false,
    swap ? swapped / swap : undefined);
}

function tile(list, name, value, detail, bad = false, usage = undefined) {
  const box = [...list.children].find((one) => one.firstChild.textContent === name) ?? list.appendChild(newTile());
  setText(part(box, 'name', 'dt'), name);
  const content = part(box, 'content', 'dd');
  const figure = part(content, 'value', 'span');
  setText(figure, value);
  figure.classList.toggle('bad', bad);
  fillBar(part(content, 'bar', 'span'), Number.isFinite(usage) ? usage : null);
  setText(part(content, 'detail', 'span'), detail);
}

function newTile() {
  const box = document.createElement('div');
  part(box, 'name', 'dt');
  return box;
}
