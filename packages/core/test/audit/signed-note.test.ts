import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointOrigin, openCheckpoint, parseCheckpoint, signCheckpoint } from '../../src/audit/checkpoint.ts';
import { leafHash } from '../../src/audit/merkle-tree.ts';
import { noteKeyText, openNote, parseNoteKey, publicBytesOf, signNote } from '../../src/audit/signed-note.ts';

/** The key of the examples in Go's golang.org/x/mod/sumdb/note, and what that package signs with it. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = { name: 'tokens.example.com/audit', publicKey: publicBytesOf(publicKey) };
const other = { ...key, publicKey: publicBytesOf(generateKeyPairSync('ed25519').publicKey) };
const checkpoint = { origin: key.name, size: 12, root: leafHash('root') };
const note = signCheckpoint(checkpoint, privateKey);

describe('R13: a signed note', () => {
  it('has the format of other tools for transparency logs, and reads their keys', () => {
    const theirs = parseNoteKey(GO_KEY);
    if (!theirs) throw new Error('the key was not read');
    expect(noteKeyText(theirs)).toBe(GO_KEY);
    expect(openNote(GO_NOTE, theirs)).toEqual({ text: GO_NOTE.slice(0, GO_NOTE.indexOf('\n\n') + 1) });
  });

  it('is accepted only with a signature of its own key', () => {
    expect(openCheckpoint(note, key)).toEqual(checkpoint);
    expect(openCheckpoint(note, other)).toEqual({ problem: 'not signed by this key' });
    expect(openCheckpoint(note, { ...key, name: 'tokens.example.org/audit' })).toEqual({
      problem: 'not signed by this key',
    });
    const signed = createPublicKey(createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    expect(parseNoteKey(noteKeyText(key))).toEqual({ ...key, publicKey: publicBytesOf(signed) });
  });

  it('can also have signatures of others, such as witnesses', () => {
    const theirs = GO_NOTE.slice(GO_NOTE.indexOf('\n\n') + 2);
    expect(openCheckpoint(note + theirs, key)).toEqual(checkpoint);
    expect(openCheckpoint(note.replace('\n\n', `\n\n${theirs}`), key)).toEqual(checkpoint);
  });

  it('is refused after a change of any letter', () => {
    const accepted: string[] = [];
    for (let at = 0; at < note.length; at += 1) {
      for (const letter of ['A', '1', ' ', '\n', '']) {
        const changed = note.slice(0, at) + letter + note.slice(at + 1);
        if (changed !== note && !('problem' in openCheckpoint(changed, key))) accepted.push(JSON.stringify(changed));
      }
    }
    expect(accepted).toEqual([]);
  });

  it('is refused if it is not a note or has no checkpoint', () => {
    for (const text of ['', '\n\n', 'text', 'text\n', `${note}x`, note.slice(0, -1), '\n'.repeat(100_000)]) {
      expect(openNote(text, key)).toEqual({ problem: 'no note' });
    }
    for (const body of ['a\n01\nAAAA\n', 'a\n-1\nAAAA\n', 'a\n1\n\n', '\n1\nAAAA\n', `a\n1\n${note}\n`]) {
      expect(openCheckpoint(signNote(body, key.name, privateKey), key)).toEqual({ problem: 'no checkpoint' });
    }
    expect(parseCheckpoint(`a\n1\n${checkpoint.root.toString('base64').slice(0, -1)}\n`)).toBeUndefined();
    for (const text of ['', 'a+b', GO_KEY.replace('c7', 'c8'), GO_KEY.replace('+ARpc', '+AARp'), `${GO_KEY}A`]) {
      expect(parseNoteKey(text)).toBeUndefined();
    }
  });

  it('names the log by the address of its server', () => {
    expect(checkpointOrigin('https://tokens.example.com')).toBe('tokens.example.com/audit');
    expect(checkpointOrigin('http://localhost:8700')).toBe('localhost:8700/audit');
  });
});
