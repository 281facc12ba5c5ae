import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { useState } from 'react';
import { areSingleKeysOn, setSingleKeys } from './single-keys.ts';

const SHORTCUTS: readonly { readonly keys: readonly (readonly string[])[]; readonly what: string }[] = [
  {
    keys: [
      ['Ctrl', 'K'],
      ['⌘', 'K'],
    ],
    what: 'Go to a page, an access token, a repository or a person',
  },
  { keys: [['?']], what: 'Show this list' },
  { keys: [['↑'], ['↓']], what: 'In a list of tokens: go from row to row' },
  { keys: [['Space']], what: 'In a list of tokens: select the row' },
  { keys: [['Shift', 'click']], what: 'In a list of tokens: select all rows up to this one' },
  { keys: [['K']], what: 'In a review: keep the token, or those that are selected' },
  { keys: [['B']], what: 'In a review: block the token, or those that are selected' },
  { keys: [['X']], what: 'In a review: select the token' },
  { keys: [['Esc']], what: 'Close a dialog or a menu' },
];

interface ShortcutListProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ShortcutList({ isOpen, onClose }: ShortcutListProps) {
  const [isOn, setIsOn] = useState(areSingleKeysOn);
  return (
    <Modal opened={isOpen} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <Stack>
        <Table>
          <Table.Tbody>
            {SHORTCUTS.map(({ keys, what }) => (
              <Table.Tr key={what}>
                <Table.Td>{what}</Table.Td>
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {keys.map((chord, place) => (
                    <span key={chord.join()}>
                      {place > 0 && ' or '}
                      {chord.map((key) => (
                        <Kbd key={key} ml={4}>
                          {key}
                        </Kbd>
                      ))}
                    </span>
                  ))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label="Use shortcuts of one key"
          description="Turn them off if you control the computer by voice."
          checked={isOn}
          onChange={(event) => {
            setIsOn(event.currentTarget.checked);
            setSingleKeys(event.currentTarget.checked);
          }}
        />
      </Stack>
    </Modal>
  );
}
