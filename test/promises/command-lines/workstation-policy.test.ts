import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { basic, sampleToken } from '../../support/lanyard/tokens.ts';

const FILES = [
  ['registry.json', 'application/json; charset=utf-8'],
  ['desktop.plist', 'application/x-plist'],
  ['com.docker.config.plist', 'application/x-plist'],
  ['docker.mobileconfig', 'application/x-apple-aspen-config'],
  ['docker.reg', 'text/x-ms-regedit; charset=utf-16'],
] as const;

describeLanyard('the files for workstations', (lanyard) => {
  /** Downloads the exact bytes, as a browser would save them. */
  const download = async (cookie: string, path: string) => {
    const answer = await fetch(`${lanyard().url}${path}`, { headers: { cookie } });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  it('owners and members can download each file, and it names their organization', async () => {
    const { name, path, owner, member } = await sampleOrganization(lanyard());
    for (const [file, mediaType] of FILES) {
      const answer = await download(owner.browser.cookie(), `${path}/workstation-policy/${file}`);
      expect([file, answer.status]).toEqual([file, 200]);
      expect(answer.headers.get('content-type')).toBe(mediaType);
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${file}"`);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      if (file !== 'docker.reg') expect(answer.bytes.toString()).toContain(name);
      const again = await download(member.browser.cookie(), `${path}/workstation-policy/${file}`);
      expect(again.bytes.equals(answer.bytes)).toBe(true);
    }
  });

  it('registry.json has the format that Docker reads, and docker.reg is UTF-16', async () => {
    const { name, path, member } = await sampleOrganization(lanyard());
    const json = await download(member.browser.cookie(), `${path}/workstation-policy/registry.json`);
    expect(JSON.parse(json.bytes.toString('utf8'))).toEqual({ allowedOrgs: [name] });
    const script = await download(member.browser.cookie(), `${path}/workstation-policy/docker.reg`);
    expect(script.bytes.subarray(0, 2).toString('hex')).toBe('fffe');
    const hex = /hex\(7\):([0-9a-f,]+)\r\n/.exec(script.bytes.subarray(2).toString('utf16le'))?.[1] ?? '';
    expect(Buffer.from(hex.replaceAll(',', ''), 'hex').toString('utf16le')).toBe(`${name}\0\0`);
  });

  it('R25, attack 30: strangers get the same bytes as for a missing organization', async () => {
    const { path, stranger } = await sampleOrganization(lanyard());
    for (const file of [...FILES.map(([name]) => name), 'nothing.txt']) {
      const foreign = await download(stranger.browser.cookie(), `${path}/workstation-policy/${file}`);
      const missing = await download(
        stranger.browser.cookie(),
        `/api/organizations/no-such/workstation-policy/${file}`,
      );
      expect([foreign.status, foreign.bytes.toString()]).toEqual([404, missing.bytes.toString()]);
    }
  });

  it('any other file name gives an error, also one that tries to leave the folder', async () => {
    const { path, member } = await sampleOrganization(lanyard());
    for (const file of ['nothing.txt', 'REGISTRY.JSON', '..%2f..%2fetc%2fpasswd', '__proto__', 'registry.json%00']) {
      const { status } = await member.browser.get(`${path}/workstation-policy/${file}`);
      expect([file, [400, 404].includes(status)]).toEqual([file, true]);
    }
  });

  it('R24: an access token cannot download a file, and a download records no event', async () => {
    const { path, owner } = await sampleOrganization(lanyard());
    const { secret } = await sampleToken(owner, { actions: ['pull'] });
    const { body } = await lanyard().browser().post('/v2/auth/token', { identifier: owner.name, secret });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const trail = await trailOf(lanyard(), async () => {
      const answer = await lanyard().browser().get(`${path}/workstation-policy/registry.json`, headers);
      expect(answer.status).toBe(403);
      expect((await owner.browser.get(`${path}/workstation-policy/registry.json`)).status).toBe(200);
    });
    expect(trail).toEqual([]);
  });

  it('an auto-generated token can ask for the current organizations of its account', async () => {
    const { name, path, owner, member } = await sampleOrganization(lanyard());
    const secret = await (await sampleCommandLine(lanyard(), member)).generate();
    const ask = (query: string) => askToken(`service=lanyard${query}`, `${member.name}:${secret}`);
    expect(await ask('&organizations=true')).toMatchObject({ token: expect.any(String), organizations: [name] });
    expect(await ask('')).not.toHaveProperty('organizations');
    expect(await ask('&organizations=yes')).not.toHaveProperty('organizations');
    await owner.browser.delete(`${path}/members/${member.name}`);
    expect(await ask('&organizations=true')).toMatchObject({ organizations: [] });
  });

  it('R24: no other credential gets the organizations of its account', async () => {
    const { owner } = await sampleOrganization(lanyard());
    const { secret } = await sampleToken(owner, { actions: ['pull', 'push', 'delete'] });
    for (const credential of [`${owner.name}:${secret}`, `${owner.name}:${owner.password}`, undefined]) {
      const body = await askToken('service=lanyard&organizations=true', credential);
      expect(body).toMatchObject({ token: expect.any(String) });
      expect(body).not.toHaveProperty('organizations');
    }
  });

  async function askToken(query: string, credential: string | undefined) {
    const headers = credential === undefined ? {} : { authorization: basic(credential) };
    return (await lanyard().browser().request('GET', `/token?${query}`, { headers })).body;
  }
});
