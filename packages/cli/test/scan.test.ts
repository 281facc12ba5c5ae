import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { EXIT_CODE } from '../src/cli-error.ts';
import { scan } from '../src/commands/scan.ts';
import { testContext } from './test-context.ts';

const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index * 7);
const TOKEN = makeTokenSecret('pat', counting).reveal();

async function tarOf(path: string, content: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: path }, content);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function workplace() {
  const context = testContext();
  const folder = join(context.environment.lanyardFolder, 'scanned');
  mkdirSync(folder, { recursive: true });
  const run = async (path = folder, sarif = false) => {
    const code = await scan(context, path, { sarif }).then(
      () => 0,
      (error) => error.exitCode as number,
    );
    return { code, printed: context.results.splice(0).join('') };
  };
  return { folder, context, run };
}

function layoutOf(folder: string, layer: Buffer, config: object): void {
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  const put = (bytes: Buffer, mediaType: string) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(folder, 'blobs', 'sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const json = (value: object, mediaType: string) => put(Buffer.from(JSON.stringify(value)), mediaType);
  const type = (part: string) => `application/vnd.oci.image.${part}`;
  const manifest = json(
    {
      schemaVersion: 2,
      config: json(config, type('config.v1+json')),
      layers: [put(layer, type('layer.v1.tar+gzip'))],
    },
    type('manifest.v1+json'),
  );
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
}

describe('lanyard scan', () => {
  it('finds a token in a folder, says where, and never prints it', async () => {
    const { folder, run } = workplace();
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app', '.env'), `TOKEN=${TOKEN}\n`);
    writeFileSync(join(folder, 'made-up'), `${TOKEN.slice(0, -1)}# lyd_pat_${'a'.repeat(36)}`);
    symlinkSync('/etc', join(folder, 'link'));
    const { code, printed } = await run();
    expect(code).toBe(EXIT_CODE.found);
    expect(printed).toBe(`${join(folder, 'app', '.env')}: lyd_pat_…\n`);
  });

  it('says that there is none', async () => {
    const { folder, run } = workplace();
    writeFileSync(join(folder, 'readme'), 'nothing');
    expect(await run()).toEqual({ code: 0, printed: 'no access token found\n' });
    expect((await run(join(folder, 'missing'))).code).toBe(EXIT_CODE.failed);
  });

  it('reads the layers and the configuration of an OCI layout', async () => {
    const { folder, context, run } = workplace();
    layoutOf(folder, gzipSync(await tarOf('srv/app/config', `token: ${TOKEN}`)), {
      os: 'linux',
      architecture: 'amd64',
    });
    const { code, printed } = await run();
    expect([code, printed]).toEqual([
      EXIT_CODE.found,
      expect.stringMatching(/blobs.*\(srv\/app\/config\): lyd_pat_…\n$/),
    ]);
    const other = workplace();
    layoutOf(other.folder, gzipSync(await tarOf('a', '')), {
      os: 'linux',
      architecture: 'amd64',
      config: { Env: [`T=${TOKEN}`] },
    });
    expect((await other.run()).code).toBe(EXIT_CODE.found);
    expect([...context.results, ...context.notes].join('')).not.toContain(TOKEN);
  });

  it('fails if something cannot be read, so that nobody thinks it is clean', async () => {
    const { folder, run } = workplace();
    writeFileSync(join(folder, 'layer.tar.gz'), gzipSync(await tarOf('a', 'b'.repeat(5000))).subarray(0, -20));
    const { code, printed } = await run();
    expect([code, printed]).toEqual([EXIT_CODE.failed, expect.stringContaining('damaged or cut off')]);
  });

  it('refuses a layout with a layer that does not match its digest', async () => {
    const { folder, run } = workplace();
    const layer = gzipSync(await tarOf('a', 'b'));
    layoutOf(folder, layer, {});
    const hex = createHash('sha256').update(layer).digest('hex');
    writeFileSync(join(folder, 'blobs', 'sha256', hex), gzipSync(await tarOf('a', 'c')));
    expect(await run()).toMatchObject({
      code: EXIT_CODE.failed,
      printed: expect.stringContaining('not what its digest says'),
    });
  });

  it('prints SARIF for code scanning', async () => {
    const { folder, run } = workplace();
    writeFileSync(join(folder, 'a b'), TOKEN);
    const { printed } = await run(folder, true);
    expect(JSON.parse(printed)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'lanyard', rules: [{ id: 'lanyard-access-token' }] } },
          results: [
            {
              ruleId: 'lanyard-access-token',
              locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b' } } }],
            },
          ],
          invocations: [{ executionSuccessful: true }],
        },
      ],
    });
    expect(printed).not.toContain(TOKEN);
  });
});
