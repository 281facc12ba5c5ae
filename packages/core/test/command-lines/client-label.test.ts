import { describe, expect, it } from 'vitest';
import { clientLabel, describeClient, isDockerCli } from '../../src/command-lines/client-label.ts';

describe('the label of an auto-generated token', () => {
  it.each([
    ['docker-cli:28_2_2:linux-amd64', 'docker CLI 28.2.2 on linux/amd64'],
    ['docker-cli:28_5_2+dfsg4:linux-amd64', 'docker CLI 28.5.2+dfsg4 on linux/amd64'],
    ['lanyard-cli/0.1.0 (linux; x64)', 'lanyard CLI 0.1.0 on linux/x64'],
    ['lanyard-cli/0.1.0 (linux; x64; ada-laptop.local)', 'lanyard CLI 0.1.0 on ada-laptop.local'],
    ['DockerDesktop/4.50.0 (Mac; arm64)', 'Docker Desktop 4.50.0 on Mac/arm64'],
    ['Go-http-client/1.1', 'Go-http-client 1.1'],
    ['', 'a command line'],
    ['<script>', 'a command line'],
  ])('for the user agent %j is %j', (userAgent, label) => {
    expect(clientLabel(userAgent)).toBe(label);
  });

  it('is never longer than a description may be', () => {
    for (const part of ['9'.repeat(300), '_'.repeat(300)]) {
      expect(clientLabel(`docker-cli:${part}:linux-amd64`).length).toBeLessThanOrEqual(100);
      expect(clientLabel(`lanyard-cli/${part} (${part})`).length).toBeLessThanOrEqual(100);
    }
  });

  it('consists of name, version and system', () => {
    const docker = { name: 'docker CLI', version: '28.2.2', operatingSystem: 'linux/amd64' };
    expect(describeClient('docker-cli:28_2_2:linux-amd64')).toEqual(docker);
    expect(isDockerCli('docker-cli:28_2_2:linux-amd64')).toBe(true);
    expect(isDockerCli('curl/8 docker-cli:')).toBe(false);
  });
});
