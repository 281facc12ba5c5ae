import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  renderWorkstationPolicy,
  WORKSTATION_POLICY_FILES,
  type WorkstationPolicyFile,
} from '../../src/command-lines/workstation-policy.ts';

const acme = { id: '0198c0de-0000-7000-8000-000000000001', name: 'acme-1' };
const globex = { id: '0198c0de-0000-7000-8000-000000000002', name: 'globex' };

const bytesOf = (file: WorkstationPolicyFile, organization = acme) => renderWorkstationPolicy(file, organization);
const textOf = (file: WorkstationPolicyFile, organization = acme) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(file, organization));
const uuidsOf = (text: string) =>
  [...text.matchAll(/<key>PayloadUUID<\/key>\s*<string>([^<]+)<\/string>/g)].map(([, uuid]) => uuid);

describe('the workstation policy files', () => {
  it('include registry.json, in UTF-8 without a byte order mark, which names the organization', () => {
    expect(textOf('registry.json')).toBe('{"allowedOrgs":["acme-1"]}\n');
  });

  it('include a plist for macOS with a list, and managed settings with one text', () => {
    expect(textOf('desktop.plist')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>allowedOrgs</key>
  <array>
    <string>acme-1</string>
  </array>
</dict>
</plist>
`);
    expect(textOf('com.docker.config.plist')).toContain('<key>allowedOrgs</key>\n  <string>acme-1</string>\n</dict>');
  });

  it('include a profile with the settings of com.docker.config for the whole machine', () => {
    const text = textOf('docker.mobileconfig');
    const settings = text.slice(text.indexOf('<array>'), text.indexOf('</array>'));
    expect(settings).toContain('<key>PayloadType</key>\n      <string>com.docker.config</string>');
    expect(settings).toContain('<key>allowedOrgs</key>\n      <string>acme-1</string>');
    const outside = text.replace(settings, '');
    expect(outside).toContain('<key>PayloadType</key>\n  <string>Configuration</string>');
    expect(outside).toContain('<key>PayloadScope</key>\n  <string>System</string>');
    expect(outside).toContain('<key>PayloadVersion</key>\n  <integer>1</integer>');
  });

  it('are the same at each download, and different for each organization', () => {
    for (const file of WORKSTATION_POLICY_FILES) expect(bytesOf(file)).toEqual(bytesOf(file));
    const uuids = [acme, globex].flatMap((organization) => uuidsOf(textOf('docker.mobileconfig', organization)));
    expect(new Set(uuids).size).toBe(4);
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const renamed = textOf('docker.mobileconfig', { ...acme, name: 'other' });
    expect(uuidsOf(renamed)).toEqual(uuidsOf(textOf('docker.mobileconfig')));
  });

  it('include a script for Windows in UTF-16 with CRLF, whose list ends with a null', () => {
    const bytes = bytesOf('docker.reg');
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const text = new TextDecoder('utf-16le', { fatal: true }).decode(bytes);
    expect(text.split('\r\n')).toEqual([
      'Windows Registry Editor Version 5.00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Docker\\Docker Desktop]',
      '"allowedOrgs"=hex(7):61,00,63,00,6d,00,65,00,2d,00,31,00,00,00,00,00',
      '',
      '',
    ]);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('contain no XML that comes from the name of an organization', () => {
    const tags = (text: string) => text.match(/<[^>]*>/g);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', ']', '"', 'a', '/', ';') }), (name) => {
        for (const file of ['desktop.plist', 'com.docker.config.plist', 'docker.mobileconfig'] as const) {
          expect(tags(textOf(file, { ...acme, name }))).toEqual(tags(textOf(file)));
        }
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});
