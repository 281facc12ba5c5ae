import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureWeb } from './ensure-web.mjs';
import { runProgram } from './run-program.mjs';

await ensureDependencies();
await ensureWeb();
await runProgram('packages/server/src/main.ts');
