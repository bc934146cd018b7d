// A Slack that nobody here wrote: the one of npm's `emulate`, with its state in this process.
//
// node slack.mjs '{"modules": "…", "port": 1234, "seed": {…}}' prints one line of JSON when it listens.

import { pathToFileURL } from 'node:url';
import path from 'node:path';

const given = JSON.parse(process.argv[2]);
const entry = path.join(given.modules, 'node_modules', 'emulate', 'dist', 'api.js');
const { createEmulator } = await import(pathToFileURL(entry).href);
const emulator = await createEmulator({ service: 'slack', port: given.port, seed: { slack: given.seed } });
process.stdin.resume();
process.stdin.on('end', () => process.exit());
console.log(JSON.stringify({ url: emulator.url }));
