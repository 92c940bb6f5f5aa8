// What is charted of the host, its processes and this JVM: for each resource how busy it is, whether work waits for
// it, and what went wrong (the USE method).

import { Chart } from './chart.js';
import { reading } from './state.js';
import { Trend } from './trend.js';

const named = (name) => () => name;
const by = (label, suffix = '') => (labels) => `${labels[label]}${suffix}`;
const gauge = (metric, name, more = {}) => ({ metric, name: typeof name === 'string' ? named(name) : name, ...more });
const counter = (metric, name, more = {}) => gauge(metric, name, { rate: true, agg: 'rate', ...more });
const mode = (name) => counter('system.cpu.time', name, { labels: { mode: name } });
const pressure = (resource) => ['some', 'full'].map((kind) => (
  counter('system.pressure', `${kind === 'some' ? 'some tasks' : 'all tasks'} waiting`, { labels: { resource, kind } })));

const RESOURCES = [
  ['Processor', [
    { id: 'cpu', title: 'Processor', hint: 'cores busy, by mode', unit: '1', stacked: true,
      queries: ['user', 'system', 'nice', 'iowait', 'interrupt', 'steal'].map(mode) },
    { id: 'load', title: 'Load', hint: 'tasks running or waiting', unit: '1',
      queries: [gauge('system.load.1m', '1 minute'), gauge('system.load.5m', '5 minutes'),
        gauge('system.load.15m', '15 minutes')] },
    { id: 'cpu-pressure', title: 'Waiting for a processor', hint: 'share of time', unit: 'share',
      queries: [pressure('cpu')[0], counter('container.throttled', 'held back by the container')] },
  ]],
  ['Memory', [
    { id: 'memory', title: 'Memory', hint: 'share in use', unit: 'share', top: 1,
      queries: [gauge('system.memory.utilization', 'in use')] },
    { id: 'swap', title: 'Swap', hint: 'in use', unit: 'B', queries: [gauge('system.swap.used', 'in use')] },
    { id: 'memory-pressure', title: 'Waiting for memory', hint: 'share of time', unit: 'share',
      queries: pressure('memory') },
  ]],
  ['Disks', [
    { id: 'disk-busy', title: 'Disks', hint: 'share of time busy', unit: 'share',
      queries: [counter('system.disk.busy', by('device'))] },
    { id: 'disk-bytes', title: 'Disk traffic', hint: 'read and written', unit: 'B/s',
      queries: [counter('system.disk.read', by('device', ' read')),
        counter('system.disk.written', by('device', ' written'))] },
    { id: 'io-pressure', title: 'Waiting for disks', hint: 'share of time', unit: 'share', queries: pressure('io') },
    { id: 'filesystem', title: 'File systems', hint: 'available', unit: 'B',
      queries: [gauge('system.filesystem.available', by('mountpoint'))] },
  ]],
  ['Network and limits', [
    { id: 'network', title: 'Network', hint: 'received and sent', unit: 'B/s',
      queries: [counter('system.network.received', by('device', ' received')),
        counter('system.network.sent', by('device', ' sent'))] },
    { id: 'network-errors', title: 'Network errors', hint: 'packets', unit: '1/s',
      queries: [counter('system.network.errors', by('device'))] },
    { id: 'system-counts', title: 'Open files and tasks', hint: 'in the whole system', unit: '1',
      queries: [gauge('system.open_files', 'open files'), gauge('system.processes', 'processes'),
        gauge('system.threads', 'threads')] },
  ]],
];

const PROCESSES = [
  { id: 'process-cpu', title: 'Processor', hint: 'share of one core', unit: 'share',
    queries: [gauge('process.cpu.utilization', by('process'))] },
  { id: 'process-resident', title: 'Resident memory', unit: 'B', queries: [gauge('process.resident', by('process'))] },
  { id: 'process-threads', title: 'Threads', unit: '1', queries: [gauge('process.threads', by('process'))] },
  { id: 'process-files', title: 'Open files', unit: '1', queries: [gauge('process.open_files', by('process'))] },
];

const JVM = [
  { id: 'jvm-heap', title: 'Heap', hint: 'used, and the most it may take', unit: 'B',
    queries: [gauge('jvm.heap.used', 'used')],
    limits: () => limit('most', reading('jvm.heap.max')) },
  { id: 'jvm-gc', title: 'Garbage collection', hint: 'share of time paused', unit: 'share',
    queries: [counter('jvm.gc.pause', 'paused')] },
  { id: 'jvm-allocated', title: 'Allocation', unit: 'B/s', queries: [counter('jvm.allocated', 'allocated')] },
  { id: 'jvm-threads', title: 'Threads', unit: '1', queries: [gauge('jvm.threads', 'threads')] },
];

const limit = (name, value) => (Number.isFinite(value) ? [{ name, value }] : []);

export function showPanels() {
  const host = document.getElementById('host-charts');
  RESOURCES.forEach(([title, panels]) => addRow(host, title, panels));
  PROCESSES.forEach((panel) => add(document.getElementById('process-charts'), panel));
  JVM.forEach((panel) => add(document.getElementById('jvm-charts'), panel));
}

function addRow(parent, title, panels) {
  const heading = document.createElement('h3');
  heading.textContent = title;
  const row = document.createElement('div');
  row.className = 'charts';
  parent.append(heading, row);
  panels.forEach((panel) => add(row, panel));
}

function add(parent, { queries, ...options }) {
  const trend = new Trend(queries);
  new Chart(parent, { ...options, load: (range) => trend.load(range), lines: () => trend.lines });
}
