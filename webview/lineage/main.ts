/** The lineage page: joins the parts, says it is ready, and does what the messages ask. */
import './lineage.css';
import { registerControls } from './controls.ts';
import { createPage } from './page.ts';
import { editor, readMessage } from './protocol.ts';
import { looking } from './state.ts';

/** Milliseconds between two looks at the clock, for ages and running times. */
const clock = 20_000;

const host = editor();
const place = looking(host);
registerControls();
const page = createPage(document.getElementById('app')!, { post: (message) => host.postMessage(message), looking: place });
window.addEventListener('message', (event) => {
  const message = readMessage(event.data);
  if (message) page.receive(message);
});
setInterval(() => page.tick(), clock);
host.postMessage({ type: 'ready', state: place.now });
