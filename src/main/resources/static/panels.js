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
    { id: 'tasks', title: 'Tasks', hint: 'running, and blocked by a disk', unit: '1',
      queries: [gauge('system.processes.running', 'running'), gauge('system.processes.blocked', 'blocked')] },
    { id: 'cpu-pressure', title: 'Waiting for a processor', hint: 'share of time', unit: 'share',
      queries: [pressure('cpu')[0], counter('container.throttled', 'held back by the container')] },
  ]],
  ['Memory', [
    { id: 'memory', title: 'Memory', hint: 'share in use', unit: 'share', top: 1,
      queries: [gauge('system.memory.utilization', 'in use')] },
    { id: 'swap', title: 'Swap', hint: 'in use', unit: 'B', queries: [gauge('system.swap.used', 'in use')] },
    { id: 'faults', title: 'Major page faults', hint: 'and processes killed for want of memory', unit: '1/s',
      queries: [counter('system.paging.faults', 'major faults', { labels: { type: 'major' } }),
        counter('system.oom_kills', 'killed')] },
    { id: 'memory-pressure', title: 'Waiting for memory', hint: 'share of time', unit: 'share',
      queries: pressure('memory') },
  ]],
  ['Disks', [
    { id: 'disk-busy', title: 'Disks', hint: 'share of time busy', unit: 'share',
      queries: [counter('system.disk.busy', by('device'))] },
    { id: 'disk-bytes', title: 'Disk traffic', hint: 'read and written', unit: 'B/s',
      queries: [counter('system.disk.read', by('device', ' read')),
        counter('system.disk.written', by('device', ' written'))] },
    { id: 'disk-queue', title: 'Disk queue', hint: 'operations under way, on average', unit: '1',
      queries: [counter('system.disk.queue_time', by('device'))] },
    { id: 'io-pressure', title: 'Waiting for disks', hint: 'share of time', unit: 'share', queries: pressure('io') },
    { id: 'filesystem', title: 'File systems', hint: 'available', unit: 'B',
      queries: [gauge('system.filesystem.available', by('mountpoint'))] },
  ]],
  ['Network and limits', [
    { id: 'network', title: 'Network', hint: 'received and sent', unit: 'B/s',
      queries: [counter('system.network.received', by('device', ' received')),
        counter('system.network.sent', by('device', ' sent'))] },
    { id: 'network-errors', title: 'Network errors', hint: 'packets', unit: '1/s',
      queries: [counter('system.network.errors', by('device', ' errors')),
        counter('system.network.dropped', by('device', ' dropped'))] },
    { id: 'tcp', title: 'TCP trouble', hint: 'segments sent again, connections refused', unit: '1/s',
      queries: [counter('system.network.tcp.retransmissions', 'sent again'),
        counter('system.network.tcp.listen_overflows', 'refused')] },
    { id: 'connections', title: 'TCP connections', unit: '1',
      queries: [gauge('system.network.connections', by('state'))] },
    { id: 'system-counts', title: 'Open files and tasks', hint: 'in the whole system', unit: '1',
      queries: [gauge('system.open_files', 'open files'), gauge('system.processes', 'processes'),
        gauge('system.threads', 'threads')] },
  ]],
  ['Container', [
    { id: 'container-cpu', title: 'Processor limit', hint: 'share in use', unit: 'share',
      queries: [gauge('container.cpu.utilization', 'in use')] },
    { id: 'container-memory', title: 'Container memory', hint: 'working set, and its limit', unit: 'B',
      queries: [gauge('container.memory.working_set', 'working set')],
      limits: () => limit('limit', reading('container.memory.limit')) },
  ]],
];

const PROCESSES = [
  { id: 'process-cpu', title: 'Processor', hint: 'share of one core', unit: 'share',
    queries: [gauge('process.cpu.utilization', by('process'))] },
  { id: 'process-resident', title: 'Resident memory', unit: 'B', queries: [gauge('process.resident', by('process'))] },
  { id: 'process-threads', title: 'Threads', unit: '1', queries: [gauge('process.threads', by('process'))] },
  { id: 'process-files', title: 'Open files', unit: '1', queries: [gauge('process.open_files', by('process'))] },
  { id: 'process-private', title: 'Private memory', hint: 'of no file and not shared', unit: 'B',
    queries: [gauge('process.private', by('process'))] },
  { id: 'process-disk', title: 'Disk traffic', hint: 'read and written', unit: 'B/s',
    queries: [counter('process.disk.read', by('process', ' read')),
      counter('process.disk.written', by('process', ' written'))] },
  { id: 'process-faults', title: 'Major page faults', unit: '1/s',
    queries: [counter('process.paging.faults', by('process'), { labels: { type: 'major' } })] },
  { id: 'process-heap', title: 'Heap of watched JVMs', hint: 'after the last collection', unit: 'B',
    queries: [gauge('process.jvm.heap.used', by('process'))] },
  { id: 'process-gc', title: 'Collection in watched JVMs', hint: 'share of time paused', unit: 'share',
    queries: [counter('process.jvm.gc.time', by('process'))] },
];

const JVM = [
  { id: 'jvm-heap', title: 'Heap', hint: 'used, and the most it may take', unit: 'B',
    queries: [gauge('jvm.heap.used', 'used')],
    limits: () => limit('most', reading('jvm.heap.max')) },
  { id: 'jvm-gc', title: 'Garbage collection', hint: 'share of time paused', unit: 'share',
    queries: [counter('jvm.gc.pause', 'paused')] },
  { id: 'jvm-allocated', title: 'Allocation', unit: 'B/s', queries: [counter('jvm.allocated', 'allocated')] },
  { id: 'jvm-threads', title: 'Threads', unit: '1', queries: [gauge('jvm.threads', 'threads')] },
  { id: 'jvm-after-gc', title: 'Memory after collection', hint: 'by pool', unit: 'B',
    queries: [gauge('jvm.memory.used_after_last_gc', by('pool'))] },
  { id: 'jvm-longest', title: 'Longest collection', hint: 'by collector', unit: 's',
    queries: [gauge('jvm.gc.longest', by('collector'))] },
  { id: 'jvm-safepoints', title: 'Safepoints', hint: 'share of time all threads stood still', unit: 'share',
    queries: [counter('jvm.safepoint.time', 'stopped')] },
  { id: 'jvm-buffers', title: 'Buffers', hint: 'direct and mapped', unit: 'B',
    queries: [gauge('jvm.buffer.memory.used', by('pool'))] },
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
