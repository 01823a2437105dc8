/** Line drawings of 16 by 16, as path data. Every kind and every state has a shape of its own. */

const circle = 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z';
const shield = 'M8 1.5l5.3 2v4.3c0 3.1-2.2 5.5-5.3 6.7-3.1-1.2-5.3-3.6-5.3-6.7V3.5z';

export const icons = {
  dataset:
    'M2.5 4c0-1.4 2.5-2.5 5.5-2.5s5.5 1.1 5.5 2.5S11 6.5 8 6.5 2.5 5.4 2.5 4zv8c0 1.4 2.5 2.5 5.5 2.5s5.5-1.1 5.5-2.5V4M2.5 8c0 1.4 2.5 2.5 5.5 2.5s5.5-1.1 5.5-2.5',
  model: 'M8 1.5l5.8 3.3v6.4L8 14.5l-5.8-3.3V4.8zM2.2 4.8L8 8l5.8-3.2M8 8v6.5',
  execution: 'M4.5 2.7v10.6L13 8z',
  created: 'M8 2a6 6 0 0 1 4.2 1.8M14 8a6 6 0 0 1-1.8 4.2M8 14a6 6 0 0 1-4.2-1.8M2 8a6 6 0 0 1 1.8-4.2',
  queued: `${circle}M8 4.8V8l2.4 1.5`,
  started: 'M8 2a6 6 0 1 1-6 6',
  stopping: 'M8 2a6 6 0 1 1-6 6M6 6h4v4H6z',
  complete: `${circle}M5.2 8.2l2 2 3.6-4.2`,
  error: `${circle}M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4`,
  crashed: 'M8 2l6.5 11.8h-13zM8 6.4v3.6M8 11.6v.5',
  stopped: `${circle}M6 6h4v4H6z`,
  broken: `${shield}M6.2 6l3.6 3.6M9.8 6L6.2 9.6`,
  provider: 'M3 6.6c1.6-1.7 3.3-1.7 5 0s3.4 1.7 5 0M3 10.6c1.6-1.7 3.3-1.7 5 0s3.4 1.7 5 0',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3',
  help: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.1 8 10M8 12v.6',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
} as const;

export type IconName = keyof typeof icons;
