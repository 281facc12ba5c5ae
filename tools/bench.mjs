import { runProgram } from './run-program.mjs';

await runProgram('bench/src/main.ts');
