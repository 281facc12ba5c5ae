import { createHash, randomUUID } from 'node:crypto';
import { ReportBuilder } from '@lanyard/core/scans/verdict';
import { writeExisting } from './audit.ts';
import type { Lanyard } from './start-lanyard.ts';

/** An image of this repository in which a scan found malware. Returns the finding as the API names it. */
export async function existingFinding(lanyard: Lanyard, repository: string) {
  const [id, now] = [randomUUID(), lanyard.clock.now()];
  const digestOf = (text: string) => `sha256:${createHash('sha256').update(`${text} ${id}`).digest('hex')}`;
  const [digest, layer] = [digestOf('image'), digestOf('layer')];
  const builder = new ReportBuilder();
  builder.infected('opt/tool', 'Test.Eicar');
  const report = builder.report({ engine: 'ClamAV', files: 1, bytes: 1, fault: null });
  const [namespace = ''] = repository.split('/');
  await writeExisting(lanyard, async ({ images, imageVerdicts, layers, registries }) => {
    const registryId = (await registries.byName('default'))?.id ?? '';
    await layers.insert([{ mediaType: 'layer', digest: layer, size: 1 }], 0);
    const claimed = await layers.claim(1, Number.MAX_SAFE_INTEGER, { engine: 'ClamAV', since: 1 });
    if (claimed) await layers.setReport(claimed, report, now);
    const facts = {
      kind: 'image',
      mediaType: 'm',
      artifactType: null,
      subject: null,
      size: 1,
      platform: null,
    } as const;
    await images.put({ id, registryId, namespace, repository, digest, seenAt: now, ...facts }, [layer], []);
    await imageVerdicts.refresh([id]);
  });
  return { digest, kind: 'malware', finding: 'Test.Eicar', place: 'opt/tool' };
}
