import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type PlainButtonProps = ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>;

/** A button that leads to another page. The types check its address against the routes. */
export const LinkButton = createLink((props: PlainButtonProps) => <Button component="a" {...props} />);
