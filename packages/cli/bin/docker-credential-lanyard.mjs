#!/usr/bin/env node
import { runSource } from './run-source.mjs';

await runSource('../src/docker-credential-lanyard.ts', import.meta.url);
