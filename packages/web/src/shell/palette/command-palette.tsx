import { Modal, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Destination } from './match.ts';
import classes from './palette.module.css';
import { useDestinations } from './use-destinations.ts';

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/**
 * Finds a page, a token, a repository or a person by a few letters of its name. Without a transition: opened again while
 * it closed, it would still have the old text.
 */
export function CommandPalette({ isOpen, onClose }: CommandPaletteProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Go to" size="lg" yOffset="12vh" transitionProps={{ duration: 0 }}>
      <Finder onDone={onClose} />
    </Modal>
  );
}

function Finder({ onDone }: { readonly onDone: () => void }) {
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const { history } = useRouter();
  const found = useDestinations(text);
  const current = Math.min(place, found.length - 1);
  const go = (destination: Destination | undefined) => {
    if (!destination) return;
    onDone();
    history.push(destination.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined && found.length > 0) setPlace((current + step + found.length) % found.length);
    else if (event.key === 'Enter') go(found[current]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Page, access token, repository or person"
        aria-expanded
        aria-controls="destinations"
        aria-activedescendant={found.length > 0 ? `destination-${current}` : undefined}
        aria-autocomplete="list"
        placeholder="Page, access token, repository or person"
        maxLength={100}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={onKeyDown}
      />
      <VisuallyHidden role="status">{resultsText(found.length)}</VisuallyHidden>
      <div id="destinations" role="listbox" aria-label="Found" className={classes.list}>
        {found.map((destination, index) => (
          <Option
            key={`${destination.href} ${destination.group}`}
            id={`destination-${index}`}
            destination={destination}
            isFirst={found[index - 1]?.group !== destination.group}
            isCurrent={index === current}
            onPick={() => go(destination)}
          />
        ))}
      </div>
      {found.length === 0 && (
        <Text c="dimmed" ta="center" py="lg">
          Nothing that you can see is called that.
        </Text>
      )}
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function resultsText(count: number): string {
  return count === 1 ? '1 result' : `${count} results`;
}

interface OptionProps {
  readonly id: string;
  readonly destination: Destination;
  /** The first of its group. */
  readonly isFirst: boolean;
  readonly isCurrent: boolean;
  readonly onPick: () => void;
}

/** The focus stays in the field, because the field handles the keys. */
function Option({ id, destination: { group, label, detail }, isFirst, isCurrent, onPick }: OptionProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <>
      {isFirst && (
        <div role="presentation" className={classes.group}>
          {group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field listens to the keys */}
      <div
        ref={element}
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={isCurrent}
        className={classes.option}
        onClick={onPick}
      >
        {label}
        {detail !== undefined && <span className={classes.detail}>{detail}</span>}
      </div>
    </>
  );
}
