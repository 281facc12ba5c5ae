import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type PlainAnchorProps = AnchorProps & Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps>;

/** A link in a text to another page, whose address is checked against the routes. */
export const AnchorLink = createLink((props: PlainAnchorProps) => <Anchor {...props} />);
