import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type PlainAnchorProps = AnchorProps & Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps>;

/** A link in a text to another page. The types check its address against the routes. */
export const AnchorLink = createLink((props: PlainAnchorProps) => <Anchor {...props} />);
