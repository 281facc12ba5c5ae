#!/usr/bin/env node
import { runSource } from './run-source.mjs';

await runSource('../src/lanyard.ts', import.meta.url);
