import { runProgram } from './run-program.mjs';

await runProgram('packages/server/src/main.ts');
